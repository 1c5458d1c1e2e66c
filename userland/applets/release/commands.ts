import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import {
	initSpec,
	listSpec,
	promoteSpec,
	publishSpec,
	renewSpec,
	rotateKeysSpec,
	serveSpec,
	verifySpec,
	withdrawSpec,
} from "./specs.ts";
import { haltSpec, outcomesSpec, resumeSpec, wavesSpec } from "./wave-specs.ts";

/** The commands of `soma release`, in the order of the help text. */
export const releaseCommands: readonly Command[] = [
	lateCommand(initSpec, async () => (await import("./init.ts")).runInit),
	lateCommand(publishSpec, async () => (await import("./publish.ts")).runPublish),
	lateCommand(promoteSpec, async () => (await import("./promote.ts")).runPromote),
	lateCommand(withdrawSpec, async () => (await import("./promote.ts")).runWithdraw),
	lateCommand(rotateKeysSpec, async () => (await import("./rotate.ts")).runRotateKeys),
	lateCommand(renewSpec, async () => (await import("./renew.ts")).runRenew),
	lateCommand(verifySpec, async () => (await import("./verify.ts")).runVerify),
	lateCommand(listSpec, async () => (await import("./list.ts")).runList),
	lateCommand(serveSpec, async () => (await import("./serve.ts")).runServe),
	lateCommand(wavesSpec, async () => (await import("./waves.ts")).runWaves),
	lateCommand(outcomesSpec, async () => (await import("./outcomes.ts")).runOutcomes),
	lateCommand(haltSpec, async () => (await import("./outcomes.ts")).runWord("halted", haltSpec)),
	lateCommand(resumeSpec, async () =>
		(await import("./outcomes.ts")).runWord("resumed", resumeSpec),
	),
];

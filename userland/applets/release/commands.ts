import { lateCommand } from "../command.ts";
import type { Command } from "../context.ts";
import { initSpec, renewSpec, verifySpec } from "./specs.ts";

/** The commands of `soma release`, in the order of the help text. */
export const releaseCommands: readonly Command[] = [
	lateCommand(initSpec, async () => (await import("./init.ts")).runInit),
	lateCommand(renewSpec, async () => (await import("./renew.ts")).runRenew),
	lateCommand(verifySpec, async () => (await import("./verify.ts")).runVerify),
];

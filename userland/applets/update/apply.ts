import { releaseOf } from "../../core/update/phase.ts";
import { idleSlot } from "../../core/update/reconcile.ts";
import { formatBytes } from "../../lib/table.ts";
import { withChunkPack } from "../../system/update/chunk-pack.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { advance } from "./advance.ts";
import { withAgent } from "./agent.ts";
import { planRelease, stageFolder } from "./fetch.ts";
import { tendPrograms } from "./programs.ts";
import { restartingLine } from "./restarting.ts";
import { openSession } from "./session.ts";
import type { applySpec } from "./specs.ts";
import type { UpdateOrder } from "./step.ts";

/** `soma update apply [VERSION]`. */
export const apply: Work<typeof applySpec> = async (context, { flags, positionals }) =>
	await withAgent(context, { from: flags.from ?? [] }, async (ports) => {
		const version = positionals["VERSION"];
		if (flags["dry-run"]) {
			return await describeOnly(context, ports, version);
		}
		const order: UpdateOrder = {
			version,
			now: true,
			forced: flags.force,
			check: true,
			restart: !flags["no-restart"] && !flags["restart-by-caller"],
			callerRestarts: flags["restart-by-caller"],
		};
		const { phase, because } = await advance(sayingRestart(context, ports), order);
		if (because !== restartingLine) {
			context.print(because);
		}
		if (phase.kind !== "idle") {
			return version === undefined || releaseOf(phase)?.version === version ? 0 : 1;
		}
		// The running release may have come from a place that was there for a moment only.
		await tendPrograms(ports.programs, true);
		return 1;
	});

/** Who waits for the outcome hears of a restart while there still is somebody to say it. */
function sayingRestart(context: Context, ports: UpdatePorts): UpdatePorts {
	const { machine } = ports;
	return {
		...ports,
		machine: {
			...machine,
			restart: async () => {
				context.print(restartingLine);
				await machine.restart();
			},
		},
	};
}

async function describeOnly(
	context: Context,
	ports: UpdatePorts,
	version: string | undefined,
): Promise<number> {
	const facts = await ports.machine.facts();
	const underWay = releaseOf(openSession(ports).document.phase);
	const { release } = await ports.repository.refresh(version ?? underWay?.version);
	if (release === undefined) {
		context.print("nothing is offered");
		return 1;
	}
	const slot = idleSlot(facts);
	const plan = await withChunkPack(ports.files, stageFolder, (pack) =>
		planRelease(ports, pack, release, facts),
	);
	const missingBytes = plan.totalBytes - plan.presentBytes;
	context.print(
		`${release.version} would go to slot ${slot}: ${formatBytes(plan.totalBytes)}, of which ` +
			`${formatBytes(missingBytes)} in ${plan.missing.length} chunks would be fetched`,
	);
	return 0;
}

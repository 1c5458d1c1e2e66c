import type { SlotName } from "../../core/disk-layout.ts";
import { prioritize } from "../../core/slot/change.ts";
import { otherSlot, readSlots } from "../../core/slot/disk.ts";
import type { HistoryEntry } from "../../core/update/document.ts";
import { decide, type SystemFacts } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { runUnchecked } from "../../system/process.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Work } from "../command.ts";
import { withDisk, writeTable } from "../slot/session.ts";
import { lockUpdates } from "./agent.ts";
import { readSystemFacts, updateMachine } from "./machine.ts";
import { restartingLine } from "./restarting.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { rollbackSpec } from "./specs.ts";

/**
 * `soma update rollback`. That the release is refused is on STATE before the other slot is
 * preferred: a power cut in between leaves a node that stays where it is, and never one that comes
 * back by itself to what an operator left.
 */
export const rollback: Work<typeof rollbackSpec> = async (context, { flags }) => {
	const { paths } = context;
	if (flags["dry-run"]) {
		const { slot, version } = requireTarget(paths, readSystemFacts(paths));
		context.print(`would start ${version} from slot ${slot}`);
		return 0;
	}
	// What the agent does now is of no use any more; whatever ends it, the next run goes on there.
	await runUnchecked({ argv: ["systemctl", "stop", "soma-update.service"] });
	const unlock = await lockUpdates(paths);
	try {
		const facts = readSystemFacts(paths);
		const target = requireTarget(paths, facts);
		const files = updateFiles(paths.update);
		files.exclusively(() => {
			const document = readDocument(files, context.warn);
			writeDocument(files, decide(document, entryOf(facts, target)));
		});
		withDisk(paths, { disk: undefined, writable: true }, (session) => {
			const { table } = prioritize(session.loaded.table, target.slot, { force: false });
			return writeTable(session, table, false);
		});
		context.print(`${target.version} in slot ${target.slot} is preferred`);
		if (!flags["no-restart"]) {
			context.print(restartingLine);
			await updateMachine(context).restart();
		}
		return 0;
	} finally {
		unlock();
	}
};

interface Target {
	readonly slot: SlotName;
	readonly version: string;
	readonly rootHash: string | undefined;
}

/** The other slot, if it can be started. @throws SomaError `rollback-impossible` */
function requireTarget(paths: SystemPaths, { running }: SystemFacts): Target {
	const slot = otherSlot(running.slot);
	const found = withDisk(paths, { disk: undefined, writable: false }, ({ loaded }) =>
		readSlots(loaded.table).find(({ name }) => name === slot),
	);
	if (found?.version === undefined || found.ineligible !== undefined) {
		throw new SomaError({
			code: "rollback-impossible",
			message: `slot ${slot} cannot be started: ${found?.ineligible ?? "it is empty"}`,
			hint: "`soma update apply VERSION --force` takes any release of the repository",
		});
	}
	return { slot, version: found.version, rootHash: found.rootHash };
}

function entryOf({ running, nowSeconds }: SystemFacts, target: Target): HistoryEntry {
	return {
		release: { version: running.version, rootHash: running.rootHash },
		from: { version: target.version, rootHash: target.rootHash ?? "0".repeat(64) },
		outcome: "rolled-back",
		class: "operator",
		because: `an operator went back to ${target.version}`,
		evidence: [],
		committedAtSeconds: nowSeconds,
		decidedAtSeconds: nowSeconds,
		reported: false,
	};
}

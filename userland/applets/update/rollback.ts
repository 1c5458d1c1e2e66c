import { prioritize } from "../../core/slot/change.ts";
import { otherSlot, readSlots } from "../../core/slot/disk.ts";
import type { HistoryEntry } from "../../core/update/document.ts";
import { decide } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Work } from "../command.ts";
import { withDisk, writeTable } from "../slot/session.ts";
import { lockUpdates } from "./agent.ts";
import { readSystemFacts, updateMachine } from "./machine.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { rollbackSpec } from "./specs.ts";

/**
 * `soma update rollback`. That the release is refused is on STATE before the other slot is
 * preferred: a power cut in between leaves a node that stays where it is, and never one that comes
 * back by itself to what an operator left.
 */
export const rollback: Work<typeof rollbackSpec> = async (context, { flags }) => {
	const unlock = lockUpdates(context.paths);
	try {
		const facts = readSystemFacts(context.paths);
		const { running, nowSeconds } = facts;
		const slot = otherSlot(running.slot);
		const target = withDisk(context.paths, { disk: undefined, writable: false }, ({ loaded }) =>
			readSlots(loaded.table).find(({ name }) => name === slot),
		);
		if (target?.version === undefined || target.ineligible !== undefined) {
			throw new SomaError({
				code: "rollback-impossible",
				message: `slot ${slot} cannot be started: ${target?.ineligible ?? "it is empty"}`,
				hint: "`soma update apply VERSION --force` takes any release of the repository",
			});
		}
		if (flags["dry-run"]) {
			context.print(`would start ${target.version} from slot ${slot}`);
			return 0;
		}
		const files = updateFiles(context.paths.update);
		const entry: HistoryEntry = {
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
		writeDocument(files, decide(readDocument(files, context.warn), entry));
		withDisk(context.paths, { disk: undefined, writable: true }, (session) => {
			const { table } = prioritize(session.loaded.table, slot, { force: false });
			return writeTable(session, table, false);
		});
		context.print(`${target.version} in slot ${slot} is preferred`);
		if (!flags["no-restart"]) {
			await updateMachine(context).restart();
			context.print("restarting");
		}
		return 0;
	} finally {
		unlock();
	}
};

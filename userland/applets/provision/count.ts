import type { Table } from "../../core/gpt/table.ts";
import { type CountedStart, countAgain, giveBack } from "../../core/slot/count.ts";
import { SomaError } from "../../lib/errors.ts";
import { readBootRecord } from "../../system/efi-vars.ts";
import { log } from "../../system/log.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { withDisk, writeTable } from "../slot/session.ts";

/** Takes this start out of the slot's count, or puts it back; true when the table was changed. */
export function changeCount(paths: SystemPaths, change: "give-back" | "count-again"): boolean {
	const record = readBootRecord(paths);
	if ("problem" in record || record.slot === "rescue") {
		return false; // no selector started this system: nothing was counted
	}
	const { slot } = record;
	const start: CountedStart = { slot, before: record.before[slot], after: record.after[slot] };
	const decide = change === "give-back" ? giveBack : countAgain;
	try {
		return withDisk(paths, { disk: undefined, writable: true }, (session) => {
			const table: Table | undefined = decide(session.loaded.table, start);
			if (table !== undefined) {
				writeTable(session, table, false);
			}
			return table !== undefined;
		});
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		log("warning", `soma-provision: the count of starts stays: ${error.message}`);
		return false;
	}
}

import { assert } from "../../lib/assert.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { formatEntries } from "./entries.ts";
import { placesOf } from "./geometry.ts";
import type { LoadedTable } from "./load.ts";
import { formatTable, type Table, type TableBlocks } from "./table.ts";

/**
 * One effect on a disk. Nothing after a flush may reach the disk before everything ahead of it has.
 */
export type DiskStep =
	| {
			readonly kind: "write";
			readonly offsetBytes: number;
			readonly bytes: Uint8Array;
			/** What is written, for `--dry-run` and for messages: "backup entries". */
			readonly what: string;
	  }
	| { readonly kind: "flush" };

/**
 * The writes that turn the table on a disk into `after`, in an order that survives a power cut
 * between and within any two of them: one valid copy exists at every instant, and a whole new
 * primary copy is the last thing that decides.
 *
 * Usually that is backup entries, backup header, flush, [protective MBR if broken,] primary header,
 * entries, flush. When the backup at the end of the disk is the only valid copy it must not be
 * touched first: then the order of the two copies is the other way round. A table that stays the
 * same costs only the writes of its broken parts; the result is empty when nothing is to do.
 */
export function planTableWrite(before: LoadedTable, after: Table): DiskStep[] {
	const blocks = formatTable(after, before, before.mbr);
	const changed = isChanged(before, after, blocks);
	const primary = planPrimary(before, blocks, changed);
	const backup = planBackup(before, blocks, changed);
	return before.source === "backup" ? [...primary, ...backup] : [...backup, ...primary];
}

function isChanged(before: LoadedTable, after: Table, blocks: TableBlocks): boolean {
	assert(
		before.table.diskGuid === after.diskGuid,
		"the GUID of a disk is part of its identity and never changes",
	);
	const samePlace = !before.grown && before.usableAreaStandard;
	return !samePlace || !equalBytes(formatEntries(before.table.partitions), blocks.entries);
}

function planPrimary(before: LoadedTable, blocks: TableBlocks, changed: boolean): DiskStep[] {
	const places = placesOf(before);
	const steps: DiskStep[] = [];
	const write = (lba: number, bytes: Uint8Array, what: string): void => {
		steps.push({ kind: "write", offsetBytes: lba * before.blockSizeBytes, bytes, what });
	};
	if (before.problems.protectiveMbr !== undefined) {
		write(0, blocks.protectiveMbr, "protective MBR");
	}
	if (changed || before.problems.primary !== undefined) {
		write(places.primaryHeaderLba, blocks.primaryHeader, "primary header");
		write(places.primaryEntriesLba, blocks.entries, "primary entries");
	}
	return steps.length === 0 ? [] : [...steps, { kind: "flush" }];
}

function planBackup(before: LoadedTable, blocks: TableBlocks, changed: boolean): DiskStep[] {
	if (!changed && before.problems.backup === undefined) {
		return [];
	}
	const places = placesOf(before);
	const write = (lba: number, bytes: Uint8Array, what: string): DiskStep => ({
		kind: "write",
		offsetBytes: lba * before.blockSizeBytes,
		bytes,
		what,
	});
	return [
		write(places.backupEntriesLba, blocks.entries, "backup entries"),
		write(places.backupHeaderLba, blocks.backupHeader, "backup header"),
		{ kind: "flush" },
	];
}

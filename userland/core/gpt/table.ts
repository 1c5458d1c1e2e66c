import { assert } from "../../lib/assert.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { crc32 } from "./crc32.ts";
import { findEntriesProblem, formatEntries, type Partition } from "./entries.ts";
import { type Geometry, placesOf } from "./geometry.ts";
import type { Guid } from "./guid.ts";
import { formatHeader } from "./header.ts";
import { formatProtectiveMbr } from "./mbr.ts";

/** What a partition table says, apart from where its copies are. */
export interface Table {
	readonly diskGuid: Guid;
	readonly partitions: readonly Partition[];
}

/** The blocks of both copies of a table, ready to be written. */
export interface TableBlocks {
	readonly protectiveMbr: Uint8Array;
	readonly primaryHeader: Uint8Array;
	readonly backupHeader: Uint8Array;
	/** The same bytes in both copies. */
	readonly entries: Uint8Array;
}

/** A new table: partitions get the indexes 1, 2, 3, ... in the order given. */
export interface NewTable extends Geometry {
	readonly diskGuid: Guid;
	readonly partitions: readonly Omit<Partition, "index">[];
	/** At most 446 bytes for machines that boot by BIOS. */
	readonly bootCode?: Uint8Array;
}

/**
 * The bytes of a fresh table: `head` is for the start of the disk, `tail` for its end.
 * Partitions that overlap or do not fit end the program: the caller made them.
 */
export function createTable(table: NewTable): { head: Uint8Array; tail: Uint8Array } {
	const partitions = table.partitions.map((partition, at) => ({ ...partition, index: at + 1 }));
	const uuids = new Set(partitions.map(({ uuid }) => uuid));
	assert(uuids.size === partitions.length, "two partitions of a new table have the same UUID");
	const former = new Uint8Array(446);
	former.set(table.bootCode ?? new Uint8Array());
	const blocks = formatTable({ diskGuid: table.diskGuid, partitions }, table, former);
	return {
		head: concatBytes([blocks.protectiveMbr, blocks.primaryHeader, blocks.entries]),
		tail: concatBytes([blocks.entries, blocks.backupHeader]),
	};
}

/**
 * Both copies of a table for a disk of this size.
 * @param formerMbr block 0 as it is now; its boot code is kept
 */
export function formatTable(table: Table, geometry: Geometry, formerMbr?: Uint8Array): TableBlocks {
	const places = placesOf(geometry);
	const problem = findEntriesProblem(table.partitions, places);
	assert(problem === undefined, `a table that contradicts itself is never written: ${problem}`);
	const entries = formatEntries(table.partitions);
	const common = {
		firstUsableLba: places.firstUsableLba,
		lastUsableLba: places.lastUsableLba,
		diskGuid: table.diskGuid,
		entriesCrc32: crc32(entries),
	};
	const primary = {
		...common,
		ownLba: places.primaryHeaderLba,
		alternateLba: places.backupHeaderLba,
		entriesLba: places.primaryEntriesLba,
	};
	const backup = {
		...common,
		ownLba: places.backupHeaderLba,
		alternateLba: places.primaryHeaderLba,
		entriesLba: places.backupEntriesLba,
	};
	return {
		protectiveMbr: formatProtectiveMbr(geometry, formerMbr),
		primaryHeader: formatHeader(primary, geometry.blockSizeBytes),
		backupHeader: formatHeader(backup, geometry.blockSizeBytes),
		entries,
	};
}

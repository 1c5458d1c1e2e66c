import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { crc32, formatCrc32 } from "./crc32.ts";
import { findEntriesProblem, type Partition, parseEntries } from "./entries.ts";
import { entriesSizeBytes, type Geometry, placesOf, type TablePlaces } from "./geometry.ts";
import { type ParsedHeader, parseHeader } from "./header.ts";
import { findMbrProblem } from "./mbr.ts";
import type { Table } from "./table.ts";

/** The first and last blocks of a disk, as many as {@link placesOf} says. */
export interface DiskEnds extends Geometry {
	readonly head: Uint8Array;
	readonly tail: Uint8Array;
}

/** What the three parts of a table suffer from; undefined means sound. */
export interface TableProblems {
	readonly protectiveMbr: string | undefined;
	readonly primary: string | undefined;
	readonly backup: string | undefined;
}

/** A table with the state of its copies. */
export interface LoadedTable extends Geometry {
	readonly table: Table;
	/** The copy that was believed: a valid primary always wins, as in firmware and Linux. */
	readonly source: "primary" | "backup";
	readonly problems: TableProblems;
	/** The disk is larger than the table knows: the backup is not at its end. */
	readonly grown: boolean;
	/** The CRC32 field of the primary header as it is on the disk; undefined when that copy is broken. */
	readonly primaryHeaderCrc32: number | undefined;
	/** Block 0 as it is. */
	readonly mbr: Uint8Array;
}

interface Copy {
	readonly header: ParsedHeader;
	readonly partitions: readonly Partition[];
}

/**
 * Reads both copies of a table and decides which to believe.
 * Throws `table-missing` or `table-broken` with what is wrong in either copy when none is valid.
 */
export function loadTable(ends: DiskEnds): LoadedTable {
	const places = placesOf(ends);
	assert(ends.head.length === places.headSizeBytes, "head must hold the whole primary copy");
	assert(ends.tail.length === places.tailSizeBytes, "tail must hold the whole backup copy");
	const mbr = ends.head.slice(0, ends.blockSizeBytes);
	const primary = readPrimary(ends, places);
	const backup = readBackup(ends, places);
	const believed = "problem" in primary ? backup : primary;
	if ("problem" in believed) {
		throw unreadable("problem" in primary ? primary.problem : "", believed.problem);
	}
	return {
		diskSizeBytes: ends.diskSizeBytes,
		blockSizeBytes: ends.blockSizeBytes,
		table: { diskGuid: believed.header.diskGuid, partitions: believed.partitions },
		source: "problem" in primary ? "backup" : "primary",
		problems: {
			protectiveMbr: findMbrProblem(mbr),
			primary: "problem" in primary ? primary.problem : undefined,
			backup: findBackupProblem(primary, backup),
		},
		grown: !("problem" in primary) && primary.header.alternateLba < places.lastLba,
		primaryHeaderCrc32: "problem" in primary ? undefined : primary.header.headerCrc32,
		mbr,
	};
}

/** True when every part is sound and where it should be. */
export function isTableSound(loaded: LoadedTable): boolean {
	const { protectiveMbr, primary, backup } = loaded.problems;
	return (
		protectiveMbr === undefined && primary === undefined && backup === undefined && !loaded.grown
	);
}

function readPrimary(ends: DiskEnds, places: TablePlaces): Copy | { problem: string } {
	const place = "primary header";
	const blockSize = ends.blockSizeBytes;
	const header = parseHeader(ends.head.subarray(blockSize, 2 * blockSize), place);
	if ("problem" in header) {
		return header;
	}
	const needed = Math.max(header.alternateLba, header.lastUsableLba);
	if (needed > places.lastLba) {
		const sizeBytes = (needed + 1) * blockSize;
		return {
			problem: `${place}: the table is for a disk of ${sizeBytes} bytes, but this one ends at ${ends.diskSizeBytes}`,
		};
	}
	const bytes = ends.head.subarray(2 * blockSize, 2 * blockSize + entriesSizeBytes);
	return readCopy("primary", header, bytes, {
		ownLba: places.primaryHeaderLba,
		entriesLba: places.primaryEntriesLba,
	});
}

function readBackup(ends: DiskEnds, places: TablePlaces): Copy | { problem: string } {
	const place = "backup header";
	const header = parseHeader(ends.tail.subarray(entriesSizeBytes), place);
	if ("problem" in header) {
		return header;
	}
	if (header.lastUsableLba > places.lastUsableLba) {
		return {
			problem: `${place}: the last usable block is ${header.lastUsableLba}, beyond ${places.lastUsableLba}`,
		};
	}
	return readCopy("backup", header, ends.tail.subarray(0, entriesSizeBytes), {
		ownLba: places.backupHeaderLba,
		entriesLba: places.backupEntriesLba,
	});
}

function readCopy(
	copy: "primary" | "backup",
	header: ParsedHeader,
	entryBytes: Uint8Array,
	expected: { readonly ownLba: number; readonly entriesLba: number },
): Copy | { problem: string } {
	if (header.ownLba !== expected.ownLba) {
		return {
			problem: `${copy} header: it says that it is block ${header.ownLba} but it is block ${expected.ownLba}`,
		};
	}
	if (header.entriesLba !== expected.entriesLba) {
		return {
			problem: `${copy} header: the entries start at block ${header.entriesLba} but should start at ${expected.entriesLba}`,
		};
	}
	const computed = crc32(entryBytes);
	if (computed !== header.entriesCrc32) {
		return {
			problem: `${copy} entries: CRC32 is ${formatCrc32(computed)} but the header says ${formatCrc32(header.entriesCrc32)}`,
		};
	}
	const partitions = parseEntries(entryBytes);
	const problem = findEntriesProblem(partitions, header);
	return problem === undefined
		? { header, partitions }
		: { problem: `${copy} entries: ${problem}` };
}

function findBackupProblem(
	primary: Copy | { problem: string },
	backup: Copy | { problem: string },
): string | undefined {
	if ("problem" in backup) {
		return backup.problem;
	}
	if ("problem" in primary) {
		return undefined;
	}
	const fields = ["diskGuid", "entriesCrc32", "firstUsableLba", "lastUsableLba"] as const;
	const differs = fields.some((field) => primary.header[field] !== backup.header[field]);
	return differs || backup.header.alternateLba !== primary.header.ownLba
		? "backup header: it describes another state of the table than the primary one"
		: undefined;
}

function unreadable(primary: string, backup: string): SomaError {
	const empty = /empty|signature/;
	if (empty.test(primary) && empty.test(backup)) {
		return new SomaError({
			code: "table-missing",
			message: `there is no GUID partition table: ${primary}; ${backup}`,
			hint: "check that this is the disk or disk image that you meant (decompress it first if it is compressed)",
		});
	}
	const truncated = primary.includes("this one ends at");
	return new SomaError({
		code: truncated ? "disk-truncated" : "table-broken",
		message: `neither copy of the partition table is valid: ${primary}; ${backup}`,
		hint: truncated
			? "the image is truncated: copy it again and compare its checksum"
			: "restore the disk from an image, or reinstall it from the rescue system",
	});
}

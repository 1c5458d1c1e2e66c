import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { crc32, formatCrc32 } from "./crc32.ts";
import { findEntriesProblem, type Partition, parseEntries } from "./entries.ts";
import { entriesSizeBytes, type Geometry, placesOf, type TablePlaces } from "./geometry.ts";
import { type ParsedHeader, parseHeader } from "./header.ts";
import { findMbrProblem } from "./mbr.ts";
import type { Table } from "./table.ts";

/** The parts of a disk that tables are in, as many bytes as {@link placesOf} says. */
export interface DiskEnds extends Geometry {
	readonly head: Uint8Array;
	readonly tail: Uint8Array;
	/** The backup copy at the former end of a disk that grew, see {@link findFormerSize}. */
	readonly formerTail?: Uint8Array | undefined;
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
	/**
	 * The copy that was believed: a valid primary always wins, as in firmware and Linux. A backup at
	 * the former end of the disk is found through the primary header only.
	 */
	readonly source: "primary" | "backup" | "former-backup";
	readonly problems: TableProblems;
	/** The disk is larger than the table knows: the backup is not at its end. */
	readonly grown: boolean;
	/**
	 * The CRC32 field of the primary header as it is on the disk; undefined when that copy is broken.
	 */
	readonly primaryHeaderCrc32: number | undefined;
	/** The usable area is the one that we would write. */
	readonly usableAreaStandard: boolean;
	/** Block 0 as it is. */
	readonly mbr: Uint8Array;
}

interface Problem {
	readonly problem: string;
	/** The disk ends before its partitions do. */
	readonly truncated?: boolean;
}

interface Copy {
	readonly header: ParsedHeader;
	readonly partitions: readonly Partition[];
}

/**
 * The size that a disk had when its table was written, from the primary header, when that was a
 * smaller one: then the backup copy is at that end.
 */
export function findFormerSize(head: Uint8Array, geometry: Geometry): number | undefined {
	const { blockSizeBytes, diskSizeBytes } = geometry;
	const header = readHeader(head.subarray(blockSizeBytes, 2 * blockSizeBytes), "primary", geometry);
	if ("problem" in header) {
		return undefined;
	}
	const formerSizeBytes = (header.alternateLba + 1) * blockSizeBytes;
	return formerSizeBytes < diskSizeBytes ? formerSizeBytes : undefined;
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
	const backup = readBackup(ends.tail, ends);
	const { source, copy } = chooseCopy(primary, readFormerBackup(ends, primary), backup);
	return {
		diskSizeBytes: ends.diskSizeBytes,
		blockSizeBytes: ends.blockSizeBytes,
		table: { diskGuid: copy.header.diskGuid, partitions: copy.partitions },
		source,
		problems: {
			protectiveMbr: findMbrProblem(mbr),
			primary: "problem" in primary ? primary.problem : undefined,
			backup: findBackupProblem(primary, backup),
		},
		grown:
			source === "former-backup" ||
			(source === "primary" && copy.header.alternateLba < places.lastLba),
		primaryHeaderCrc32: "problem" in primary ? undefined : primary.header.headerCrc32,
		usableAreaStandard:
			copy.header.firstUsableLba === places.firstUsableLba &&
			copy.header.lastUsableLba === places.lastUsableLba,
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

function chooseCopy(
	primary: Copy | Problem,
	former: Copy | Problem,
	backup: Copy | Problem,
): { source: LoadedTable["source"]; copy: Copy } {
	if (!("problem" in primary)) {
		return { source: "primary", copy: primary };
	}
	// An old backup would be no better than a table whose partitions the disk has lost.
	if (primary.truncated === true) {
		throw unreadable(primary, "");
	}
	if (!("problem" in former)) {
		return { source: "former-backup", copy: former };
	}
	if (!("problem" in backup)) {
		return { source: "backup", copy: backup };
	}
	throw unreadable(primary, backup.problem);
}

function readPrimary(ends: DiskEnds, places: TablePlaces): Copy | Problem {
	const blockSize = ends.blockSizeBytes;
	const header = readHeader(ends.head.subarray(blockSize, 2 * blockSize), "primary", ends);
	if ("problem" in header) {
		return header;
	}
	const bytes = ends.head.subarray(2 * blockSize, 2 * blockSize + entriesSizeBytes);
	const copy = readCopy("primary", header, bytes, places.primaryEntriesLba);
	if ("problem" in copy) {
		return copy;
	}
	const lastLba = copy.partitions.reduce((last, partition) => Math.max(last, partition.lastLba), 0);
	if (lastLba > places.lastUsableLba) {
		const sizeBytes = (header.alternateLba + 1) * blockSize;
		return {
			problem:
				`primary entries: they reach block ${lastLba} of a disk of ${sizeBytes} bytes, ` +
				`but this one ends at ${ends.diskSizeBytes}`,
			truncated: true,
		};
	}
	return copy;
}

function readFormerBackup(ends: DiskEnds, primary: Copy | Problem): Copy | Problem {
	const formerSizeBytes = findFormerSize(ends.head, ends);
	if (ends.formerTail === undefined || formerSizeBytes === undefined || !("problem" in primary)) {
		return { problem: "there is no former backup" };
	}
	return readBackup(ends.formerTail, { ...ends, diskSizeBytes: formerSizeBytes });
}

function readBackup(tail: Uint8Array, geometry: Geometry): Copy | Problem {
	const header = readHeader(tail.subarray(entriesSizeBytes), "backup", geometry);
	const { backupEntriesLba } = placesOf(geometry);
	return "problem" in header
		? header
		: readCopy("backup", header, tail.subarray(0, entriesSizeBytes), backupEntriesLba);
}

/** A header that is sound by itself and at the place where it says that it is. */
function readHeader(
	block: Uint8Array,
	copy: "primary" | "backup",
	geometry: Geometry,
): ParsedHeader | Problem {
	const header = parseHeader(block, `${copy} header`);
	if ("problem" in header) {
		return header;
	}
	const problem = findPlaceProblem(header, copy, placesOf(geometry));
	return problem === undefined ? header : { problem: `${copy} header: ${problem}` };
}

/** The rules of the selector (`judge_fields` in gpt.c): both must believe the same headers. */
function findPlaceProblem(
	header: ParsedHeader,
	copy: "primary" | "backup",
	places: TablePlaces,
): string | undefined {
	const isPrimary = copy === "primary";
	const ownLba = isPrimary ? places.primaryHeaderLba : places.backupHeaderLba;
	const { firstUsableLba, lastUsableLba, alternateLba, entriesLba } = header;
	if (header.ownLba !== ownLba) {
		return `it says that it is block ${header.ownLba} but it is block ${ownLba}`;
	}
	if (!isPrimary && alternateLba !== places.primaryHeaderLba) {
		return `it says that the primary header is block ${alternateLba}`;
	}
	if (firstUsableLba < places.firstUsableLba || lastUsableLba < firstUsableLba) {
		return `the usable blocks ${firstUsableLba}-${lastUsableLba} make no sense`;
	}
	const end = isPrimary ? alternateLba : ownLba;
	if (end - lastUsableLba <= places.entriesBlocks) {
		return `the last usable block is ${lastUsableLba}, too close to the backup at ${end}`;
	}
	const [from, limit] = isPrimary
		? [places.primaryEntriesLba, firstUsableLba]
		: [lastUsableLba + 1, ownLba];
	return entriesLba >= from && entriesLba + places.entriesBlocks <= limit
		? undefined
		: `the entries start at block ${entriesLba}, where they cannot be`;
}

function readCopy(
	copy: "primary" | "backup",
	header: ParsedHeader,
	entryBytes: Uint8Array,
	entriesLba: number,
): Copy | Problem {
	if (header.entriesLba !== entriesLba) {
		return {
			problem:
				`${copy} header: the entries start at block ${header.entriesLba} ` +
				`but should start at ${entriesLba}`,
		};
	}
	const computed = crc32(entryBytes);
	if (computed !== header.entriesCrc32) {
		return {
			problem:
				`${copy} entries: CRC32 is ${formatCrc32(computed)} ` +
				`but the header says ${formatCrc32(header.entriesCrc32)}`,
		};
	}
	const partitions = parseEntries(entryBytes);
	const problem = findEntriesProblem(partitions, header);
	return problem === undefined
		? { header, partitions }
		: { problem: `${copy} entries: ${problem}` };
}

function findBackupProblem(primary: Copy | Problem, backup: Copy | Problem): string | undefined {
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

function unreadable(primary: Problem, backup: string): SomaError {
	const empty = /empty|signature/;
	if (empty.test(primary.problem) && empty.test(backup)) {
		return new SomaError({
			code: "table-missing",
			message: `there is no GUID partition table: ${primary.problem}; ${backup}`,
			hint:
				"check that this is the disk or disk image that you meant (decompress it first " +
				"if it is compressed)",
		});
	}
	if (primary.truncated === true) {
		return new SomaError({
			code: "disk-truncated",
			message: `the disk is shorter than its table says: ${primary.problem}`,
			hint: "the image is truncated: copy it again and compare its checksum",
		});
	}
	return new SomaError({
		code: "table-broken",
		message: `neither copy of the partition table is valid: ${primary.problem}; ${backup}`,
		hint: "restore the disk from an image, or reinstall it from the rescue system",
	});
}

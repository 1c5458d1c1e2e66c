import { SomaError } from "../../lib/errors.ts";

/** The size of a disk and of its logical blocks, 512 or 4096 bytes. */
export interface Geometry {
	readonly diskSizeBytes: number;
	readonly blockSizeBytes: number;
}

/** Every table has 128 entries of 128 bytes: 16 KiB, the minimum of UEFI 2.10 section 5.3.1. */
export const entryCount = 128;
export const entrySizeBytes = 128;
export const entriesSizeBytes = entryCount * entrySizeBytes;

/** Where the five parts of a GUID partition table are, in blocks. */
export interface TablePlaces {
	readonly lastLba: number;
	readonly entriesBlocks: number;
	readonly primaryHeaderLba: number;
	readonly primaryEntriesLba: number;
	readonly firstUsableLba: number;
	readonly lastUsableLba: number;
	readonly backupEntriesLba: number;
	readonly backupHeaderLba: number;
	/** Protective MBR, primary header and entries: the first blocks of the disk. */
	readonly headSizeBytes: number;
	/** Backup entries and header: the last blocks of the disk. */
	readonly tailSizeBytes: number;
}

/** The smallest disk with room for both tables and one block between them. */
export function placesOf(geometry: Geometry): TablePlaces {
	const { diskSizeBytes, blockSizeBytes } = geometry;
	if (blockSizeBytes !== 512 && blockSizeBytes !== 4096) {
		throw new SomaError({
			code: "block-size-unsupported",
			message: `the disk has blocks of ${blockSizeBytes} bytes; a table needs 512 or 4096`,
			hint: "use a disk with 512 or 4096-byte logical blocks",
		});
	}
	if (diskSizeBytes % blockSizeBytes !== 0) {
		throw new SomaError({
			code: "disk-size-odd",
			message:
				`the disk has ${diskSizeBytes} bytes, which is no multiple of its ` +
				`${blockSizeBytes}-byte blocks`,
			hint: "the image is truncated or not a disk image: copy it again and compare its checksum",
		});
	}
	const lastLba = diskSizeBytes / blockSizeBytes - 1;
	const entriesBlocks = entriesSizeBytes / blockSizeBytes;
	const places = {
		lastLba,
		entriesBlocks,
		primaryHeaderLba: 1,
		primaryEntriesLba: 2,
		firstUsableLba: 2 + entriesBlocks,
		lastUsableLba: lastLba - entriesBlocks - 1,
		backupEntriesLba: lastLba - entriesBlocks,
		backupHeaderLba: lastLba,
		headSizeBytes: (2 + entriesBlocks) * blockSizeBytes,
		tailSizeBytes: (1 + entriesBlocks) * blockSizeBytes,
	};
	if (places.lastUsableLba < places.firstUsableLba) {
		throw new SomaError({
			code: "disk-too-small",
			message: `the disk has only ${diskSizeBytes} bytes: there is no room for a partition table`,
			hint: "the image is truncated or empty: copy it again and compare its checksum",
		});
	}
	return places;
}

import {
	diskLayout,
	layoutBlocks,
	partitionLabel,
	type SlotName,
	slotNames,
	slotPartitionUuids,
} from "../../userland/core/disk-layout.ts";
import { type Guid, guidFromBigEndian } from "../../userland/core/gpt/guid.ts";
import { createTable } from "../../userland/core/gpt/table.ts";
import { type DiskImage, diskImage, putBlocks } from "./disk-image.ts";

/** Attributes of a usr entry from its four numbers; bits that are not ours can be added. */
export function attributesOf(
	priority: number,
	tries: number,
	successful: number,
	unproven: number,
	others = 0n,
): bigint {
	return (
		(BigInt(priority) << 48n) |
		(BigInt(tries) << 52n) |
		(BigInt(successful) << 56n) |
		(BigInt(unproven) << 57n) |
		others
	);
}

/** What a synthetic Soma disk looks like. */
export interface SomaDisk {
	/** Attributes of the usr entries. Default: the factory image, A with three tries, B empty. */
	readonly attributes?: readonly [bigint, bigint];
	readonly blockSizeBytes?: 512 | 4096;
	/** Size for which the table is written. Default: the smallest disk. */
	readonly tableSizeBytes?: number;
	/** Size of the disk. Default: the same. */
	readonly diskSizeBytes?: number;
	/** Verity root hashes of the slots, which make the partition UUIDs. */
	readonly rootHashes?: Readonly<Record<SlotName, string>>;
}

const mebibyte = 1024 * 1024;

/** 2.8 GiB: the layout with some room behind STATE that is no multiple of anything. */
export const usualSizeBytes: number = 2_800 * mebibyte + 512 * 1234 * 8;

export const testDiskGuid: Guid = "5ca1ab1e-0000-4000-8000-50a605005e1f";

/** Verity root hashes of the synthetic slots. */
export const testRootHashes: Readonly<Record<SlotName, string>> = {
	A: "a0".repeat(16) + "a1".repeat(16),
	B: "b0".repeat(16) + "b1".repeat(16),
};

/** Both copies of the table of a Soma disk; partitions are empty. */
export function somaDisk(options: SomaDisk = {}): DiskImage {
	const blockSizeBytes = options.blockSizeBytes ?? 512;
	const tableSizeBytes = options.tableSizeBytes ?? usualSizeBytes;
	const places = layoutBlocks(blockSizeBytes);
	const attributes = options.attributes ?? [attributesOf(1, 3, 0, 0), 0n];
	const hashes = options.rootHashes ?? testRootHashes;
	const partitions = diskLayout.map((row, at) => {
		const slot = row.slot === undefined ? -1 : slotNames.indexOf(row.slot);
		const uuids = row.slot === undefined ? undefined : slotPartitionUuids(hashes[row.slot]);
		const own = guidFromBigEndian(new Uint8Array(16).fill(row.index));
		const place = places[at] ?? { firstLba: 0, lastLba: 0 };
		return {
			...place,
			type: row.type,
			uuid: row.role === "usr" || row.role === "verity" ? (uuids?.[row.role] ?? own) : own,
			attributes: row.role === "usr" ? (attributes[slot] ?? 0n) : 0n,
			label: partitionLabel(row.role, slot === 0 ? "4799" : undefined),
		};
	});
	const table = createTable({
		diskSizeBytes: tableSizeBytes,
		blockSizeBytes,
		diskGuid: testDiskGuid,
		partitions,
	});
	const tableBlocks = tableSizeBytes / blockSizeBytes;
	const shape = {
		blockSizeBytes,
		blockCount: (options.diskSizeBytes ?? tableSizeBytes) / blockSizeBytes,
	};
	return diskImage(
		shape,
		[
			{ lba: 0, bytes: table.head },
			{ lba: tableBlocks - table.tail.length / blockSizeBytes, bytes: table.tail },
		].filter(({ lba }) => lba < shape.blockCount),
	);
}

/** The disk with nonsense or zeros in these blocks. */
export function damaged(
	disk: DiskImage,
	lbas: readonly number[],
	how: "zero" | "noise" = "zero",
): DiskImage {
	const blocks = new Map(disk.blocks);
	for (const lba of lbas) {
		const noise = Uint8Array.from({ length: disk.blockSizeBytes }, (_, at) =>
			how === "zero" ? 0 : (at * 73 + lba * 31 + 7) & 255,
		);
		putBlocks(blocks, disk, lba, noise);
	}
	return { ...disk, blocks };
}

/** Where the copies of the table are. */
export function tablePlaces(disk: DiskImage): {
	readonly primary: readonly number[];
	readonly backup: readonly number[];
	readonly backupHeader: number;
	readonly backupEntries: number;
} {
	const entryBlocks = 16_384 / disk.blockSizeBytes;
	const range = (from: number, count: number): number[] =>
		Array.from({ length: count }, (_, at) => from + at);
	return {
		primary: range(1, entryBlocks + 1),
		backup: range(disk.blockCount - 1 - entryBlocks, entryBlocks + 1),
		backupHeader: disk.blockCount - 1,
		backupEntries: disk.blockCount - 1 - entryBlocks,
	};
}

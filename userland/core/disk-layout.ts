import { assert } from "../lib/assert.ts";
import { fromHex } from "../lib/bytes.ts";
import { type Guid, guidFromBigEndian } from "./gpt/guid.ts";

/** The two copies of the system. */
export type SlotName = "A" | "B";

export const slotNames: readonly SlotName[] = ["A", "B"];

/** What a partition of a Soma disk is for. */
export type PartitionRole = "esp" | "boot" | "usr" | "verity" | "state";

/** One row of the disk layout. */
export interface LayoutRow {
	/** Its number in the table, from 1. */
	readonly index: number;
	readonly role: PartitionRole;
	/** The slot that it belongs to, if any. */
	readonly slot: SlotName | undefined;
	readonly type: Guid;
	/** Its exact size; STATE has this size in the image and grows to the end of the disk. */
	readonly sizeBytes: number;
}

const mebibyte = 1024 * 1024;

/** Every partition starts and ends at a multiple of this. */
export const alignmentBytes: number = mebibyte;

/** Partition types: the Discoverable Partitions Specification, and our own for boot images. */
export const partitionTypes: Readonly<Record<PartitionRole, Guid>> = {
	esp: "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
	boot: "50f3b007-a5ec-4c0d-9e1b-736f6d61626f",
	usr: "8484680c-9521-48c6-9c11-b0720656f69e",
	verity: "77ff5f63-e7b6-4633-acf4-1565b864c0e6",
	state: "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
};

/** The eight partitions of a Soma disk (docs: on-disk format). */
export const diskLayout: readonly LayoutRow[] = [
	row(1, "esp", undefined, 320 * mebibyte),
	row(2, "boot", "A", 128 * mebibyte),
	row(3, "usr", "A", 1024 * mebibyte),
	row(4, "verity", "A", 32 * mebibyte),
	row(5, "boot", "B", 128 * mebibyte),
	row(6, "usr", "B", 1024 * mebibyte),
	row(7, "verity", "B", 32 * mebibyte),
	row(8, "state", undefined, 64 * mebibyte),
];

/**
 * The smallest disk that holds the layout: the partitions, and 1 MiB at either end for the tables.
 */
export const minimumDiskSizeBytes: number = diskLayout.reduce(
	(sum, { sizeBytes }) => sum + sizeBytes,
	2 * alignmentBytes,
);

/** The row of a slot's partition, or of the one partition of a role that belongs to no slot. */
export function layoutRow(role: PartitionRole, slot?: SlotName): LayoutRow {
	const found = diskLayout.find((candidate) => candidate.role === role && candidate.slot === slot);
	assert(found !== undefined, `the layout has no ${role} partition for slot ${slot ?? "(none)"}`);
	return found;
}

/**
 * First and last block of every row for a disk with blocks of this size, in the order of the
 * layout.
 */
export function layoutBlocks(blockSizeBytes: number): { firstLba: number; lastLba: number }[] {
	let offset = alignmentBytes;
	return diskLayout.map(({ sizeBytes }) => {
		const firstLba = offset / blockSizeBytes;
		offset += sizeBytes;
		return { firstLba, lastLba: offset / blockSizeBytes - 1 };
	});
}

/** The label of a partition that holds a release, `soma_4799`, or of an empty one, `_empty`. */
export function partitionLabel(role: PartitionRole, version: string | undefined): string {
	switch (role) {
		case "esp":
			return "ESP";
		case "state":
			return "STATE";
		case "boot":
		case "verity":
			return version === undefined ? "_empty" : `${role}_${version}`;
		case "usr":
			return version === undefined ? "_empty" : `soma_${version}`;
	}
}

/**
 * The version in a label of {@link partitionLabel}, or undefined for `_empty` and foreign labels.
 */
export function versionOfLabel(label: string): string | undefined {
	return /^(?:soma|boot|verity)_(.+)$/.exec(label)?.[1];
}

/**
 * The partition UUIDs of a slot: the first and the last 128 bits of the verity root hash (the
 * convention of systemd-veritysetup-generator, by which `usrhash=` finds both partitions).
 * @param rootHash 64 hexadecimal digits
 */
export function slotPartitionUuids(rootHash: string): { usr: Guid; verity: Guid } {
	const bytes = fromHex(rootHash);
	assert(bytes?.length === 32, `a verity root hash has 64 hexadecimal digits: ${rootHash}`);
	return {
		usr: guidFromBigEndian(bytes.subarray(0, 16)),
		verity: guidFromBigEndian(bytes.subarray(16, 32)),
	};
}

function row(
	index: number,
	role: PartitionRole,
	slot: SlotName | undefined,
	sizeBytes: number,
): LayoutRow {
	return { index, role, slot, type: partitionTypes[role], sizeBytes };
}

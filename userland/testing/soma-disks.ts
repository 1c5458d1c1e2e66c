import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import {
	diskLayout,
	layoutBlocks,
	minimumDiskSizeBytes,
	partitionLabel,
	type SlotName,
	slotPartitionUuids,
} from "../core/disk-layout.ts";
import type { Geometry } from "../core/gpt/geometry.ts";
import { placesOf } from "../core/gpt/geometry.ts";
import { type DiskEnds, findFormerSize } from "../core/gpt/load.ts";
import { createTable } from "../core/gpt/table.ts";
import {
	emptyAttributes,
	type SlotAttributes,
	writeSlotAttributes,
} from "../core/slot/attributes.ts";

/** What a slot of a made-up disk holds; an empty slot by default. */
export interface SlotContent {
	readonly version?: string;
	readonly attributes?: SlotAttributes;
	/** Attribute bits that are not ours. */
	readonly otherBits?: bigint;
}

/** A disk with our layout and nothing in its partitions. */
export interface SomaDisk {
	readonly blockSizeBytes?: 512 | 4096;
	readonly diskSizeBytes?: number;
	readonly slots?: Partial<Readonly<Record<SlotName, SlotContent>>>;
}

/** The root hashes of the made-up releases. */
export const testRootHashes: Readonly<Record<SlotName, string>> = {
	A: "a0".repeat(16) + "a1".repeat(16),
	B: "b0".repeat(16) + "b1".repeat(16),
};

export const testDiskGuid = "5ca1ab1e-0000-4000-8000-50a605005e1f";

/** A slot as an image is made with: three tries. */
export const freshSlot: SlotContent = {
	version: "4799",
	attributes: { priority: 1, tries: 3, successful: false, unproven: 0 },
};

/** A slot that was proven good. */
export const provenSlot: SlotContent = {
	version: "4799",
	attributes: { priority: 1, tries: 0, successful: true, unproven: 0 },
};

/**
 * Head and tail of a made-up disk. The default: slot A fresh, slot B empty, 512-byte blocks, the
 * smallest size.
 */
export function somaTable(
	options: SomaDisk = {},
): Geometry & { head: Uint8Array; tail: Uint8Array } {
	const blockSizeBytes = options.blockSizeBytes ?? 512;
	const diskSizeBytes = options.diskSizeBytes ?? minimumDiskSizeBytes;
	const places = layoutBlocks(blockSizeBytes);
	const slots = options.slots ?? { A: freshSlot };
	const partitions = diskLayout.map((row, at) => {
		const content = row.slot === undefined ? undefined : slots[row.slot];
		const attributes = content?.attributes ?? emptyAttributes;
		const usable = places[at] ?? { firstLba: 0, lastLba: 0 };
		return {
			...usable,
			type: row.type,
			uuid: uuidOf(row.index, row.role, row.slot, content?.version),
			label: partitionLabel(row.role, content?.version),
			attributes:
				row.role === "usr" ? writeSlotAttributes(content?.otherBits ?? 0n, attributes) : 0n,
		};
	});
	const geometry = { blockSizeBytes, diskSizeBytes };
	return { ...geometry, ...createTable({ ...geometry, diskGuid: testDiskGuid, partitions }) };
}

/** A sparse image file of a made-up disk. @returns its size in bytes */
export function makeDiskFile(path: string, options: SomaDisk = {}): number {
	const { head, tail, diskSizeBytes } = somaTable(options);
	const descriptor = openSync(path, "w");
	ftruncateSync(descriptor, diskSizeBytes);
	writeSync(descriptor, head, 0, head.length, 0);
	writeSync(descriptor, tail, 0, tail.length, diskSizeBytes - tail.length);
	closeSync(descriptor);
	return diskSizeBytes;
}

/** What `loadTable` wants, by a function that reads a disk. */
export function readEnds(
	geometry: Geometry,
	read: (offsetBytes: number, lengthBytes: number) => Uint8Array,
): DiskEnds {
	const { headSizeBytes, tailSizeBytes } = placesOf(geometry);
	const head = read(0, headSizeBytes);
	const former = findFormerSize(head, geometry);
	return {
		blockSizeBytes: geometry.blockSizeBytes,
		diskSizeBytes: geometry.diskSizeBytes,
		head,
		tail: read(geometry.diskSizeBytes - tailSizeBytes, tailSizeBytes),
		formerTail: former === undefined ? undefined : read(former - tailSizeBytes, tailSizeBytes),
	};
}

function uuidOf(
	index: number,
	role: string,
	slot: SlotName | undefined,
	version: string | undefined,
): string {
	if (slot !== undefined && version !== undefined && (role === "usr" || role === "verity")) {
		return slotPartitionUuids(testRootHashes[slot])[role];
	}
	return `00000000-0000-4000-8000-00000000000${index}`;
}

import { layoutRow, type PartitionRole, type SlotName } from "../../userland/core/disk-layout.ts";
import type { Partition } from "../../userland/core/gpt/entries.ts";
import { placesOf } from "../../userland/core/gpt/geometry.ts";
import { type LoadedTable, loadTable } from "../../userland/core/gpt/load.ts";
import { planTableWrite } from "../../userland/core/gpt/plan.ts";
import type { Table } from "../../userland/core/gpt/table.ts";
import {
	readSlotAttributes,
	type SlotAttributes,
	writeSlotAttributes,
} from "../../userland/core/slot/attributes.ts";
import { assert, required } from "../../userland/lib/assert.ts";
import type { OfflineDisk } from "./offline-disk.ts";

/** The disks of the lab have the blocks of the image. */
const blockSizeBytes = 512;

/** Reads the partition table of a disk, whichever copy is valid. */
export async function readTable(disk: OfflineDisk): Promise<LoadedTable> {
	const geometry = { diskSizeBytes: disk.sizeBytes, blockSizeBytes };
	const places = placesOf(geometry);
	const head = await disk.read(0, places.headSizeBytes);
	const tail = await disk.read(disk.sizeBytes - places.tailSizeBytes, places.tailSizeBytes);
	return loadTable({ ...geometry, head, tail });
}

/** Changes the partition table of a disk in both copies. */
export async function editTable(disk: OfflineDisk, change: (table: Table) => Table): Promise<void> {
	const loaded = await readTable(disk);
	for (const step of planTableWrite(loaded, change(loaded.table))) {
		if (step.kind === "write") {
			await disk.write(step.offsetBytes, step.bytes);
		}
	}
}

/** The entry of a partition by its place in the layout. */
export function partitionOf(table: Table, role: PartitionRole, slot?: SlotName): Partition {
	const { index } = layoutRow(role, slot);
	return required(
		table.partitions.find((partition) => partition.index === index),
		`partition ${index} (${role} of slot ${slot ?? "none"})`,
	);
}

/** Where a partition lies, in bytes. */
export function extentOf(partition: Partition): { offsetBytes: number; sizeBytes: number } {
	return {
		offsetBytes: partition.firstLba * blockSizeBytes,
		sizeBytes: (partition.lastLba - partition.firstLba + 1) * blockSizeBytes,
	};
}

/** Replaces some properties of one entry. */
export function replacePartition(table: Table, index: number, change: Partial<Partition>): Table {
	return {
		...table,
		partitions: table.partitions.map((partition) =>
			partition.index === index ? { ...partition, ...change } : partition,
		),
	};
}

/** The slot attributes of both slots. */
export async function readAttributes(
	disk: OfflineDisk,
): Promise<Readonly<Record<SlotName, SlotAttributes>>> {
	const { table } = await readTable(disk);
	const of = (slot: SlotName): SlotAttributes =>
		readSlotAttributes(partitionOf(table, "usr", slot).attributes);
	return { A: of("A"), B: of("B") };
}

/** Changes the slot attributes of some slots in one table write; what is not named stays. */
export async function writeAttributes(
	disk: OfflineDisk,
	changes: Readonly<Partial<Record<SlotName, Partial<SlotAttributes>>>>,
): Promise<void> {
	await editTable(disk, (before) => {
		let table = before;
		for (const slot of ["A", "B"] as const) {
			const { index, attributes } = partitionOf(table, "usr", slot);
			const wished = { ...readSlotAttributes(attributes), ...changes[slot] };
			table = replacePartition(table, index, {
				attributes: writeSlotAttributes(attributes, wished),
			});
		}
		return table;
	});
}

/** The parts of a partition table that a test can destroy. */
export type TablePart = "protective-mbr" | "primary" | "backup";

/** Fills a part of the partition table with zeros. */
export async function wipeTablePart(disk: OfflineDisk, part: TablePart): Promise<void> {
	const places = placesOf({ diskSizeBytes: disk.sizeBytes, blockSizeBytes });
	const extents: Readonly<Record<TablePart, readonly [number, number]>> = {
		"protective-mbr": [0, blockSizeBytes],
		primary: [blockSizeBytes, places.headSizeBytes - blockSizeBytes],
		backup: [disk.sizeBytes - places.tailSizeBytes, places.tailSizeBytes],
	};
	const [offsetBytes, lengthBytes] = extents[part];
	await disk.write(offsetBytes, new Uint8Array(lengthBytes));
}

/** Turns one bit over, at an offset within a partition. */
export async function flipBit(
	disk: OfflineDisk,
	partition: Partition,
	offsetBytes: number,
): Promise<void> {
	const extent = extentOf(partition);
	assert(offsetBytes < extent.sizeBytes, "the bit must be within the partition");
	const bytes = await disk.read(extent.offsetBytes + offsetBytes, 1);
	bytes[0] = (bytes[0] ?? 0) ^ 1;
	await disk.write(extent.offsetBytes + offsetBytes, bytes);
}

/** Reads a piece of a partition. */
export function readPartition(
	disk: OfflineDisk,
	partition: Partition,
	offsetBytes: number,
	lengthBytes: number,
): Promise<Uint8Array> {
	return disk.read(extentOf(partition).offsetBytes + offsetBytes, lengthBytes);
}

/** Writes bytes into a partition from an offset on; they must fit. */
export async function writePartition(
	disk: OfflineDisk,
	partition: Partition,
	bytes: Uint8Array,
	offsetBytes = 0,
): Promise<void> {
	const extent = extentOf(partition);
	assert(offsetBytes + bytes.length <= extent.sizeBytes, "the bytes must fit into the partition");
	await disk.write(extent.offsetBytes + offsetBytes, bytes);
}

import { assert } from "../../lib/assert.ts";
import { diskLayout, layoutBlocks, partitionLabel, slotPartitionUuids } from "../disk-layout.ts";
import type { Partition } from "../gpt/entries.ts";
import type { Geometry } from "../gpt/geometry.ts";
import type { Guid } from "../gpt/guid.ts";
import type { Table } from "../gpt/table.ts";
import { emptyAttributes, freshTries, writeSlotAttributes } from "../slot/attributes.ts";
import { lastStateLba } from "../slot/repair.ts";

/** A disk with one release on it and nothing else. */
export interface NewDisk extends Geometry {
	readonly version: string;
	/** 64 hexadecimal digits; the GUIDs of usr and verity follow from it. */
	readonly rootHash: string;
	readonly diskGuid: Guid;
	/** The GUID of every partition that the root hash says nothing of. */
	readonly partitionGuid: (index: number) => Guid;
}

/**
 * The table of a new disk, flashed or installed: slot A with priority 1 and three tries, slot B
 * empty, STATE up to the end of the disk.
 */
export function newDiskTable(disk: NewDisk): Table {
	const { version, rootHash, diskGuid } = disk;
	const uuids = slotPartitionUuids(rootHash);
	const places = layoutBlocks(disk.blockSizeBytes);
	const fresh = { ...emptyAttributes, priority: 1, tries: freshTries };
	const partitions = diskLayout.map(({ index, role, slot, type }, at): Partition => {
		const place = places[at];
		assert(place !== undefined, "every row of the layout has its place");
		const holdsRelease = slot === "A";
		const isVerified = role === "usr" || role === "verity";
		return {
			index,
			type,
			uuid: holdsRelease && isVerified ? uuids[role] : disk.partitionGuid(index),
			firstLba: place.firstLba,
			lastLba: role === "state" ? lastStateLba(disk) : place.lastLba,
			attributes: holdsRelease && role === "usr" ? writeSlotAttributes(0n, fresh) : 0n,
			label: partitionLabel(role, holdsRelease ? version : undefined),
		};
	});
	return { diskGuid, partitions };
}

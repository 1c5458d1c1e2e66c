import { assert } from "../../lib/assert.ts";
import { isAllZero, viewOf } from "../../lib/bytes.ts";
import { entriesSizeBytes, entryCount, entrySizeBytes } from "./geometry.ts";
import { type Guid, guidFromBytes, guidToBytes, zeroGuid } from "./guid.ts";

/** One used entry of a table. Both block addresses are inclusive. */
export interface Partition {
	/** From 1, as the kernel and every tool count. */
	readonly index: number;
	readonly type: Guid;
	readonly uuid: Guid;
	readonly firstLba: number;
	readonly lastLba: number;
	/** All 64 attribute bits (UEFI 2.10 table 5.8). */
	readonly attributes: bigint;
	/** At most 36 UTF-16 code units. */
	readonly label: string;
}

const labelUnits = 36;
const labelOffset = 56;

/** The 16 KiB of entries; unused ones are zero. */
export function formatEntries(partitions: readonly Partition[]): Uint8Array {
	const bytes = new Uint8Array(entriesSizeBytes);
	const view = viewOf(bytes);
	for (const partition of partitions) {
		assert(
			partition.index >= 1 && partition.index <= entryCount,
			`no entry has the number ${partition.index}`,
		);
		assert(partition.type !== zeroGuid, `entry ${partition.index} is used but has no type`);
		const at = (partition.index - 1) * entrySizeBytes;
		bytes.set(guidToBytes(partition.type), at);
		bytes.set(guidToBytes(partition.uuid), at + 16);
		view.setBigUint64(at + 32, BigInt(partition.firstLba), true);
		view.setBigUint64(at + 40, BigInt(partition.lastLba), true);
		view.setBigUint64(at + 48, partition.attributes, true);
		assert(partition.label.length <= labelUnits, `label is too long: ${partition.label}`);
		for (let unit = 0; unit < partition.label.length; unit++) {
			view.setUint16(at + labelOffset + unit * 2, partition.label.charCodeAt(unit), true);
		}
	}
	return bytes;
}

/**
 * The used entries in the order of the table; nothing is checked here, see {@link
 * findEntriesProblem}.
 */
export function parseEntries(bytes: Uint8Array): Partition[] {
	assert(bytes.length === entriesSizeBytes, `entries have ${entriesSizeBytes} bytes`);
	const partitions: Partition[] = [];
	for (let index = 1; index <= entryCount; index++) {
		const at = (index - 1) * entrySizeBytes;
		if (!isAllZero(bytes.subarray(at, at + 16))) {
			partitions.push(parseEntry(bytes.subarray(at, at + entrySizeBytes), index));
		}
	}
	return partitions;
}

/** What makes used entries contradict each other or the usable area, or undefined. */
export function findEntriesProblem(
	partitions: readonly Partition[],
	usable: { readonly firstUsableLba: number; readonly lastUsableLba: number },
): string | undefined {
	const byPlace = [...partitions].sort((left, right) => left.firstLba - right.firstLba);
	for (const [position, partition] of byPlace.entries()) {
		const { index, firstLba, lastLba } = partition;
		if (firstLba > lastLba) {
			return `entry ${index}: it ends at block ${lastLba}, before its start at ${firstLba}`;
		}
		if (firstLba < usable.firstUsableLba || lastLba > usable.lastUsableLba) {
			return (
				`entry ${index}: blocks ${firstLba}-${lastLba} are not within the usable blocks ` +
				`${usable.firstUsableLba}-${usable.lastUsableLba}`
			);
		}
		const next = byPlace[position + 1];
		if (next !== undefined && next.firstLba <= lastLba) {
			return `entry ${index} and entry ${next.index} overlap at block ${next.firstLba}`;
		}
	}
	return undefined;
}

function parseEntry(bytes: Uint8Array, index: number): Partition {
	const view = viewOf(bytes);
	const units: number[] = [];
	for (let unit = 0; unit < labelUnits; unit++) {
		const code = view.getUint16(labelOffset + unit * 2, true);
		if (code === 0) {
			break;
		}
		units.push(code);
	}
	return {
		index,
		type: guidFromBytes(bytes.subarray(0, 16)),
		uuid: guidFromBytes(bytes.subarray(16, 32)),
		firstLba: Number(view.getBigUint64(32, true)),
		lastLba: Number(view.getBigUint64(40, true)),
		attributes: view.getBigUint64(48, true),
		label: String.fromCharCode(...units),
	};
}

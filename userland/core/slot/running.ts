import type { BootRecord } from "../boot/record.ts";
import { layoutRow, type SlotName, slotNames, slotPartitionUuids } from "../disk-layout.ts";
import type { Table } from "../gpt/table.ts";
import { slotPartition } from "./disk.ts";

/** What a running system says about where its /usr comes from. */
export interface RunningFacts {
	/** `usrhash=` of the kernel command line, if any. */
	readonly usrHash: string | undefined;
	/** Numbers of the partitions under the verity device of /usr. */
	readonly partitionIndexes: readonly number[];
	/** What the selector left, or undefined when it did not start this system. */
	readonly record: BootRecord | undefined;
}

/**
 * The slot that a system runs from, or why that cannot be said. A contradiction means that the
 * system is not the one that was started and must not go on; any other problem may pass.
 */
export type RunningSlot =
	| { readonly slot: SlotName }
	| { readonly problem: string; readonly contradiction: boolean };

/** `usrhash=` of a kernel command line: the verity root hash of /usr, 64 hexadecimal digits. */
export function readUsrHash(commandLine: string): string | undefined {
	return /(?:^|\s)usrhash=([0-9a-f]{64})(?:\s|$)/.exec(commandLine)?.[1];
}

/** The slot whose usr and verity partitions these are, told by their numbers alone. */
export function slotOfPartitions(indexes: readonly number[]): SlotName | undefined {
	return slotNames.find(
		(slot) =>
			indexes.length === 2 &&
			indexes.includes(layoutRow("usr", slot).index) &&
			indexes.includes(layoutRow("verity", slot).index),
	);
}

/**
 * The slot that the system runs from, or why that cannot be said. All witnesses must agree: the
 * partitions under the verity device, the signed root hash, the UUIDs in the table, and the record
 * of the selector. A disk of another machine or an installer stick with the same release
 * contradicts at least one of them.
 */
export function findRunningSlot(facts: RunningFacts, table: Table): RunningSlot {
	const slot = slotOfPartitions(facts.partitionIndexes);
	if (slot === undefined) {
		const numbers = facts.partitionIndexes.join(", ");
		return contradiction(`/usr comes from the partitions ${numbers}, which are no slot`);
	}
	if (facts.usrHash === undefined) {
		return contradiction("the kernel command line has no usrhash=");
	}
	const expected = slotPartitionUuids(facts.usrHash);
	for (const role of ["usr", "verity"] as const) {
		const found = slotPartition(table, role, slot).uuid;
		if (found !== expected[role]) {
			return contradiction(
				`the ${role} partition of slot ${slot} has the UUID ${found}, but usrhash= ` +
					`asks for ${expected[role]}`,
			);
		}
	}
	const problem =
		facts.record === undefined ? undefined : findRecordProblem(facts.record, slot, table);
	return problem === undefined ? { slot } : contradiction(problem);
}

function contradiction(problem: string): RunningSlot {
	return { problem, contradiction: true };
}

function findRecordProblem(record: BootRecord, slot: SlotName, table: Table): string | undefined {
	if (record.slot !== slot) {
		return `/usr comes from slot ${slot}, but the selector started slot ${record.slot}`;
	}
	if (record.diskGuid !== table.diskGuid) {
		return (
			`/usr comes from the disk ${table.diskGuid}, but the selector started the disk ` +
			`${record.diskGuid}`
		);
	}
	const found = slotPartition(table, "usr", slot).uuid;
	return record.usrPartUuid === found
		? undefined
		: `/usr comes from the partition ${found}, but the selector started ${record.usrPartUuid}`;
}

import type { SlotName } from "../disk-layout.ts";
import type { Table } from "../gpt/table.ts";
import { rawAttributes, slotPartition } from "./disk.ts";

/** The attributes of the started slot around the selector's count, as its record has them. */
export interface CountedStart {
	readonly slot: SlotName;
	readonly before: bigint;
	readonly after: bigint;
}

/**
 * The table without the count of this start: what keeps the machine waiting is not the slot's
 * fault. Undefined when the count is not there (any more), so that a start is given back once.
 */
export function giveBack(table: Table, { slot, before, after }: CountedStart): Table | undefined {
	return exchange(table, slot, after, before);
}

/** The table with the count again, as the selector wrote it: the start goes on. */
export function countAgain(table: Table, { slot, before, after }: CountedStart): Table | undefined {
	return exchange(table, slot, before, after);
}

function exchange(table: Table, slot: SlotName, from: bigint, to: bigint): Table | undefined {
	if (from === to || rawAttributes(table)[slot] !== from) {
		return undefined;
	}
	const { index } = slotPartition(table, "usr", slot);
	const partitions = table.partitions.map((partition) =>
		partition.index === index ? { ...partition, attributes: to } : partition,
	);
	return { ...table, partitions };
}

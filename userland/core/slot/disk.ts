import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { diskLayout, layoutRow, type SlotName, slotNames, versionOfLabel } from "../disk-layout.ts";
import type { Partition } from "../gpt/entries.ts";
import type { Guid } from "../gpt/guid.ts";
import type { Table } from "../gpt/table.ts";
import { findIneligibility, readSlotAttributes, type SlotAttributes } from "./attributes.ts";
import { select } from "./select.ts";

/** One slot of a disk, as a person and `--json` see it. */
export interface Slot {
	readonly name: SlotName;
	/** The release in the slot, or undefined when it is empty. */
	readonly version: string | undefined;
	readonly attributes: SlotAttributes;
	readonly condition: SlotCondition;
	/** Why the selector would not start it, or undefined when it would. */
	readonly ineligible: string | undefined;
	/** True for the slot that the next boot starts. */
	readonly next: boolean;
	/** The verity root hash that the partition UUIDs spell; undefined for an empty slot. */
	readonly rootHash: string | undefined;
	readonly partitions: Readonly<Record<"boot" | "usr" | "verity", Partition>>;
}

/** The state of a slot in one word. */
export type SlotCondition = "proven" | "unproven" | "new" | "failed" | "off" | "empty";

/**
 * Fails with `disk-foreign`, naming the first partition that is not as on a Soma disk. Further
 * partitions behind the eight are allowed.
 */
export function checkLayout(table: Table, place: string): void {
	for (const row of diskLayout) {
		const name = row.slot === undefined ? row.role : `${row.role} of slot ${row.slot}`;
		const found = table.partitions.find(({ index }) => index === row.index);
		if (found?.type !== row.type) {
			throw new SomaError({
				code: "disk-foreign",
				message:
					found === undefined
						? `${place} is not a Soma disk: partition ${row.index} (${name}) does not exist`
						: `${place} is not a Soma disk: partition ${row.index} has the type ` +
							`${found.type} but ${name} has ${row.type}`,
				hint: "name a disk or disk image that Soma OS was written to; this one was not changed",
			});
		}
	}
}

/** Both slots of a table that passed {@link checkLayout}. */
export function readSlots(table: Table): readonly Slot[] {
	const chosen = select({ raw: rawAttributes(table), writable: true }).slot;
	return slotNames.map((name) => readSlot(table, name, chosen === name));
}

/** The attribute bits of the two usr entries. */
export function rawAttributes(table: Table): Record<SlotName, bigint> {
	return {
		A: slotPartition(table, "usr", "A").attributes,
		B: slotPartition(table, "usr", "B").attributes,
	};
}

/** A slot's partition in a table that passed {@link checkLayout}. */
export function slotPartition(
	table: Table,
	role: "boot" | "usr" | "verity",
	slot: SlotName,
): Partition {
	const row = layoutRow(role, slot);
	const found = table.partitions.find(({ index }) => index === row.index);
	assert(found !== undefined, `the layout was checked, but partition ${row.index} is missing`);
	return found;
}

/** The other one of the two slots. */
export function otherSlot(slot: SlotName): SlotName {
	return slot === "A" ? "B" : "A";
}

function readSlot(table: Table, name: SlotName, next: boolean): Slot {
	const partitions = {
		boot: slotPartition(table, "boot", name),
		usr: slotPartition(table, "usr", name),
		verity: slotPartition(table, "verity", name),
	};
	const version = versionOfLabel(partitions.usr.label);
	const attributes = readSlotAttributes(partitions.usr.attributes);
	return {
		name,
		version,
		attributes,
		condition: conditionOf(attributes, version),
		ineligible: findIneligibility(attributes),
		next,
		rootHash:
			version === undefined
				? undefined
				: digits(partitions.usr.uuid) + digits(partitions.verity.uuid),
		partitions,
	};
}

function conditionOf(slot: SlotAttributes, version: string | undefined): SlotCondition {
	if (version === undefined && slot.priority === 0) {
		return "empty";
	}
	if (slot.priority === 0) {
		return "off";
	}
	if (findIneligibility(slot) !== undefined) {
		return "failed";
	}
	if (!slot.successful) {
		return "new";
	}
	return slot.unproven === 0 ? "proven" : "unproven";
}

function digits(uuid: Guid): string {
	return uuid.replaceAll("-", "");
}

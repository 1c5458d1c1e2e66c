import { equalBytes } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import {
	layoutRow,
	partitionLabel,
	type SlotName,
	slotNames,
	slotPartitionUuids,
} from "../disk-layout.ts";
import { formatEntries, type Partition } from "../gpt/entries.ts";
import type { Guid } from "../gpt/guid.ts";
import type { Table } from "../gpt/table.ts";
import {
	describeAttributes,
	emptyAttributes,
	findIneligibility,
	freshTries,
	isEligible,
	readSlotAttributes,
	type SlotAttributes,
	unprovenLimit,
	writeSlotAttributes,
} from "./attributes.ts";
import { otherSlot, rawAttributes, slotPartition } from "./disk.ts";

/** What a command makes of a table. Nothing is written when the table stays the same. */
export interface Change {
	readonly table: Table;
	readonly changed: boolean;
	/** One sentence for the operator. */
	readonly explanation: string;
}

/** How far a command may go. */
export interface ChangeOptions {
	/** Goes on although the machine may end in the rescue system. */
	readonly force: boolean;
}

/** The slot booted and works: successful, no tries, no unproven starts. Its priority stays. */
export function markGood(table: Table, slot: SlotName): Change {
	refuseEmpty(table, slot);
	const before = attributesOf(table, slot);
	const after = { ...before, successful: true, tries: 0, unproven: 0 };
	const note = after.priority === 0 ? "; it does not boot, because its priority is 0" : "";
	return setAttributes(table, table, { [slot]: after }, `slot ${slot} is good${note}`);
}

/**
 * The slot must not boot any more: successful, tries and unproven become 0. Its priority stays, so
 * that {@link markGood} takes exactly this back.
 */
export function markBad(table: Table, slot: SlotName, options: ChangeOptions): Change {
	refuseEmpty(table, slot);
	refuseLast(table, slot, options, "marking it bad");
	const before = attributesOf(table, slot);
	const after = { ...before, successful: false, tries: 0, unproven: 0 };
	return setAttributes(table, table, { [slot]: after }, `slot ${slot} is bad and does not boot`);
}

/**
 * Makes a slot the one that boots next: the other gets priority 1 (or keeps 0) and this one is
 * above it. A slot that could not boot is refused; with `force` it also gets what it needs to be
 * tried: fresh tries if it was never good, no unproven starts if it was.
 */
export function prioritize(table: Table, slot: SlotName, options: ChangeOptions): Change {
	refuseEmpty(table, slot);
	const before = attributesOf(table, slot);
	const reason = findIneligibility(before);
	if (reason !== undefined && !options.force) {
		throw new SomaError({
			code: "slot-ineligible",
			message: `slot ${slot} cannot boot: ${reason}`,
			hint:
				`use --force to have it tried again, or \`soma slot mark-good ${slot}\` if it is ` +
				`known to work`,
		});
	}
	const other = attributesOf(table, otherSlot(slot));
	const explanation = `slot ${slot} is preferred`;
	if (reason === undefined && before.priority > other.priority) {
		return { table, changed: false, explanation };
	}
	const otherPriority = Math.min(other.priority, 1);
	const after = { ...before, ...revive(before), priority: otherPriority + 1 };
	return setAttributes(
		table,
		table,
		{ [slot]: after, [otherSlot(slot)]: { ...other, priority: otherPriority } },
		explanation,
	);
}

/**
 * Gives slots their starts back, priorities kept: no unproven starts if it was good, three tries if
 * it never was and has none left.
 */
export function renew(table: Table, slots: readonly SlotName[]): Change {
	const wanted = slots.map((slot) => {
		const before = attributesOf(table, slot);
		return [slot, { ...before, ...revive(before) }] as const;
	});
	const explanation = `slot ${slots.join(" and ")} may boot`;
	return setAttributes(table, table, Object.fromEntries(wanted), explanation);
}

/**
 * Empties a slot before anything in it is overwritten: all its attributes become 0, its partitions
 * get new UUIDs and the label `_empty`, so that neither the selector nor the kernel can take it.
 * @param running the slot that the machine runs from, if known: it is refused
 * @param uuids three new random UUIDs
 */
export function clear(
	table: Table,
	slot: SlotName,
	running: SlotName | undefined,
	uuids: readonly [Guid, Guid, Guid],
	options: ChangeOptions,
): Change {
	if (slot === running) {
		throw new SomaError({
			code: "slot-running",
			message: `slot ${slot} holds the system that is running`,
			hint: `clear slot ${otherSlot(slot)}, or boot that one first`,
		});
	}
	refuseLast(table, slot, options, "clearing it");
	if (isClear(table, slot)) {
		return { table, changed: false, explanation: `slot ${slot} is empty` };
	}
	const [boot, usr, verity] = uuids;
	const cleared = updateSlot(table, slot, { boot, usr, verity }, undefined);
	return setAttributes(table, cleared, { [slot]: emptyAttributes }, `slot ${slot} is empty`);
}

/**
 * Makes a slot that was written and read back bootable: UUIDs from its root hash, labels of its
 * version, three tries, and a priority above the other slot's.
 * @param rootHash 64 hexadecimal digits
 */
export function commit(
	table: Table,
	slot: SlotName,
	release: { readonly rootHash: string; readonly version: string },
): Change {
	const uuids = slotPartitionUuids(release.rootHash);
	if (slotPartition(table, "usr", otherSlot(slot)).uuid === uuids.usr) {
		throw new SomaError({
			code: "slot-same-release",
			message:
				`slot ${otherSlot(slot)} already holds the release ${release.version} (root hash ` +
				`${release.rootHash})`,
			hint: "two slots never hold the same release: nothing is to do",
		});
	}
	const boot = slotPartition(table, "boot", slot).uuid;
	const written = updateSlot(table, slot, { boot, ...uuids }, release.version);
	const other = attributesOf(table, otherSlot(slot));
	const otherPriority = Math.min(other.priority, 1);
	const fresh = { ...emptyAttributes, tries: freshTries, priority: otherPriority + 1 };
	return setAttributes(
		table,
		written,
		{ [slot]: fresh, [otherSlot(slot)]: { ...other, priority: otherPriority } },
		`slot ${slot} holds ${release.version} and boots next, ${freshTries} tries`,
	);
}

/** True when the slot already is as {@link clear} leaves it. */
function isClear(table: Table, slot: SlotName): boolean {
	const labels = (["boot", "usr", "verity"] as const).map(
		(role) => slotPartition(table, role, slot).label,
	);
	const raw = slotPartition(table, "usr", slot).attributes;
	return (
		labels.every((label) => label === partitionLabel("usr", undefined)) &&
		writeSlotAttributes(raw, emptyAttributes) === raw
	);
}

function revive(slot: SlotAttributes): Partial<SlotAttributes> {
	if (slot.successful) {
		return slot.unproven < unprovenLimit ? {} : { unproven: 0 };
	}
	return slot.tries > 0 ? {} : { tries: freshTries };
}

function refuseEmpty(table: Table, slot: SlotName): void {
	if (slotPartition(table, "usr", slot).label === partitionLabel("usr", undefined)) {
		throw new SomaError({
			code: "slot-empty",
			message: `slot ${slot} is empty: there is no system in it`,
			hint: "`soma slot list` shows what the slots hold",
		});
	}
}

function refuseLast(table: Table, slot: SlotName, options: ChangeOptions, doing: string): void {
	const own = attributesOf(table, slot);
	const other = attributesOf(table, otherSlot(slot));
	if (!options.force && isEligible(own) && !isEligible(other)) {
		throw new SomaError({
			code: "slot-is-last",
			message: `slot ${slot} is the only one that can boot: ${doing} would leave the rescue system`,
			hint: "use --force if that is what you want",
		});
	}
}

function attributesOf(table: Table, slot: SlotName): SlotAttributes {
	return readSlotAttributes(rawAttributes(table)[slot]);
}

/**
 * The change from `before` to `table` with the wanted attributes; unchanged when both are the same
 * on disk.
 */
function setAttributes(
	before: Table,
	table: Table,
	wanted: Partial<Readonly<Record<SlotName, SlotAttributes>>>,
	explanation: string,
): Change {
	const notes: string[] = [];
	const partitions = table.partitions.map((partition) => {
		const name = slotNames.find((slot) => layoutRow("usr", slot).index === partition.index);
		const slot = name === undefined ? undefined : wanted[name];
		if (slot === undefined) {
			return partition;
		}
		const attributes = writeSlotAttributes(partition.attributes, slot);
		if (attributes !== partition.attributes) {
			notes.push(`slot ${name}: ${describeAttributes(slot)}`);
		}
		return { ...partition, attributes };
	});
	const changed = !equalBytes(formatEntries(before.partitions), formatEntries(partitions));
	return {
		table: changed ? { ...table, partitions } : before,
		changed,
		explanation: [explanation, ...notes].join("; "),
	};
}

function updateSlot(
	table: Table,
	slot: SlotName,
	uuids: Readonly<Record<"boot" | "usr" | "verity", Guid>>,
	version: string | undefined,
): Table {
	const next = new Map<number, Partition>();
	for (const role of ["boot", "usr", "verity"] as const) {
		const partition = slotPartition(table, role, slot);
		const label = partitionLabel(role, version);
		next.set(partition.index, { ...partition, uuid: uuids[role], label });
	}
	const partitions = table.partitions.map((partition) => next.get(partition.index) ?? partition);
	return { ...table, partitions };
}

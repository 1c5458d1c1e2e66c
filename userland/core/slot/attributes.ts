import { assert } from "../../lib/assert.ts";

/** The state of a slot: eleven of the 64 attribute bits of its usr partition. */
export interface SlotAttributes {
	/** 0-15; the eligible slot with the highest one boots, and 0 never boots. */
	readonly priority: number;
	/** 0-15; starts that are left to a slot that was never proven good. */
	readonly tries: number;
	/** The slot was proven good since it was written. */
	readonly successful: boolean;
	/** 0-3; starts of a successful slot in a row that were not proven good. */
	readonly unproven: number;
}

export const emptyAttributes: SlotAttributes = {
	priority: 0,
	tries: 0,
	successful: false,
	unproven: 0,
};

/** Starts that a freshly written slot gets. */
export const freshTries = 3;
/** Unproven starts in a row after which a successful slot gives way. */
export const unprovenLimit = 3;

const priorityShift = 48n;
const triesShift = 52n;
const successfulShift = 56n;
const unprovenShift = 57n;
const ownMask =
	(0xfn << priorityShift) | (0xfn << triesShift) | (1n << successfulShift) | (3n << unprovenShift);

/** The slot state in the 64 attribute bits of a partition; all other bits are ignored. */
export function readSlotAttributes(raw: bigint): SlotAttributes {
	return {
		priority: Number((raw >> priorityShift) & 0xfn),
		tries: Number((raw >> triesShift) & 0xfn),
		successful: ((raw >> successfulShift) & 1n) === 1n,
		unproven: Number((raw >> unprovenShift) & 3n),
	};
}

/** The 64 attribute bits with this slot state; all other bits are kept. */
export function writeSlotAttributes(raw: bigint, slot: SlotAttributes): bigint {
	assert(slot.priority >= 0 && slot.priority <= 15, `priority is 0-15, not ${slot.priority}`);
	assert(slot.tries >= 0 && slot.tries <= 15, `tries are 0-15, not ${slot.tries}`);
	assert(slot.unproven >= 0 && slot.unproven <= 3, `unproven is 0-3, not ${slot.unproven}`);
	const own =
		(BigInt(slot.priority) << priorityShift) |
		(BigInt(slot.tries) << triesShift) |
		(BigInt(slot.successful) << successfulShift) |
		(BigInt(slot.unproven) << unprovenShift);
	return (raw & ~ownMask) | own;
}

/** Why the selector would not start a slot with these attributes, or undefined when it would. */
export function findIneligibility(slot: SlotAttributes): string | undefined {
	if (slot.priority === 0) {
		return "its priority is 0";
	}
	if (slot.successful) {
		return slot.unproven < unprovenLimit
			? undefined
			: `it was good, but its last ${unprovenLimit} starts were not proven good`;
	}
	return slot.tries > 0 ? undefined : "it was never proven good and has no tries left";
}

/** True when the selector may start the slot. */
export function isEligible(slot: SlotAttributes): boolean {
	return findIneligibility(slot) === undefined;
}

/** What the selector writes before it starts the slot. */
export function countStart(slot: SlotAttributes): SlotAttributes {
	return slot.successful
		? { ...slot, unproven: Math.min(slot.unproven + 1, unprovenLimit) }
		: { ...slot, tries: Math.max(slot.tries - 1, 0) };
}

/** One line such as `priority 1, tries 3, successful no, unproven 0`. */
export function describeAttributes(slot: SlotAttributes): string {
	const { priority, tries, successful, unproven } = slot;
	return (
		`priority ${priority}, tries ${tries}, successful ${successful ? "yes" : "no"}, ` +
		`unproven ${unproven}`
	);
}

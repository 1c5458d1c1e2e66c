import { type SlotName, slotNames } from "../disk-layout.ts";
import {
	countStart,
	isEligible,
	readSlotAttributes,
	type SlotAttributes,
	writeSlotAttributes,
} from "./attributes.ts";

/** Why the selector chose what it chose, and the code of each reason in the SomaBoot record. */
export const selectReasons = {
	"highest-priority": 1,
	"tie-lower-index": 2,
	"only-eligible": 3,
	"uncounted-table-unwritable": 4,
	"fallback-after-bad-boot-image": 5,
	"rescue-none-eligible": 16,
	"rescue-no-valid-table": 17,
	"rescue-requested": 18,
	"rescue-table-unwritable": 19,
} as const;

export type SelectReason = keyof typeof selectReasons;

/** What the selector chooses from. */
export interface SelectInput {
	/** The attribute bits of the two usr entries. */
	readonly raw: Readonly<Record<SlotName, bigint>>;
	/** False when the table could not be written: then only a proven slot starts, uncounted. */
	readonly writable: boolean;
	/** Slots whose boot image failed its check in this boot. */
	readonly failed?: readonly SlotName[];
	readonly rescueRequested?: boolean;
}

/** The selector's choice and the attribute bits of both slots that it leaves on disk. */
export interface Selection {
	readonly slot: SlotName | "rescue";
	readonly reason: SelectReason;
	readonly after: Readonly<Record<SlotName, bigint>>;
}

interface Candidate {
	readonly name: SlotName;
	readonly slot: SlotAttributes;
}

/** The selector's rule, the same as in `image/boot-selector`: both run its `vectors.json`. */
export function select(input: SelectInput): Selection {
	const { raw, writable, failed = [], rescueRequested = false } = input;
	if (rescueRequested) {
		return { slot: "rescue", reason: "rescue-requested", after: raw };
	}
	const all = slotNames.map((name) => ({ name, slot: readSlotAttributes(raw[name]) }));
	const eligible = all
		.filter(({ name, slot }) => isEligible(slot) && !failed.includes(name))
		.sort((left, right) => right.slot.priority - left.slot.priority);
	if (!writable) {
		return selectUncounted(raw, eligible);
	}
	const [best] = eligible;
	if (best === undefined) {
		return { slot: "rescue", reason: "rescue-none-eligible", after: raw };
	}
	const counted = writeSlotAttributes(raw[best.name], countStart(best.slot));
	return {
		slot: best.name,
		reason: failed.length > 0 ? "fallback-after-bad-boot-image" : reasonFor(best, all),
		after: { ...raw, [best.name]: counted },
	};
}

function selectUncounted(raw: SelectInput["raw"], eligible: readonly Candidate[]): Selection {
	const proven = eligible.find(({ slot }) => slot.successful);
	if (proven !== undefined) {
		return { slot: proven.name, reason: "uncounted-table-unwritable", after: raw };
	}
	const reason = eligible.length === 0 ? "rescue-none-eligible" : "rescue-table-unwritable";
	return { slot: "rescue", reason, after: raw };
}

function reasonFor(best: Candidate, all: readonly Candidate[]): SelectReason {
	const other = all.find(({ name }) => name !== best.name);
	if (other === undefined || other.slot.priority < best.slot.priority) {
		return "highest-priority";
	}
	return isEligible(other.slot) ? "tie-lower-index" : "only-eligible";
}

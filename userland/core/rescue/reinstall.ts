import type { SlotName } from "../disk-layout.ts";
import { otherSlot, type Slot } from "../slot/disk.ts";
import type { ReleaseName } from "../update/phase.ts";
import type { Verdicts } from "./verdict.ts";

/** A release to write, and where. */
export interface Reinstall {
	readonly release: ReleaseName;
	readonly slot: SlotName;
}

/**
 * Damaged slots whose release is worth mending: it was good here, and nobody turned it off. The one
 * that boots first is in front.
 */
export function mendable(slots: readonly Slot[], verdicts: Verdicts): readonly Reinstall[] {
	return slots
		.filter(({ name }) => verdicts[name].kind !== "intact")
		.filter(({ attributes }) => attributes.successful && attributes.priority > 0)
		.toSorted((left, right) => right.attributes.priority - left.attributes.priority)
		.flatMap(({ name, version, rootHash }) =>
			version === undefined || rootHash === undefined
				? []
				: [{ release: { version, rootHash }, slot: name }],
		);
}

/**
 * Where a release goes that is not mended: to where it lies already, since two slots never hold the
 * same, or beside what is intact, or to the slot that is worth less.
 */
export function slotFor(
	slots: readonly Slot[],
	verdicts: Verdicts,
	{ rootHash }: ReleaseName,
): SlotName {
	const same = slots.find((slot) => slot.rootHash === rootHash && slot.version !== undefined);
	const intact = slots.find(({ name }) => verdicts[name].kind === "intact");
	const [best] = mendable(slots, verdicts);
	return same?.name ?? otherSlot(intact?.name ?? best?.slot ?? "B");
}

import { type SlotName, slotNames } from "../disk-layout.ts";
import type { Table } from "../gpt/table.ts";
import { readSlotAttributes } from "../slot/attributes.ts";
import { type Change, prioritize, renew } from "../slot/change.ts";
import { rawAttributes } from "../slot/disk.ts";
import { select } from "../slot/select.ts";
import type { Verdicts } from "./verdict.ts";

/** How a machine without an operator gets out of rescue. */
export type ComeBack =
	/** The table to write, which may be the one that is there, and then a restart. */
	| { readonly kind: "restart"; readonly slot: SlotName; readonly change: Change }
	/** Nothing that could start is intact: stay. */
	| { readonly kind: "stay"; readonly why: string };

/**
 * Decides what rescue does when nobody came (decision 0007). Only intact slots count, and none with
 * priority 0, which never boots:
 * - if one of them was good once, all that were get their starts back, the best one boots first;
 * - else all of them get three tries again.
 * A slot that the selector would start ahead of them although its /usr is damaged steps back.
 */
export function planComeBack(table: Table, verdicts: Verdicts): ComeBack {
	const raw = rawAttributes(table);
	const attributes = (name: SlotName) => readSlotAttributes(raw[name]);
	const intact = slotNames.filter(
		(name) => verdicts[name].kind === "intact" && attributes(name).priority > 0,
	);
	if (intact.length === 0) {
		return { kind: "stay", why: "no slot that may boot is intact" };
	}
	const good = intact.filter((name) => attributes(name).successful);
	const change = renew(table, good.length > 0 ? good : intact);
	const next = nextOf(change.table, verdicts);
	if (next !== undefined && intact.includes(next)) {
		return { kind: "restart", slot: next, change };
	}
	const candidates = good.length > 0 ? good : intact;
	const [best] = candidates.toSorted(
		(left, right) => attributes(right).priority - attributes(left).priority,
	);
	const slot = best ?? "A";
	const preferred = prioritize(change.table, slot, { force: true });
	const explanation = [change, preferred]
		.filter(({ changed }) => changed)
		.map((part) => part.explanation)
		.join("; ");
	return {
		kind: "restart",
		slot,
		change: { table: preferred.table, changed: change.changed || preferred.changed, explanation },
	};
}

/** What the selector starts; it finds a damaged boot image by itself and goes on to the other. */
function nextOf(table: Table, verdicts: Verdicts): SlotName | undefined {
	const failed = slotNames.filter((name) => /empty|damaged-boot/.test(verdicts[name].kind));
	const { slot } = select({ raw: rawAttributes(table), writable: true, failed });
	return slot === "rescue" ? undefined : slot;
}

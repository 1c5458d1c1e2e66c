import { expect, test } from "vitest";
import { freshSlot, provenSlot, somaTable } from "../../testing/soma-disks.ts";
import { loadTable } from "../gpt/load.ts";
import type { Table } from "../gpt/table.ts";
import { countStart, readSlotAttributes, writeSlotAttributes } from "./attributes.ts";
import { type CountedStart, countAgain, giveBack } from "./count.ts";
import { rawAttributes } from "./disk.ts";

/** A table as the selector left it after it counted a start of slot A, and its record. */
function counted(slot: typeof freshSlot): { before: Table; after: Table; start: CountedStart } {
	const otherBits = 1n << 60n;
	const before = loadTable(somaTable({ slots: { A: { ...slot, otherBits } } })).table;
	const raw = rawAttributes(before).A;
	const next = writeSlotAttributes(raw, countStart(readSlotAttributes(raw)));
	const start: CountedStart = { slot: "A", before: raw, after: next };
	const after = countAgain(before, start);
	if (after === undefined) {
		throw new Error("a start is counted once");
	}
	return { before, after, start };
}

test.each([
	["a new slot gets its try back", freshSlot],
	["a proven slot loses its unproven start", provenSlot],
])("%s, once, and it is counted again when the boot goes on", (_, slot) => {
	const { before, after, start } = counted(slot);
	expect(after).not.toEqual(before);
	expect(giveBack(after, start)).toEqual(before);
	expect(giveBack(before, start)).toBeUndefined();
	expect(countAgain(before, start)).toEqual(after);
	expect(countAgain(after, start)).toBeUndefined();
});

test("a slot whose attributes someone changed meanwhile is left alone", () => {
	const { after, start } = counted(freshSlot);
	const marked = { ...start, after: start.after ^ (1n << 56n) };
	expect(giveBack(after, marked)).toBeUndefined();
});

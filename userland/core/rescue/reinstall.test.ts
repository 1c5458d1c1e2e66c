import { expect, test } from "vitest";
import { type SomaDisk, somaTable } from "../../testing/soma-disks.ts";
import { loadTable } from "../gpt/load.ts";
import { readSlots, type Slot } from "../slot/disk.ts";
import { mendable, slotFor } from "./reinstall.ts";
import type { Verdicts } from "./verdict.ts";

const proven = { tries: 0, successful: true, unproven: 3 };
const failed = { tries: 0, successful: false, unproven: 0 };
const bad = { kind: "damaged-usr", problem: "it" } as const;
const damaged: Verdicts = { A: bad, B: bad };
const other = { version: "3", rootHash: "0".repeat(64) };

function slotsOf(slots: NonNullable<SomaDisk["slots"]>): readonly Slot[] {
	const { head, tail, diskSizeBytes, blockSizeBytes } = somaTable({ slots });
	const ends = { head, tail, diskSizeBytes, blockSizeBytes, formerTail: undefined };
	return readSlots(loadTable(ends).table);
}

test("what was good here is mended, the one that boots first in front", () => {
	const both = slotsOf({
		A: { version: "1", attributes: { priority: 1, ...proven } },
		B: { version: "2", attributes: { priority: 2, ...proven } },
	});
	const slotsToMend = (verdicts: Verdicts): unknown[] =>
		mendable(both, verdicts).map(({ slot, release }) => [slot, release.version]);
	expect(slotsToMend(damaged)).toEqual([
		["B", "2"],
		["A", "1"],
	]);
	expect(slotsToMend({ ...damaged, B: { kind: "intact" } })).toEqual([["A", "1"]]);
});

test("what never was good, or was turned off, is not mended", () => {
	const slots = slotsOf({
		A: { version: "1", attributes: { priority: 0, ...proven } },
		B: { version: "2", attributes: { priority: 2, ...failed } },
	});
	expect(mendable(slots, damaged)).toEqual([]);
});

test("another release goes where it lies, or to the slot that is worth less", () => {
	const slots = slotsOf({
		A: { version: "1", attributes: { priority: 1, ...proven } },
		B: { version: "2", attributes: { priority: 2, ...failed } },
	});
	const [first] = slots;
	const same = { version: "1", rootHash: first?.rootHash ?? "" };
	expect(slotFor(slots, damaged, other)).toBe("B");
	expect(slotFor(slots, { ...damaged, B: { kind: "intact" } }, other)).toBe("A");
	expect(slotFor(slots, damaged, same)).toBe("A");
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { assert } from "../../lib/assert.ts";
import { readEnds, type SlotContent, somaTable } from "../../testing/soma-disks.ts";
import { type SlotName, slotNames } from "../disk-layout.ts";
import { loadTable } from "../gpt/load.ts";
import type { Table } from "../gpt/table.ts";
import { readSlotAttributes, type SlotAttributes } from "../slot/attributes.ts";
import { rawAttributes } from "../slot/disk.ts";
import { select } from "../slot/select.ts";
import { planComeBack } from "./come-back.ts";
import type { Verdict, Verdicts } from "./verdict.ts";

const intact: Verdict = { kind: "intact" };
const badUsr: Verdict = { kind: "damaged-usr", problem: "a bit" };
const badBoot: Verdict = { kind: "damaged-boot", problem: "a bit" };
const tired: SlotAttributes = { priority: 1, tries: 0, successful: true, unproven: 3 };
const failed: SlotAttributes = { priority: 1, tries: 0, successful: false, unproven: 0 };
const off: SlotAttributes = { ...tired, priority: 0 };

function tableOf(A: SlotAttributes, B: SlotAttributes): Table {
	const content = (version: string, attributes: SlotAttributes): SlotContent => ({
		version,
		attributes,
	});
	const { head, tail, ...geometry } = somaTable({
		slots: { A: content("4799", A), B: content("4800", B) },
	});
	const read = (offsetBytes: number, lengthBytes: number): Uint8Array =>
		offsetBytes === 0
			? head.slice(0, lengthBytes)
			: tail.slice(tail.length - (geometry.diskSizeBytes - offsetBytes)).slice(0, lengthBytes);
	return loadTable(readEnds(geometry, read)).table;
}

function attributesOf(table: Table): Record<SlotName, SlotAttributes> {
	const raw = rawAttributes(table);
	return { A: readSlotAttributes(raw.A), B: readSlotAttributes(raw.B) };
}

interface Row {
	readonly name: string;
	readonly slots: readonly [SlotAttributes, SlotAttributes];
	readonly verdicts: readonly [Verdict, Verdict];
	readonly next: SlotName | "stay";
	readonly after?: Partial<Record<SlotName, Partial<SlotAttributes>>>;
}

const rows: readonly Row[] = [
	{
		name: "the best slot that was good gets its starts back; a failed one gets nothing",
		slots: [tired, { ...failed, priority: 2 }],
		verdicts: [intact, intact],
		next: "A",
		after: { A: { unproven: 0, priority: 1 }, B: { tries: 0, priority: 2 } },
	},
	{
		name: "of two that were good the preferred one boots, and the other may follow",
		slots: [tired, { ...tired, priority: 2 }],
		verdicts: [intact, intact],
		next: "B",
		after: { A: { unproven: 0 }, B: { unproven: 0 } },
	},
	{
		name: "a damaged slot is passed over, however good it was",
		slots: [{ ...tired, priority: 2 }, tired],
		verdicts: [badUsr, intact],
		next: "B",
		after: { A: { unproven: 3 }, B: { unproven: 0 } },
	},
	{
		name: "when none was ever good an intact one gets three tries",
		slots: [failed, { ...failed, priority: 2 }],
		verdicts: [intact, badBoot],
		next: "A",
		after: { A: { tries: 3 }, B: { tries: 0 } },
	},
	{
		name: "a slot that may boot but is damaged steps back",
		slots: [tired, { ...failed, priority: 2, tries: 2 }],
		verdicts: [intact, badUsr],
		next: "A",
		after: { A: { priority: 2, unproven: 0 }, B: { priority: 1, tries: 2 } },
	},
	{
		name: "a boot image that the selector refuses by itself needs no other priority",
		slots: [tired, { ...failed, priority: 2, tries: 2 }],
		verdicts: [intact, badBoot],
		next: "A",
		after: { A: { priority: 1, unproven: 0 }, B: { priority: 2, tries: 2 } },
	},
	{
		name: "nothing intact means to stay",
		slots: [tired, failed],
		verdicts: [badUsr, { kind: "empty" }],
		next: "stay",
	},
	{
		name: "priority 0 stays off, even when nothing else is intact",
		slots: [off, failed],
		verdicts: [intact, badBoot],
		next: "stay",
	},
];

test.each(rows)("$name", ({ slots: [A, B], verdicts, next, after = {} }) => {
	const plan = planComeBack(tableOf(A, B), { A: verdicts[0], B: verdicts[1] });
	expect(plan.kind === "restart" ? plan.slot : "stay").toBe(next);
	if (plan.kind === "restart") {
		expect(attributesOf(plan.change.table)).toMatchObject(after);
	}
});

test("when somebody asked for rescue and the slot may boot, nothing is written", () => {
	const good = { ...tired, unproven: 0 };
	const plan = planComeBack(tableOf(good, off), { A: intact, B: intact });
	assert(plan.kind === "restart", "it restarts");
	expect(plan.slot).toBe("A");
	expect(plan.change.changed).toBe(false);
});

const anySlot = fc.record({
	priority: fc.integer({ min: 0, max: 15 }),
	tries: fc.integer({ min: 0, max: 15 }),
	successful: fc.boolean(),
	unproven: fc.integer({ min: 0, max: 3 }),
});
const anyVerdict = fc.constantFrom(intact, badUsr, badBoot);

/** Starts until rescue, none of which is ever proven: which slots got a start? */
function startsOf(table: Table, verdicts: Verdicts): SlotName[] {
	const started: SlotName[] = [];
	let raw = rawAttributes(table);
	for (let boot = 0; boot < 100; boot++) {
		const refused: SlotName[] = [];
		let choice = select({ raw, writable: true });
		while (choice.slot !== "rescue" && verdicts[choice.slot].kind === "damaged-boot") {
			refused.push(choice.slot);
			choice = select({ raw: choice.after, writable: true, failed: refused });
		}
		if (choice.slot === "rescue") {
			break;
		}
		started.push(choice.slot);
		raw = choice.after;
	}
	return started;
}

test("whatever the slots are, the next start is an intact slot or rescue stays", () => {
	fc.assert(
		fc.property(anySlot, anySlot, anyVerdict, anyVerdict, (A, B, judgeA, judgeB) => {
			const table = tableOf(A, B);
			const before = attributesOf(table);
			const verdicts = { A: judgeA, B: judgeB };
			const plan = planComeBack(table, verdicts);
			const may = slotNames.filter(
				(name) => verdicts[name].kind === "intact" && before[name].priority > 0,
			);
			expect(plan.kind).toBe(may.length > 0 ? "restart" : "stay");
			if (plan.kind !== "restart") {
				return;
			}
			const after = attributesOf(plan.change.table);
			const starts = startsOf(plan.change.table, verdicts);
			expect(starts[0]).toBe(plan.slot);
			expect(may).toContain(plan.slot);
			for (const name of slotNames) {
				// Nothing is taken away, a damaged slot gains nothing, and off stays off.
				expect(after[name].successful).toBe(before[name].successful);
				expect(after[name].priority > 0).toBe(before[name].priority > 0);
				expect(after[name].tries).toBeGreaterThanOrEqual(before[name].tries);
				if (!may.includes(name)) {
					expect({ ...after[name], priority: 0 }).toEqual({ ...before[name], priority: 0 });
				}
			}
			// Every intact slot that was good gets its turn before rescue comes again.
			for (const name of may.filter((slot) => before[slot].successful)) {
				expect(starts).toContain(name);
			}
		}),
		{ numRuns: 300 },
	);
});

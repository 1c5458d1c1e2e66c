import fc from "fast-check";
import { expect, test } from "vitest";
import { type SlotContent, somaTable, testRootHashes } from "../../testing/soma-disks.ts";
import type { SlotName } from "../disk-layout.ts";
import { loadTable } from "../gpt/load.ts";
import type { Table } from "../gpt/table.ts";
import { isEligible, readSlotAttributes, type SlotAttributes } from "./attributes.ts";
import { type Change, clear, commit, markBad, markGood, prioritize } from "./change.ts";
import { checkLayout, rawAttributes, readSlots } from "./disk.ts";
import { select } from "./select.ts";

const careful = { force: false };
const forced = { force: true };
const uuids = [
	"11111111-1111-4111-8111-111111111111",
	"22222222-2222-4222-8222-222222222222",
	"33333333-3333-4333-8333-333333333333",
] as const;

function tableOf(a: SlotContent, b: SlotContent = {}): Table {
	return loadTable(somaTable({ slots: { A: a, B: b } })).table;
}

/** `1310`: priority 1, tries 3, successful 1, unproven 0. */
function slot(digits: string, version = "4799"): SlotContent {
	const [priority = 0, tries = 0, successful = 0, unproven = 0] = [...digits].map(Number);
	const attributes = { priority, tries, successful: successful === 1, unproven };
	return { version, attributes };
}

function show(table: Table): string {
	return readSlots(table)
		.map(({ attributes: { priority, tries, successful, unproven } }) =>
			[priority, tries, Number(successful), unproven].join(""),
		)
		.join(" ");
}

type Operation = (table: Table, name: SlotName) => Change;
const operations: Readonly<Record<string, Operation>> = {
	"mark-good": markGood,
	"mark-bad": (table, name) => markBad(table, name, careful),
	"mark-bad --force": (table, name) => markBad(table, name, forced),
	prioritize: (table, name) => prioritize(table, name, careful),
	"prioritize --force": (table, name) => prioritize(table, name, forced),
	clear: (table, name) => clear(table, name, undefined, uuids, careful),
	"clear --force": (table, name) => clear(table, name, undefined, uuids, forced),
};

test.each([
	["mark-good", "A", "1200 0000", "1010 0000"],
	["mark-good", "A", "1013 1010", "1010 1010"],
	["mark-good", "B", "1010 2200", "1010 2010"],
	["mark-good", "A", "1010 0000", "same"],
	["mark-bad", "A", "2010 1010", "2000 1010"],
	["mark-bad", "B", "1010 2300", "1010 2000"],
	["mark-bad", "A", "1010 2000", "slot-is-last"],
	["mark-bad --force", "A", "1010 2000", "1000 2000"],
	["mark-bad", "A", "1000 2010", "same"],
	["prioritize", "B", "1010 1010", "1010 2010"],
	["prioritize", "A", "1010 1010", "2010 1010"],
	["prioritize", "A", "1010 2010", "2010 1010"],
	["prioritize", "B", "1010 2010", "same"],
	["prioritize", "B", "f010 f010", "1010 2010"],
	["prioritize", "A", "1010 0010", "same"],
	["prioritize", "A", "3010 9010", "2010 1010"],
	["prioritize", "B", "1010 0010", "slot-ineligible"],
	["prioritize --force", "B", "1010 0010", "1010 2010"],
	["prioritize --force", "B", "0010 0010", "0010 1010"],
	["prioritize", "B", "1010 1000", "slot-ineligible"],
	["prioritize --force", "B", "1010 1000", "1010 2300"],
	["prioritize --force", "B", "1010 2013", "1010 2010"],
	["clear", "B", "1010 2300", "1010 0000"],
	["clear", "A", "1010 0000", "slot-is-last"],
	["clear --force", "A", "1010 0000", "0000 0000"],
] as const)("%s %s: %s -> %s", (operation, name, before, expected) => {
	const [a = "", b = ""] = before.split(" ");
	const hex = (digits: string): SlotContent => {
		const content = slot(digits);
		const priority = Number.parseInt(digits[0] ?? "0", 16);
		return content.attributes === undefined
			? content
			: { ...content, attributes: { ...content.attributes, priority } };
	};
	const table = tableOf(hex(a), hex(b));
	const outcome = attempt(() => operations[operation]?.(table, name));
	if (typeof outcome === "string") {
		expect(outcome).toBe(expected);
	} else if (expected === "same") {
		expect(outcome).toMatchObject({ changed: false });
		expect(outcome?.table).toBe(table);
	} else {
		expect(outcome?.changed).toBe(true);
		expect(show(outcome?.table ?? table)).toBe(expected);
	}
});

test("an empty slot can be neither good nor bad nor preferred, not even by force", () => {
	const table = tableOf(slot("1010"));
	for (const operation of [
		"mark-good",
		"mark-bad",
		"mark-bad --force",
		"prioritize",
		"prioritize --force",
	]) {
		expect(attempt(() => operations[operation]?.(table, "B"))).toBe("slot-empty");
	}
	expect(clear(table, "B", undefined, uuids, careful)).toMatchObject({ changed: false });
});

test("the running slot is never cleared, not even by force", () => {
	const table = tableOf(slot("1010"), slot("2010"));
	expect(attempt(() => clear(table, "A", "A", uuids, forced))).toBe("slot-running");
	expect(clear(table, "B", "A", uuids, forced).changed).toBe(true);
});

test("clear takes UUIDs and labels away, commit gives those of the release", () => {
	const table = tableOf(slot("1010"), slot("2010"));
	const cleared = clear(table, "B", "A", uuids, careful).table;
	const [, empty] = readSlots(cleared);
	expect(empty).toMatchObject({ version: undefined, condition: "empty", rootHash: undefined });
	expect(cleared.partitions.slice(4, 7).map(({ uuid }) => uuid)).toEqual([...uuids]);
	expect(cleared.partitions.slice(4, 7).map(({ label }) => label)).toEqual([
		"_empty",
		"_empty",
		"_empty",
	]);
	const rootHash = "c0".repeat(32);
	const committed = commit(cleared, "B", { rootHash, version: "4800" });
	const [a, b] = readSlots(committed.table);
	expect(show(committed.table)).toBe("1010 2300");
	expect(b).toMatchObject({ version: "4800", condition: "new", rootHash, next: true });
	expect(a).toMatchObject({ condition: "proven", next: false });
});

test("commit refuses the release that the other slot holds", () => {
	const table = tableOf(slot("1010"));
	const release = { rootHash: testRootHashes.A, version: "4799" };
	expect(attempt(() => commit(table, "B", release))).toBe("slot-same-release");
});

const slotAttributes: fc.Arbitrary<SlotAttributes> = fc.record({
	priority: fc.nat({ max: 15 }),
	tries: fc.nat({ max: 15 }),
	successful: fc.boolean(),
	unproven: fc.nat({ max: 3 }),
});

const tables = fc
	.tuple(slotAttributes, slotAttributes, fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }))
	.map(([a, b, otherBits]) =>
		tableOf(
			{ version: "4799", attributes: a, otherBits },
			{ version: "4800", attributes: b, otherBits: otherBits << 1n },
		),
	);

test("no careful operation takes the last bootable slot away or touches foreign bits", () => {
	const careful = fc.constantFrom("mark-good", "mark-bad", "prioritize", "clear");
	const names = fc.constantFrom<SlotName>("A", "B");
	fc.assert(
		fc.property(tables, careful, names, (table, operation, name) => {
			const outcome = attempt(() => operations[operation]?.(table, name));
			if (typeof outcome === "string" || outcome === undefined) {
				return;
			}
			const before = rawAttributes(table);
			const after = rawAttributes(outcome.table);
			const canBoot = (raw: Readonly<Record<SlotName, bigint>>): boolean =>
				select({ raw, writable: true }).slot !== "rescue";
			expect(canBoot(after) || !canBoot(before)).toBe(true);
			const foreign = ~(0x7ffn << 48n) & (2n ** 64n - 1n);
			expect([after.A & foreign, after.B & foreign]).toEqual([
				before.A & foreign,
				before.B & foreign,
			]);
		}),
	);
});

test("prioritize makes exactly that slot boot next, by force whatever it was", () => {
	fc.assert(
		fc.property(tables, fc.constantFrom<SlotName>("A", "B"), (table, name) => {
			const raw = rawAttributes(prioritize(table, name, forced).table);
			expect(select({ raw, writable: true }).slot).toBe(name);
		}),
	);
});

test("mark-good takes mark-bad back on a proven slot", () => {
	fc.assert(
		fc.property(tables, (table) => {
			const good = markGood(table, "A").table;
			expect(markGood(markBad(good, "A", forced).table, "A").table).toEqual(good);
			const priority = readSlotAttributes(rawAttributes(good).A).priority;
			expect(isEligible(readSlotAttributes(rawAttributes(good).A))).toBe(priority > 0);
		}),
	);
});

test("a disk of another system is refused with what differs", () => {
	const table = tableOf(slot("1010"));
	const without = { ...table, partitions: table.partitions.filter(({ index }) => index !== 6) };
	expect(() => checkLayout(without, "/dev/x")).toThrow(
		"/dev/x is not a Soma disk: partition 6 (usr of slot B) does not exist",
	);
	const other = {
		...table,
		partitions: table.partitions.map((partition) =>
			partition.index === 2
				? { ...partition, type: "0fc63daf-8483-4772-8e79-3d69d8477de4" }
				: partition,
		),
	};
	expect(() => checkLayout(other, "/dev/x")).toThrow(
		/partition 2 has the type 0fc63daf-.* but boot of slot A has 50f3b007-/,
	);
});

function attempt(action: () => Change | undefined): Change | string | undefined {
	try {
		return action();
	} catch (error) {
		if (error instanceof Error && "code" in error && typeof error.code === "string") {
			return error.code;
		}
		throw error;
	}
}

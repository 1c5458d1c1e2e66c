import { expect, test } from "vitest";
import { type BootHistory, type BootNote, bootOf, noteBoot, parseHistory } from "./boots.ts";
import { judgeCrashes, type SlotFacts } from "./judge.ts";
import { type Crash, readCrash, readCrashRecords } from "./record.ts";

const start = 1_800_000_000;

function note(number: number, slot: "A" | "B", startedAtSeconds: number): BootNote {
	return { bootId: `boot-${number}`, slot, rootHash: `hash-${slot}`, startedAtSeconds };
}

/** Slot A booted twice and died each time after five minutes; now it runs again. */
const history: BootHistory = {
	boots: [note(1, "A", start), note(2, "A", start + 400)],
	judgedUntilSeconds: 0,
};
const now = note(3, "A", start + 800);
const died = (atSeconds: number, changes: Partial<Crash> = {}): Crash => ({
	kind: "verity",
	atSeconds,
	uptimeSeconds: 300,
	line: "Kernel panic - not syncing: dm-verity device has been corrupted",
	...changes,
});
const twice = [died(start + 300), died(start + 700)];
const good: SlotFacts = { rootHash: "hash-B", successful: true, bootable: true };
const slots = { A: { ...good, rootHash: "hash-A" }, B: good };

test("two crashes of one slot within an hour mark it bad when the other is good", () => {
	expect(judgeCrashes(twice, history, now, slots)).toEqual({
		kind: "mark-bad",
		slot: "A",
		untilSeconds: start + 700,
		because:
			"2 crashes within an hour, the last one: " +
			"Kernel panic - not syncing: dm-verity device has been corrupted",
	});
	const panics = twice.map((crash) => ({ ...crash, kind: "panic" as const }));
	expect(judgeCrashes(panics, history, now, slots).kind).toBe("mark-bad");
});

test.each([
	["one crash is not enough", twice.slice(0, 1), {}],
	[
		"an oops that the kernel survived does not count",
		[died(start + 300, { kind: "other" }), died(start + 700)],
		{},
	],
	[
		"the other slot was never good",
		twice,
		{ slots: { ...slots, B: { ...good, successful: false } } },
	],
	["the other slot cannot boot", twice, { slots: { ...slots, B: { ...good, bootable: false } } }],
	["the slot is bad already", twice, { slots: { ...slots, A: { ...slots.A, bootable: false } } }],
	[
		"the slot held another release then",
		twice,
		{ slots: { ...slots, A: { ...slots.A, rootHash: "new" } } },
	],
	["they were judged before", twice, { history: { ...history, judgedUntilSeconds: start + 700 } }],
	["they are older than an hour", twice, { boot: note(3, "A", start + 300 + 3601) }],
	["the clock was set in between", twice.map((crash) => died(crash.atSeconds + 100)), {}],
	["one boot left two records", [died(start + 300), died(start + 303)], {}],
	[
		"each slot crashed once",
		twice,
		{ history: { ...history, boots: [note(1, "A", start), note(2, "B", start + 400)] } },
	],
] as const)("nothing is marked: %s", (_why, crashes, changes) => {
	const facts = { history, boot: now, slots, ...changes };
	expect(judgeCrashes(crashes, facts.history, facts.boot, facts.slots)).toEqual({ kind: "keep" });
});

test("the slot that is not running is judged too", () => {
	const boot = note(3, "B", start + 800);
	expect(judgeCrashes(twice, history, boot, slots)).toMatchObject({ slot: "A" });
});

test("a boot is noted once, and the oldest notes go", () => {
	expect(noteBoot(history, note(2, "A", start + 400))).toBe(history);
	const many = Array.from({ length: 300 }, (_, at) => note(at, "A", start + at));
	const kept = many.reduce(noteBoot, { boots: [], judgedUntilSeconds: 0 });
	expect(kept.boots).toHaveLength(256);
	expect(kept.boots.at(-1)?.bootId).toBe("boot-299");
});

test("a crash belongs to the boot whose kernel started then, or to none", () => {
	expect(bootOf(died(start + 302), history)?.bootId).toBe("boot-1");
	expect(bootOf(died(start + 300, { uptimeSeconds: 5 }), history)).toBeUndefined();
	expect(bootOf(died(start + 300, { uptimeSeconds: undefined }), history)).toBeUndefined();
});

test.each([undefined, "", "{", "[]", "null", '{"boots":[{}],"judgedUntilSeconds":0}'])(
	"a history that is none is an empty one: %j",
	(text) => {
		expect(parseHistory(text)).toEqual({ boots: [], judgedUntilSeconds: 0 });
	},
);

test("a history is read back as it was written", () => {
	expect(parseHistory(JSON.stringify(history))).toEqual(history);
});

test("parts of one crash are one crash, whichever second they were written in", () => {
	const parts = [
		{ atSeconds: start + 41, text: "Panic#1 Part2\n<6>[   40.0] earlier words" },
		{ atSeconds: start + 40, text: words },
		{ atSeconds: start + 140, text: words },
	];
	expect(readCrashRecords(parts).map(({ kind, atSeconds }) => [kind, atSeconds])).toEqual([
		["verity", start + 40],
		["verity", start + 140],
	]);
});

const words = [
	"Panic#1 Part1",
	"<3>[   40.120000] device-mapper: verity: 8:3: data block 17 is corrupted",
	"<0>[   40.123456] Kernel panic - not syncing: dm-verity device has been corrupted",
	"<4>[   40.130000] CPU: 0 UID: 0 PID: 1 Comm: systemd",
].join("\n");

test.each([
	[words, "verity", 40.123456],
	["[    3.5] Kernel panic - not syncing: Attempted to kill init!\n", "panic", 3.5],
	["<0>[  3.25][    T1] Kernel panic - not syncing: Fatal exception\n", "panic", 3.25],
	["Oops#1 Part1\n<1>[   9.0] BUG: kernel NULL pointer dereference\n", "other", undefined],
	["", "other", undefined],
])("a record that begins with %j is of kind %s", (text, kind, uptimeSeconds) => {
	expect(readCrash(text, start)).toMatchObject({ kind, uptimeSeconds, atSeconds: start });
});

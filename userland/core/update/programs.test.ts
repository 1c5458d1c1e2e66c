import fc from "fast-check";
import { expect, test } from "vitest";
import { nextForRescue, nextForSelector, type ProgramFacts } from "./programs.ts";
import {
	emptyPrograms,
	type ProgramBits,
	type ProgramsDocument,
	programsFile,
	type SelectorTrial,
} from "./programs-document.ts";

const bits = (version: string): ProgramBits => ({ version, sha256: version.repeat(64) });
const [old, now, newer] = [bits("1"), bits("2"), bits("3")];

interface Row {
	readonly trial?: SelectorTrial;
	readonly selector?: ProgramBits | undefined;
	readonly failed?: ProgramBits;
	readonly first?: ProgramBits | undefined;
	readonly second?: ProgramBits | undefined;
	readonly startedBy?: "first" | "second" | undefined;
	readonly bootId?: string;
	readonly isArmed?: boolean;
}

function stepOf(row: Row): ReturnType<typeof nextForSelector> {
	const document: ProgramsDocument = {
		...emptyPrograms,
		trial: row.trial ?? { kind: "none" },
		selector: row.selector,
		failed: row.failed === undefined ? [] : [{ ...row.failed, because: "it", atSeconds: 1 }],
	};
	return nextForSelector(document, {
		wanted: { rescue: now, selector: now },
		found: {
			rescue: now.sha256,
			first: "first" in row ? row.first?.sha256 : old.sha256,
			second: "second" in row ? row.second?.sha256 : old.sha256,
		},
		bootId: row.bootId ?? "this boot",
		firmware: {
			isThere: true,
			startedBy: "startedBy" in row ? row.startedBy : "first",
			isArmed: row.isArmed ?? false,
		},
	});
}

const waiting = { kind: "waiting", target: now, armedInBoot: "the boot before" } as const;
const arming = { kind: "arming", target: now, writtenInBoot: "the boot before" } as const;

const rows: readonly (readonly [string, Row, object])[] = [
	["both are right", { first: now, second: now }, { kind: "rest" }],
	["both are older", {}, { kind: "enter", trial: { kind: "preparing", target: now } }],
	["both are newer", { first: newer, second: newer, selector: newer }, { kind: "rest" }],
	["both are older, and the new one failed", { failed: now }, { kind: "rest" }],
	[
		"the first started, and the second is damaged",
		{ first: now, second: bits("9") },
		{ kind: "enter", trial: { kind: "copying", target: now } },
	],
	[
		"the first started, and is newer than what is wanted",
		{ first: newer, second: undefined, selector: newer },
		{ kind: "enter", trial: { kind: "copying", target: newer } },
	],
	[
		"the second started, and the first is damaged",
		{ first: bits("9"), startedBy: "second" },
		{ kind: "enter", trial: { kind: "preparing", target: now } },
	],
	[
		"the second started, is newer, and the first is damaged",
		{ first: undefined, second: newer, selector: newer, startedBy: "second" },
		{ kind: "enter", trial: { kind: "restoring" } },
	],
	["nobody knows what started", { startedBy: undefined }, { kind: "rest" }],
	[
		"it is being prepared",
		{ trial: { kind: "preparing", target: now } },
		{ kind: "write", place: "first", from: "release", bits: now },
	],
	[
		"another release runs now",
		{ trial: { kind: "preparing", target: newer }, first: newer },
		{ kind: "enter", trial: { kind: "restoring" } },
	],
	[
		"the first is written",
		{ trial: { kind: "preparing", target: now }, first: now },
		{ kind: "enter", trial: { kind: "arming", target: now, writtenInBoot: "this boot" } },
	],
	["it is not armed yet", { trial: arming, first: now, startedBy: "second" }, { kind: "arm" }],
	[
		"it is armed",
		{ trial: arming, first: now, startedBy: "second", isArmed: true },
		{ kind: "enter", trial: { kind: "waiting", target: now, armedInBoot: "this boot" } },
	],
	[
		"it was armed and started before that was noted",
		{ trial: arming, first: now, startedBy: "first" },
		{ kind: "enter", trial: { kind: "copying", target: now } },
	],
	[
		"it waits for a restart",
		{ trial: { ...waiting, armedInBoot: "this boot" }, first: now, isArmed: true },
		{ kind: "rest" },
	],
	[
		"it started",
		{ trial: waiting, first: now },
		{ kind: "enter", trial: { kind: "copying", target: now } },
	],
	[
		"the older one started",
		{ trial: waiting, first: now, startedBy: "second" },
		{ kind: "enter", trial: { kind: "restoring", failed: now } },
	],
	[
		"it is being copied",
		{ trial: { kind: "copying", target: now }, first: now },
		{ kind: "write", place: "second", from: "first", bits: now },
	],
	[
		"it was copied",
		{ trial: { kind: "copying", target: now }, first: now, second: now },
		{ kind: "enter", trial: { kind: "none" }, known: now },
	],
	[
		"it is being undone",
		{ trial: { kind: "restoring" }, first: now },
		{ kind: "write", place: "first", from: "second", bits: { sha256: old.sha256 } },
	],
	[
		"it was undone",
		{ trial: { kind: "restoring", failed: { ...now, because: "it" } } },
		{ kind: "enter", trial: { kind: "none" }, failed: now },
	],
];

test.each(rows)("the selector when %s", (_, row, step) => {
	expect(stepOf(row)).toMatchObject(step);
});

test("rescue is replaced unless what is there is known to be newer", () => {
	const facts = (found: ProgramBits | undefined): ProgramFacts => ({
		wanted: { rescue: now, selector: now },
		found: { rescue: found?.sha256, first: now.sha256, second: now.sha256 },
		bootId: "this boot",
		firmware: { isThere: false, startedBy: undefined, isArmed: false },
	});
	const write = { kind: "write", place: "rescue", from: "release", bits: now };
	expect(nextForRescue(emptyPrograms, facts(now))).toEqual({ kind: "rest" });
	expect(nextForRescue(emptyPrograms, facts(old))).toEqual(write);
	expect(nextForRescue(emptyPrograms, facts(undefined))).toEqual(write);
	const known = { ...emptyPrograms, rescue: newer };
	expect(nextForRescue(known, facts(newer))).toEqual({ kind: "rest" });
	expect(nextForRescue(known, facts(bits("9")))).toEqual(write); // damaged
});

const arbitraryBits = fc.constantFrom(old, now, newer);
const arbitraryTrial = fc.oneof(
	fc.constant<SelectorTrial>({ kind: "none" }),
	arbitraryBits.map((target): SelectorTrial => ({ kind: "preparing", target })),
	arbitraryBits.map((target): SelectorTrial => ({ ...arming, target })),
	arbitraryBits.map((target): SelectorTrial => ({ ...waiting, target })),
	arbitraryBits.map((target): SelectorTrial => ({ kind: "copying", target })),
	fc.constant<SelectorTrial>({ kind: "restoring" }),
	arbitraryBits.map(
		(target): SelectorTrial => ({
			kind: "restoring",
			failed: { ...target, because: "it" },
		}),
	),
);
const arbitraryRow = fc.record({
	trial: arbitraryTrial,
	selector: fc.option(arbitraryBits, { nil: undefined }),
	first: fc.option(arbitraryBits, { nil: undefined }),
	second: fc.option(arbitraryBits, { nil: undefined }),
	startedBy: fc.constantFrom("first" as const, "second" as const, undefined),
	bootId: fc.constantFrom("this boot", "the boot before"),
	isArmed: fc.boolean(),
});

test("a copy is written only while the firmware prefers the other one, and that is there", () => {
	fc.assert(
		fc.property(arbitraryRow, (row) => {
			const step = stepOf(row);
			if (step.kind === "write" && step.place === "second") {
				expect(row.trial.kind).toBe("copying");
				expect(row.first?.sha256).toBe(step.bits.sha256);
			}
			if (step.kind === "write" && step.place === "first") {
				expect(["preparing", "restoring"]).toContain(row.trial.kind);
				expect(step.from === "release" || row.second?.sha256 === step.bits.sha256).toBe(true);
			}
			if (step.kind === "arm") {
				expect(row.trial.kind).toBe("arming");
			}
		}),
	);
});

test("the document is read back as it was written; a broken one says where", () => {
	const [format] = programsFile.formats;
	fc.assert(
		fc.property(arbitraryTrial, fc.nat(), (trial, revision) => {
			const value = { ...emptyPrograms, trial, rescue: now, settled: undefined };
			const text = format?.format({ revision, value }) ?? "";
			expect(format?.parse(text, "programs.1.json")).toMatchObject(
				JSON.parse(JSON.stringify({ revision, value })),
			);
		}),
	);
	expect(() => format?.parse('{"format":1}', "programs.1.json")).toThrow("programs.1.json: ");
	expect(() => format?.parse("{", "programs.1.json")).toThrow("no JSON");
});

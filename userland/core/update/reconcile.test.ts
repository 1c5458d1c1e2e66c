import { expect, test } from "vitest";
import { emptyAttributes } from "../slot/attributes.ts";
import { emptyDocument, type HistoryEntry } from "./document.ts";
import type { Attempt, Phase } from "./phase.ts";
import { findFallen, presented, reconcile, type SystemFacts, withOutcome } from "./reconcile.ts";

const old = { version: "4800", rootHash: "a".repeat(64) };
const next = { version: "4801", rootHash: "b".repeat(64) };
const proven = { priority: 1, tries: 0, successful: true, unproven: 0 };
const fresh = { priority: 2, tries: 3, successful: false, unproven: 0 };
const facts: SystemFacts = {
	running: { ...old, slot: "A" },
	slots: {
		A: { rootHash: old.rootHash, attributes: proven },
		B: { rootHash: undefined, attributes: emptyAttributes },
	},
	bootId: "two",
	nowSeconds: 1000,
	hasNetwork: true,
};
const attempt: Attempt = {
	release: next,
	slot: "B",
	from: old,
	committedAtSeconds: 900,
	committedInBoot: "one",
	hadNetwork: true,
};
const inB = (attributes: typeof proven): SystemFacts => ({
	...facts,
	slots: { ...facts.slots, B: { rootHash: next.rootHash, attributes } },
});
const runsB = (attributes: typeof proven): SystemFacts => ({
	...inB(attributes),
	running: { ...next, slot: "B" },
});
const writing: Phase = { kind: "writing", release: next, slot: "B", formerRootHash: undefined };
const restarting: Phase = { kind: "restarting", ...attempt };

test.each([
	["what is fetched goes on", { kind: "fetching", release: next }, facts, "fetching"],
	["what runs needs no fetching", { kind: "waiting", release: old }, facts, "idle"],
	["a write that was cut goes on", writing, facts, "writing"],
	["a commit that was not noted waits for its restart", writing, inB(fresh), "restarting"],
	["a commit that was not noted, and runs", writing, runsB(fresh), "proving"],
	[
		"a write of what the slot had before is not taken for a commit",
		{ ...writing, formerRootHash: next.rootHash },
		inB({ ...fresh, tries: 0 }),
		"writing",
	],
	[
		"what was to be written runs from the other slot",
		{ ...writing, slot: "A" },
		runsB(proven),
		"idle",
	],
	["the slot to write runs now", { ...writing, slot: "A" }, facts, "idle"],
	["the restart is to come", { ...restarting, committedInBoot: "two" }, inB(fresh), "restarting"],
	["it runs", restarting, runsB({ ...fresh, tries: 2 }), "proving"],
] as const)("%s", (_name, phase, system, kind) => {
	const found = reconcile(phase, system);
	expect(found.phase.kind).toBe(kind);
	expect(found.decided).toBeUndefined();
});

test.each([
	["it runs and is proven", restarting, runsB(proven), "good"],
	["it was proven, and somebody went back", restarting, inB(proven), "good"],
	["it ran out of tries", restarting, inB({ ...fresh, tries: 0 }), "rolled-back"],
	["its slot was emptied", restarting, facts, "rolled-back"],
	["somebody preferred the other slot", restarting, inB(fresh), "rolled-back"],
	["the selector could not start it", restarting, inB({ ...fresh, tries: 2 }), "rolled-back"],
	["a commit that was not noted is proven", writing, runsB(proven), "good"],
] as const)("%s: decided", (_name, phase, system, outcome) => {
	const found = reconcile(phase, system);
	expect(found.phase).toEqual({ kind: "idle" });
	expect(found.decided?.outcome).toBe(outcome);
});

test("a commit that was not noted is started by whoever was to start it", () => {
	const byHand: Phase = { ...writing, byHand: true };
	expect(reconcile(byHand, inB(fresh)).phase).toMatchObject({ kind: "restarting", byHand: true });
	expect(reconcile(writing, inB(fresh)).phase).not.toHaveProperty("byHand");
});

test.each([
	["somebody preferred the running slot", { ...fresh, priority: 1 }, true],
	["the selector could not start it, and has tries left", { ...fresh, priority: 2 }, false],
	["it has no tries left", { ...fresh, tries: 0 }, false],
])("it was left by an operator where %s: %j %s", (_why, attributes, byOperator) => {
	expect(reconcile(restarting, inB(attributes)).decided).toMatchObject({ byOperator });
});

const good: HistoryEntry = {
	release: next,
	from: old,
	outcome: "good",
	because: "",
	evidence: [],
	committedAtSeconds: 900,
	decidedAtSeconds: 950,
	reported: true,
};
const spent = inB({ ...proven, unproven: 3 });

test.each([
	["it was proven, and its slot cannot start any more", [good], spent, true],
	["it was marked bad", [good], inB({ ...fresh, tries: 0 }), true],
	["its slot can start", [good], inB(proven), false],
	["it runs", [good], runsB({ ...proven, unproven: 3 }), false],
	["it failed before it was good", [{ ...good, outcome: "rolled-back" }], spent, false],
	["nobody knows what was there", [], spent, false],
	[
		"it was left for a newer one long ago",
		[good, { ...good, release: old, from: next, decidedAtSeconds: 990 }],
		spent,
		false,
	],
] as const)("a release fell, or not: %s", (_why, history, system, isFallen) => {
	const found = findFallen({ ...emptyDocument, history }, system);
	expect(found).toEqual(
		isFallen ? expect.objectContaining({ release: next, committedAtSeconds: 950 }) : undefined,
	);
});

test("a release that fell is noted once, and whatever is under way goes on", () => {
	const phase: Phase = { kind: "fetching", release: { version: "4802", rootHash: "d".repeat(64) } };
	const document = { ...emptyDocument, phase, history: [good] };
	const noted = withOutcome(document, { ...good, outcome: "rolled-back", wasGood: true });
	expect(noted).toMatchObject({ phase, refused: [next] });
	expect(findFallen(noted, spent)).toBeUndefined();
});

test("what it left while it still ran, it survived", () => {
	const check = { atSeconds: 980, failures: 0 };
	const found = findFallen({ ...emptyDocument, history: [good], check }, spent);
	expect(found).toMatchObject({ committedAtSeconds: 980 });
});

test("while its slot is written nothing in it can fall", () => {
	expect(findFallen({ ...emptyDocument, phase: writing, history: [good] }, spent)).toBeUndefined();
});

test.each([
	["in the boot that committed it, it waits for its restart", "4800", "one", "restarting", "x"],
	["when it runs it is being proven", "4801", "two", "proving", /notes within minutes what/],
	["when it does not run nothing is under way", "4800", "two", "idle", /4801 does not run/],
	["nor where nobody knows what runs", undefined, "two", "idle", /4801 does not run/],
])("before the agent ran in a boot: %s", (_name, running, bootId, kind, standing) => {
	const check = { ...emptyDocument.check, standing: "x" };
	const shown = presented({ ...emptyDocument, phase: restarting, check }, { running, bootId });
	expect(shown.phase.kind).toBe(kind);
	expect(shown.check.standing).toMatch(standing);
});

test("a phase that is no restart is presented as it is", () => {
	const document = { ...emptyDocument, phase: writing };
	expect(presented(document, { running: "4801", bootId: "two" })).toBe(document);
});

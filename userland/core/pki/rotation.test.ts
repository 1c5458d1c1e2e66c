import { expect, test } from "vitest";
import { errorOf } from "../../testing/errors.ts";
import {
	issuingGeneration,
	overlapSeconds,
	planBegin,
	planFinish,
	type RotationFacts,
	type RotationState,
	type RotationStep,
	trustedGenerations,
} from "./rotation.ts";

const start: RotationFacts = {
	state: { kind: "steady", generation: 1 },
	newestGeneration: 1,
	newestScope: undefined,
	published: "steady",
	nowSeconds: 1000,
};

/** What is on disk after a step, as the real one leaves it. */
function after(facts: RotationFacts, step: RotationStep): RotationFacts {
	switch (step.kind) {
		case "make-generation":
			return { ...facts, newestGeneration: step.to, newestScope: "nodes" };
		case "enter":
			return { ...facts, state: step.state };
		case "revoke-generation":
			return facts;
		case "publish":
			return { ...facts, published: facts.state.kind };
	}
}

type Plan = (facts: RotationFacts) => readonly RotationStep[];

/** Runs a plan that is cut off after each possible number of steps, then run again to its end. */
function endsOf(facts: RotationFacts, plan: Plan): RotationFacts[] {
	const whole = plan(facts);
	return Array.from({ length: whole.length + 1 }, (_, count) => {
		const cut = whole.slice(0, count).reduce(after, facts);
		return plan(cut).reduce(after, cut);
	});
}

const begin: Plan = (facts) => planBegin(facts, "nodes");
const finish: Plan = (facts) => planFinish(facts, true);

test("a beginning that is cut off anywhere goes on to the same end", () => {
	const ends = endsOf(start, begin);
	expect(ends).toHaveLength(4);
	for (const end of ends) {
		expect(end).toEqual(ends[0]);
		expect(begin(end)).toEqual([]);
	}
	expect(ends[0]).toMatchObject({
		state: { kind: "overlap", from: 1, to: 2, scope: "nodes" },
		published: "overlap",
	});
});

test("a finish that is cut off anywhere goes on to the same end", () => {
	const [overlap = start] = endsOf(start, begin);
	const ends = endsOf(overlap, finish);
	for (const end of ends) {
		expect(end).toMatchObject({ state: { kind: "steady", generation: 2 }, published: "steady" });
		expect(finish(end)).toEqual([]);
	}
});

test("the old generation is revoked before it is left, so that no cut leaves it trusted", () => {
	const [overlap = start] = endsOf(start, begin);
	const kinds = finish(overlap).map(({ kind }) => kind);
	expect(kinds).toEqual(["revoke-generation", "enter", "publish"]);
});

test("an overlap ends by itself only when every certificate of before has expired", async () => {
	const [overlap = start] = endsOf(start, begin);
	const at = (nowSeconds: number): RotationFacts => ({ ...overlap, nowSeconds });
	const early = await errorOf(() => planFinish(at(1000 + overlapSeconds - 1), false));
	expect(early.code).toBe("rotation-too-early");
	expect(planFinish(at(1000 + overlapSeconds), false)).toHaveLength(3);
});

test("two rotations do not run at once", async () => {
	const [overlap = start] = endsOf(start, begin);
	expect((await errorOf(() => planBegin(overlap, "root"))).code).toBe("rotation-running");
	const [made] = begin(start);
	const cut = made === undefined ? start : after(start, made);
	expect((await errorOf(() => planBegin(cut, "root"))).code).toBe("rotation-running");
});

test("nothing is finished before its beginning was published", async () => {
	const state: RotationState = { kind: "overlap", from: 1, to: 2, scope: "nodes", sinceSeconds: 0 };
	const facts = { ...start, state, newestGeneration: 2, newestScope: "nodes" } as const;
	expect((await errorOf(() => planFinish(facts, true))).code).toBe("rotation-not-published");
});

test("the new generation issues, and the old one is trusted during the overlap", () => {
	const state: RotationState = { kind: "overlap", from: 3, to: 4, scope: "root", sinceSeconds: 0 };
	expect([issuingGeneration(state), trustedGenerations(state)]).toEqual([4, [4, 3]]);
	const steady: RotationState = { kind: "steady", generation: 4 };
	expect([issuingGeneration(steady), trustedGenerations(steady)]).toEqual([4, [4]]);
});

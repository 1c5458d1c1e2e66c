import fc from "fast-check";
import { expect, test } from "vitest";
import { assert } from "../../lib/assert.ts";
import {
	type IdentityEvent,
	type IdentityFacts,
	type IdentityState,
	type IdentityStep,
	type Moment,
	renewAfter,
	stepIdentity,
	unconfigured,
	type Validity,
} from "./identity-machine.ts";

const day = 86_400;
const validity: Validity = { notAfterSeconds: 30 * day, renewAfterSeconds: 20 * day };
const blank: IdentityFacts = {
	configured: true,
	source: "join",
	hasKey: true,
	certificate: undefined,
};
const running = { failures: 0, dueMs: undefined, problem: undefined } as const;

function at(nowSeconds: number, nowMs = nowSeconds * 1000): Moment {
	return { nowSeconds, nowMs, jitter: 1 };
}

function step(
	state: IdentityState,
	event: IdentityEvent,
	moment: Moment = at(0),
	source: IdentityFacts["source"] = "join",
): IdentityStep {
	return stepIdentity(state, event, source, moment);
}

function requests({ effects }: IdentityStep): string[] {
	return effects.flatMap((effect) => (effect.kind === "request" ? [effect.by] : []));
}

test("a node without configuration asks nobody for anything", () => {
	const facts = { ...blank, configured: false };
	const { state, effects } = step(unconfigured, { kind: "facts", facts });
	expect([state, effects]).toEqual([unconfigured, []]);
	expect(step(state, { kind: "tick" }, at(99 * day)).effects).toEqual([]);
});

test("a configured node makes its key first, then asks as its ticket says", () => {
	const made = step(unconfigured, { kind: "facts", facts: { ...blank, hasKey: false } });
	expect(made).toEqual({ state: { kind: "need-key" }, effects: [{ kind: "make-key" }] });
	for (const source of ["self", "join"] as const) {
		const asked = step(made.state, { kind: "key-made" }, at(0), source);
		expect([asked.state.kind, requests(asked)]).toEqual(["enrolling", [source]]);
	}
});

test("a node without a ticket says so once, and goes on when one appears", () => {
	const facts = { ...blank, source: { problem: "there is no ticket" } };
	const stuck = step(unconfigured, { kind: "facts", facts });
	expect(stuck.state).toEqual({ kind: "stuck", problem: "there is no ticket" });
	expect(stuck.effects).toHaveLength(1);
	expect(step(stuck.state, { kind: "facts", facts }).effects).toEqual([]);
	expect(requests(step(stuck.state, { kind: "facts", facts: blank }))).toEqual(["join"]);
});

test("failures are told when they are new, and repeated with growing pauses", () => {
	let state: IdentityState = { kind: "enrolling", ...running };
	let nowMs = 0;
	const pausesMs: number[] = [];
	let reports = 0;
	for (let count = 0; count < 12; count++) {
		const failed = step(state, { kind: "failed", problem: "no answer" }, at(0, nowMs));
		reports += failed.effects.length;
		assert(failed.state.kind === "enrolling", "an attempt ended otherwise");
		const dueMs = failed.state.dueMs ?? 0;
		pausesMs.push(dueMs - nowMs);
		expect(requests(step(failed.state, { kind: "tick" }, at(0, dueMs - 1)))).toEqual([]);
		const again = step(failed.state, { kind: "tick" }, at(0, dueMs));
		expect(requests(again)).toEqual(["join"]);
		state = again.state;
		nowMs = dueMs;
	}
	expect(pausesMs.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
	expect(pausesMs.slice(-2)).toEqual([300_000, 300_000]);
	expect(reports).toBe(1);
});

test("a certificate is renewed after two thirds of its life, and not before", () => {
	const certified: IdentityState = { kind: "certified", certificate: validity };
	expect(renewAfter(0, 30 * day)).toBe(validity.renewAfterSeconds);
	expect(requests(step(certified, { kind: "tick" }, at(20 * day - 1)))).toEqual([]);
	expect(requests(step(certified, { kind: "tick" }, at(20 * day)))).toEqual(["renewal"]);
	expect(requests(step(certified, { kind: "tick" }, at(20 * day), "self"))).toEqual(["self"]);
});

test("a rotation renews at once, but never beside a request that runs", () => {
	const certified: IdentityState = { kind: "certified", certificate: validity };
	const asked = step(certified, { kind: "reissue" });
	expect(requests(asked)).toEqual(["renewal"]);
	expect(requests(step(asked.state, { kind: "reissue" }))).toEqual([]);
	expect(requests(step(asked.state, { kind: "tick" }, at(25 * day)))).toEqual([]);
});

test("a certificate that has expired is asked for by the ticket again", () => {
	const certified: IdentityState = { kind: "certified", certificate: validity };
	const expired = step(certified, { kind: "tick" }, at(30 * day + 1));
	expect(expired.state.kind).toBe("expired");
	expect(requests(step(expired.state, { kind: "tick" }, at(30 * day + 1)))).toEqual(["join"]);
});

test("a clock that jumps over the end of a certificate, and back, leaves a node with one", () => {
	let state: IdentityState = { kind: "certified", certificate: validity };
	state = step(state, { kind: "tick" }, at(999 * day, 1)).state;
	const asked = step(state, { kind: "tick" }, at(999 * day, 2));
	expect(requests(asked)).toEqual(["join"]);
	const certificate = { notAfterSeconds: 1029 * day, renewAfterSeconds: 1019 * day };
	state = step(asked.state, { kind: "issued", certificate }, at(999 * day, 3)).state;
	expect(state).toEqual({ kind: "certified", certificate });
	expect(step(state, { kind: "tick" }, at(0, 4)).state).toEqual(state);
});

test("an answer that nobody waits for changes nothing", () => {
	const states: IdentityState[] = [
		unconfigured,
		{ kind: "need-key" },
		{ kind: "certified", certificate: validity },
		{ kind: "enrolling", failures: 1, dueMs: 5, problem: "x" },
	];
	for (const state of states) {
		expect(step(state, { kind: "issued", certificate: validity }).state).toEqual(state);
		expect(step(state, { kind: "failed", problem: "late" }).state).toEqual(state);
	}
});

test("while the disk is read again, a request that runs is not doubled", () => {
	const state: IdentityState = { kind: "renewing", certificate: validity, ...running };
	const facts = { ...blank, certificate: validity };
	expect(step(state, { kind: "facts", facts })).toEqual({ state, effects: [] });
});

/**
 * A year of a node with a seed that answers as the numbers say, a tick an hour. Returns the hours
 * in which it had no valid certificate.
 */
function simulate(answers: readonly boolean[]): number {
	let state: IdentityState = { kind: "enrolling", ...running };
	let asked = true;
	let hoursWithout = 0;
	let count = 0;
	for (let hour = 0; hour < 365 * 24; hour++) {
		const moment = at(hour * 3600);
		if (asked) {
			const works = answers[count++ % answers.length] ?? true;
			const notAfterSeconds = moment.nowSeconds + 30 * day;
			const renewAfterSeconds = renewAfter(moment.nowSeconds, notAfterSeconds);
			const event: IdentityEvent = works
				? { kind: "issued", certificate: { notAfterSeconds, renewAfterSeconds } }
				: { kind: "failed", problem: `failure ${count}` };
			state = step(state, event, moment).state;
		}
		const next = step(state, { kind: "tick" }, moment);
		state = next.state;
		const made = requests(next);
		expect(made.length).toBeLessThanOrEqual(1);
		asked = made.length > 0;
		const valid = "certificate" in state && moment.nowSeconds <= state.certificate.notAfterSeconds;
		hoursWithout += valid ? 0 : 1;
	}
	return hoursWithout;
}

test("a year with a seed that mostly fails has no hour without a certificate but the first", () => {
	const rarely = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
	fc.assert(
		fc.property(rarely, (answers) => {
			const first = answers.indexOf(true);
			const works = first !== -1; // a failed hour is followed by one in which it is asked again
			const hours = simulate(answers);
			expect(hours).toBe(works ? first * 2 : 365 * 24);
		}),
		{ numRuns: 60 },
	);
});

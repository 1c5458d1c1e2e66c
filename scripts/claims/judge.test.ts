import { expect, test } from "vitest";
import type { Claim, Evidence } from "./claim.ts";
import { judgeClaim, type Proofs } from "./judge.ts";

const outcome = {
	file: "a.test.ts",
	name: "t",
	passed: true,
	durationMs: 1,
	figure: undefined,
	message: "",
};
const soak = {
	job: "cuts",
	commit: "abc",
	endedAt: "2026-11-20T00:00:00Z",
	seed: 7,
	hours: 1,
	count: 1000,
	failures: 0,
};
const proofs: Proofs = {
	now: new Date("2026-11-23T00:00:00Z"),
	unit: [outcome, { ...outcome, name: "u", figure: "0 of 9 cuts" }],
	qemu: [{ ...outcome, file: "qemu-tests/cases/boot.test.ts", passed: false }],
	soaks: [soak],
	benchmarks: [],
	lastRun: undefined,
};

function verdict(...evidence: Evidence[]) {
	const claim: Claim = { id: "x-y", topic: "x", text: "t", evidence };
	return judgeClaim(claim, proofs);
}

test("tests by file and by name, with the figure that they recorded", () => {
	expect(verdict({ kind: "unit", file: "a.test.ts", names: /^t$/ })).toEqual({
		holds: true,
		figure: "1 of 1 tests",
		ageDays: 0,
	});
	expect(verdict({ kind: "unit", file: "a.test.ts" }).figure).toBe("0 of 9 cuts");
	expect(verdict({ kind: "unit", file: "a.test.ts", names: /nothing/ }).holds).toBe(false);
	expect(verdict({ kind: "qemu", name: "boot" })).toMatchObject({ holds: false });
});

test("a claim without evidence does not hold", () => {
	expect(verdict().holds).toBe(false);
});

test("one failed piece of evidence is enough", () => {
	const good = { kind: "unit", file: "a.test.ts" } as const;
	expect(verdict(good, { kind: "qemu", name: "boot" }).holds).toBe(false);
});

test("a soak counts while it is young, long enough and without failures", () => {
	expect(verdict({ kind: "soak", job: "cuts", minimum: 1000 })).toMatchObject({
		holds: true,
		ageDays: 3,
	});
	expect(verdict({ kind: "soak", job: "cuts", minimum: 1001 }).holds).toBe(false);
	expect(verdict({ kind: "soak", job: "other", minimum: 1 }).holds).toBe(false);
	const claim: Claim = {
		id: "x-y",
		topic: "x",
		text: "t",
		evidence: [{ kind: "soak", job: "cuts", minimum: 1 }],
	};
	const later = { ...proofs, now: new Date("2026-12-21T00:00:00Z") };
	expect(judgeClaim(claim, later)).toMatchObject({ holds: false, ageDays: 31 });
	const failing = { ...proofs, soaks: [{ ...soak, failures: 1 }] };
	expect(judgeClaim(claim, failing).holds).toBe(false);
});

test("what never ran does not hold", () => {
	expect(verdict({ kind: "budget" }).holds).toBe(false);
	expect(verdict({ kind: "bench", name: "boot" }).holds).toBe(false);
});

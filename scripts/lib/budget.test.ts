import { expect, test } from "vitest";
import { budgetLines, type PhaseResult, phaseTable } from "./budget.ts";

const minuteMs = 60_000;
const image: PhaseResult = {
	name: "image",
	budget: "build",
	durationMs: 6 * minuteMs,
	passed: 1,
	failed: 0,
};

test("the same time is within the cold budget and over the warm one", () => {
	expect(budgetLines([image], false)[0]?.isOver).toBe(false);
	expect(budgetLines([image], true)[0]?.isOver).toBe(true);
});

test("phases of one budget are added up", () => {
	const phases = [image, { ...image, name: "tool tree" }];
	expect(budgetLines(phases, false)).toMatchObject([{ usedMs: 12 * minuteMs }]);
});

test("the table names what is over and what failed", () => {
	const text = phaseTable([{ ...image, failed: 2 }], true);
	expect(text).toContain("1 passed, 2 FAILED");
	expect(text).toContain("OVER THE BUDGET");
});

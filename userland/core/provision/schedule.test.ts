import { expect, test } from "vitest";
import { longestPauseMs, pauseAfterMs } from "./schedule.ts";

test("pauses double from five seconds to five minutes and stay there for ever", () => {
	const middle = [1, 2, 3, 6, 7, 8, 1000, 1e9].map((attempt) => pauseAfterMs(attempt, 0.5));
	expect(middle).toEqual([5000, 10_000, 20_000, 160_000, 300_000, 300_000, 300_000, 300_000]);
});

test("jitter moves a pause by a quarter and never beyond the longest", () => {
	for (let attempt = 0; attempt < 40; attempt++) {
		for (const random of [0, 0.1, 0.5, 0.999]) {
			const pauseMs = pauseAfterMs(attempt, random);
			expect(pauseMs).toBeGreaterThanOrEqual(3750);
			expect(pauseMs).toBeLessThanOrEqual(longestPauseMs);
		}
	}
	expect(pauseAfterMs(1, 0)).toBe(3750);
	expect(pauseAfterMs(1, 0.999)).toBe(6248);
});

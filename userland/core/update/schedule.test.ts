import { expect, test } from "vitest";
import { checkSchedule, nextCheckDelaySeconds } from "./schedule.ts";

test.each([
	[0, 2700],
	[1, 60],
	[2, 120],
	[5, 960],
	[30, checkSchedule.longestBackOffSeconds],
])("after %s failures in a row the next check is %s s later", (failures, delay) => {
	expect(nextCheckDelaySeconds(failures, 0.5)).toBe(delay);
});

test("nodes are spread by a fifth of the time either way", () => {
	expect(nextCheckDelaySeconds(0, 0)).toBe(2160);
	expect(nextCheckDelaySeconds(0, 1)).toBe(3240);
});

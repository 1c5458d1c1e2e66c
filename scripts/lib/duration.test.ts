import { expect, test } from "vitest";
import { durationText } from "./duration.ts";

test.each([
	[0, "0.0 s"],
	[9_940, "9.9 s"],
	[9_960, "10 s"],
	[119_400, "119 s"],
	[185_000, "3 min 05 s"],
	[7_620_000, "2 h 07 min"],
])("%d ms is %s", (milliseconds, text) => {
	expect(durationText(milliseconds)).toBe(text);
});

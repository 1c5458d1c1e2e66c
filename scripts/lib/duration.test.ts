import { expect, test } from "vitest";
import { durationText, sizeText } from "./duration.ts";

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

test.each([
	[0, "0 B"],
	[1023, "1023 B"],
	[1536, "1.5 KiB"],
	[17 * 1024 * 1024, "17 MiB"],
	[8 * 1024 ** 4, "8.0 TiB"],
])("%d bytes is %s", (sizeBytes, text) => {
	expect(sizeText(sizeBytes)).toBe(text);
});

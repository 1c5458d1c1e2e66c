import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";
import { formatBytes, formatPairs, formatTable } from "./table.ts";

test("columns are as wide as their widest cell, lines have no trailing space", () => {
	expect(formatTable(["A", "LONGER"], [["wide", "x"], ["y"]])).toBe("A     LONGER\nwide  x\ny");
	expect(
		formatPairs([
			["a", "1"],
			["long", "2"],
		]),
	).toBe("a     1\nlong  2");
});

test.each([
	[0, "0 B"],
	[1023, "1023 B"],
	[1536, "1.5 KiB"],
	[67_108_864, "64 MiB"],
	[1_500_000_000_000, "1.4 TiB"],
])("%i bytes are %s", (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});

test.each([
	["lst", "list"],
	["markgood", "mark-good"],
	["status", "status"],
	["xyzzy", undefined],
])("nearest to %s is %s", (word, expected) => {
	expect(nearest(word, ["list", "mark-good", "mark-bad", "status"])).toBe(expected);
});

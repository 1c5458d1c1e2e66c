import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";
import {
	formatAge,
	formatBytes,
	formatDuration,
	formatPairs,
	formatShare,
	formatTable,
} from "./table.ts";

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

test("numbers stand on the right, and wide characters count as what they take", () => {
	const table = formatTable(
		["NAME", { title: "SIZE", align: "right" }],
		[
			["日本", "1"],
			["a", "12345"],
		],
	);
	expect(table).toBe("NAME   SIZE\n日本      1\na     12345");
});

test("a table is as wide as the terminal: what may shrink gives way, widest first", () => {
	const header = ["ID", { title: "NAME", shrinks: true }, { title: "TEXT", shrinks: true }];
	const rows = [["1", "abcdefghij", "a text that is much longer than the rest"]];
	expect(formatTable(header, rows, 36)).toBe(
		"ID  NAME        TEXT\n1   abcdefghij  a text that is much…",
	);
	expect(formatTable(header, rows, 24)).toBe("ID  NAME       TEXT\n1   abcdefgh…  a text t…");
	expect(formatTable(header, rows, 10)).toBe("ID  NAME …\n1   abcde…");
	expect(formatTable(header, rows, 200)).toBe(formatTable(header, rows));
});

test.each([
	[0, "0 s"],
	[59.9, "59 s"],
	[60, "1 min"],
	[61, "1 min 1 s"],
	[3600, "1 h"],
	[90_061, "1 d 1 h"],
	[400 * 86_400, "400 d"],
	[-3, "0 s"],
])("%d seconds are %s", (seconds, text) => {
	expect(formatDuration(seconds)).toBe(text);
});

test("a length of time has more units where there is room, and none that is 0", () => {
	expect(formatDuration(90_061, 4)).toBe("1 d 1 h 1 min 1 s");
	expect(formatDuration(86_400 + 5, 4)).toBe("1 d 5 s");
	expect(formatDuration(0, 4)).toBe("0 s");
});

test.each([
	[100, "now"],
	[97, "3 s ago"],
	[-3500, "1 h ago"],
	[100 + 3 * 86_400, "in 3 d"],
])("seen at 100, second %d is %s", (at, text) => {
	expect(formatAge(at, 100)).toBe(text);
});

test("a share is a whole number of percent", () => {
	expect([formatShare(1, 3), formatShare(0, 0)]).toEqual(["33 %", "-"]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf, fitColumns, padColumns, printable } from "./text-columns.ts";

test.each([
	["", 0],
	["abc", 3],
	["日本", 4],
	["e\u0301", 1],
	["한글", 4],
	["🚀", 2],
	["ｆ", 2],
	["é…─", 3],
])("%s takes %i columns", (text, columns) => {
	expect(columnsOf(text)).toBe(columns);
});

test("the columns of single letters are those that the runtime counts", () => {
	const blocks = [
		[0x20, 0x7e],
		[0xa1, 0xac],
		[0xae, 0x2ff],
		[0x370, 0x373],
		[0x400, 0x47f],
		[0x2500, 0x257f],
		[0x3041, 0x3096],
		[0x4e00, 0x9ffc],
		[0xac00, 0xd7a3],
		[0xff01, 0xff60],
		[0x1f600, 0x1f64f],
	] as const;
	for (const [first, last] of blocks) {
		for (let code = first; code <= last; code += 1) {
			const character = String.fromCodePoint(code);
			expect([code, columnsOf(character)]).toEqual([code, Bun.stringWidth(character)]);
		}
	}
});

test.each([
	["abcdef", 6, "abcdef"],
	["abcdef", 5, "abcd…"],
	["日本語", 5, "日本…"],
	["日本語", 4, "日…"],
	["abc", 1, "…"],
	["abc", 0, ""],
])("%s in %i columns is %s", (text, columns, expected) => {
	expect(fitColumns(text, columns)).toBe(expected);
});

test("text is filled up by columns, not by characters", () => {
	expect(padColumns("日本", 6, "right")).toBe("日本  ");
	expect(padColumns("7", 3, "left")).toBe("  7");
	expect(padColumns("long", 2, "left")).toBe("long");
});

test.each([
	["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
	["a\tb\r\n", "a    b\\x0d\\x0a"],
	["\u009b2J", "\\x9b2J"],
	["user\u202etxt.exe", "user\\u{202e}txt.exe"],
	["\ud800", "\\u{d800}"],
	["日本 é 🚀", "日本 é 🚀"],
])("%j is printed as %s", (text, expected) => {
	expect(printable(text)).toBe(expected);
});

test("whatever text it is, no control character is left and a cut is never too wide", () => {
	const any = fc.string({ unit: "binary" });
	fc.assert(
		fc.property(any, fc.nat(20), (text, columns) => {
			const shown = fitColumns(printable(text), columns);
			expect(columnsOf(shown)).toBeLessThanOrEqual(columns);
			// biome would refuse control characters in a pattern
			expect([...shown].every((character) => (character.codePointAt(0) ?? 0) >= 0x20)).toBe(true);
		}),
	);
});

import { expect, test } from "vitest";
import { markdownTable, replaceBetweenMarkers, textTable } from "./text-table.ts";

test("columns line up and nothing trails", () => {
	expect(
		textTable([
			["a", "bb", "c"],
			["aaa", "b", ""],
		]),
	).toBe("a    bb  c\naaa  b");
});

test("a Markdown table escapes its own separator", () => {
	expect(
		markdownTable([
			["a", "b"],
			["1|2", "3"],
		]),
	).toBe("| a | b |\n|---|---|\n| 1\\|2 | 3 |");
});

test("text between markers is replaced and the rest kept", () => {
	const before = "x\n<!-- t -->\nold\n<!-- /t -->\ny";
	expect(replaceBetweenMarkers(before, "t", "new")).toBe("x\n<!-- t -->\nnew\n<!-- /t -->\ny");
	expect(replaceBetweenMarkers(before, "u", "new")).toBeUndefined();
});

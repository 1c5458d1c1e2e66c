import { expect, test } from "vitest";
import { parseChoice } from "./selector-line.ts";

test.each([
	[
		"soma-selector: slot A, version 4799, highest-priority (priority 1, tries 3 -> 2)",
		{
			slot: "A",
			version: "4799",
			reason: "highest-priority",
			counts: "priority 1, tries 3 -> 2",
		},
	],
	[
		"soma-selector: rescue, rescue-none-eligible (A: priority 1, tries 0; B: priority 0, tries 0)",
		{
			slot: "rescue",
			version: "",
			reason: "rescue-none-eligible",
			counts: "A: priority 1, tries 0; B: priority 0, tries 0",
		},
	],
	["soma-selector: repaired: protective MBR", undefined],
])("%s", (line, expected) => {
	expect(parseChoice(line)).toEqual(expected);
});

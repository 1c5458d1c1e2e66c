import { expect, test } from "vitest";
import { commandGroups, commands } from "./commands.ts";

test("every command is in one group, under words that start no other command", () => {
	const names = commandGroups.flatMap((group) => group.commands.map(({ spec }) => spec.name));
	expect(new Set(names).size).toBe(names.length);
	for (const name of commands.keys()) {
		expect([...commands.keys()].filter((other) => other.startsWith(`${name} `))).toEqual([]);
	}
});

test("summaries are one line and end in a full stop, as do the helps of flags", () => {
	for (const { spec } of commands.values()) {
		expect([spec.name, spec.summary]).toEqual([spec.name, expect.stringMatching(/^[A-Z].*\.$/)]);
	}
});

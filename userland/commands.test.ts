import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatDocument } from "./applets/help/document.ts";
import { commandGroups, commands } from "./commands.ts";

test("docs/commands.md says what the tables of the commands say", () => {
	const path = join(import.meta.dirname, "..", "docs", "commands.md");
	const hint = "make it anew: bun userland/main.ts help --markdown >docs/commands.md";
	expect(readFileSync(path, "utf8"), hint).toBe(`${formatDocument(commandGroups)}\n`);
});

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

import fc from "fast-check";
import { expect, test } from "vitest";
import { completeLine, splitLine } from "./completion.ts";
import type { CommandSpec } from "./flags.ts";

const flags = {
	json: { kind: "switch", help: "JSON." },
	node: { kind: "list", value: "HOST", help: "Nodes." },
	output: { kind: "text", value: "FORM", words: ["short", "cat"], help: "Form." },
} as const;
const commands: ReadonlyMap<string, CommandSpec> = new Map([
	["status", { name: "soma status", summary: "Status.", flags }],
	[
		"slot show",
		{
			name: "soma slot show",
			summary: "Slot.",
			positionals: [{ name: "SLOT", help: "The slot", words: ["A", "B"] }],
			flags,
		},
	],
	["slot list", { name: "soma slot list", summary: "Slots.", flags: {} }],
]);
const lookup = (name: string): string[] => (name === "node" ? ["n1", "n2:7000"] : []);
const complete = (line: string): string[] =>
	completeLine(commands, splitLine(line), lookup).map(({ word }) => word);

test.each([
	["", ["status", "slot"]],
	["s", ["status", "slot"]],
	["sl", ["slot"]],
	["slot ", ["show", "list"]],
	["slot s", ["show"]],
	["slot show ", ["A", "B"]],
	["slot show --", ["--json", "--node", "--output", "--help"]],
	["slot show A ", ["--json", "--node", "--output", "--help"]],
	["slot show --node n1 ", ["A", "B"]],
	["status --json --", ["--node", "--output", "--help"]],
	["status --node ", ["n1", "n2:7000"]],
	["status --node n1,", ["n1,n2:7000"]],
	["status --node=n2", ["--node=n2:7000"]],
	["status --output ", ["short", "cat"]],
	["status --output=s", ["--output=short"]],
	["nonsense ", []],
	["slot list --x", []],
])("%j completes to %j", (line, expected) => {
	expect(complete(line)).toEqual(expected);
});

test.each([
	["a  b", ["a", "b"]],
	["a 'b c' d", ["a", "b c", "d"]],
	['a "b', ["a", "b"]],
	["a ", ["a", ""]],
])("%j splits into %j", (line, words) => {
	expect(splitLine(line)).toEqual(words);
});

test("whatever is typed, every answer goes on from the last word", () => {
	const word = fc.oneof(fc.constantFrom("slot", "show", "--node", "status", ""), fc.string());
	fc.assert(
		fc.property(fc.array(word), (words) => {
			for (const found of completeLine(commands, words, lookup)) {
				expect(found.word.startsWith(words.at(-1) ?? "")).toBe(true);
			}
		}),
	);
});

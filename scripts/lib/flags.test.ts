import { expect, test } from "vitest";
import { type FlagTable, helpText, parseFlags } from "./flags.ts";

const table = {
	nodes: { kind: "number", value: "N", minimum: 1, maximum: 9, help: "how many" },
	name: { kind: "text", value: "NAME", help: "which" },
	console: { kind: "switch", help: "attach" },
} as const satisfies FlagTable;

test("options in both spellings, switches and words", () => {
	const parsed = parseFlags(table, ["--nodes", "3", "word", "--name=a=b", "--console"]);
	expect(parsed.values).toEqual({ nodes: 3, name: "a=b", console: true });
	expect(parsed.words).toEqual(["word"]);
});

test("what was not given is false or absent", () => {
	expect(parseFlags(table, []).values).toEqual({
		nodes: undefined,
		name: undefined,
		console: false,
	});
});

test.each([
	[["--node", "3"], "there is no option --node"],
	[["-n"], "there is no option -n"],
	[["--constructor"], "there is no option --constructor"],
	[["--nodes"], "--nodes needs a value"],
	[["--nodes", "--console"], "--nodes needs a value"],
	[["--nodes", "ten"], "not a number from 1 to 9"],
	[["--nodes=10"], "not a number from 1 to 9"],
	[["--nodes=0x3"], "not a number from 1 to 9"],
	[["--nodes=1", "--nodes=2"], "given twice"],
	[["--console=yes"], "takes no value"],
])("bad command line %j", (argv, message) => {
	expect(() => parseFlags(table, argv)).toThrow(message);
});

test("an unknown option names the nearest one", () => {
	try {
		parseFlags(table, ["--node"]);
		expect.unreachable();
	} catch (error) {
		expect(error).toMatchObject({ code: "bad-flag", hint: "did you mean --nodes?" });
	}
});

test("help has a line for every option", () => {
	const text = helpText("npm start", "About.", table);
	for (const name of Object.keys(table)) {
		expect(text).toContain(`--${name}`);
	}
	expect(text.endsWith("\n")).toBe(true);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { type CommandSpec, formatHelp, parseFlags } from "./flags.ts";

const spec = {
	name: "soma test",
	summary: "Tests.",
	details: "More.",
	positionals: [
		{ name: "SLOT", help: "The slot", words: ["A", "B"] },
		{ name: "EXTRA", help: "Anything", optional: true },
	],
	flags: {
		json: { kind: "switch", help: "JSON." },
		disk: { kind: "text", value: "PATH", help: "The disk." },
	},
} as const satisfies CommandSpec;

test.each([
	[["A"], { json: false, disk: undefined }, { SLOT: "A" }],
	[["--json", "B", "x"], { json: true, disk: undefined }, { SLOT: "B", EXTRA: "x" }],
	[["A", "--disk", "/x"], { json: false, disk: "/x" }, { SLOT: "A" }],
	[["--disk=/x=y", "A"], { json: false, disk: "/x=y" }, { SLOT: "A" }],
	[["A", "--", "--json"], { json: false, disk: undefined }, { SLOT: "A", EXTRA: "--json" }],
])("%j is understood", (argv, flags, positionals) => {
	expect(parseFlags(spec, argv)).toEqual({ flags, positionals, rest: [], help: false });
});

test.each([
	[[], "SLOT is missing"],
	[["C"], 'SLOT is A or B, not "C"'],
	[["A", "b", "c"], 'unexpected argument "c"'],
	[["A", "--jsno"], "unknown flag --jsno; did you mean --json?"],
	[["A", "--completely-different"], "unknown flag --completely-different"],
	[["A", "-j"], "unknown flag -j"],
	[["A", "--json", "--json"], "--json is given twice"],
	[["A", "--json=yes"], '--json takes no value, but got "yes"'],
	[["A", "--disk"], "--disk needs a value (PATH)"],
	[["A", "--disk="], "--disk needs a value (PATH)"],
	[["A", "--disk", "--json"], "--disk needs a value (PATH)"],
])("%j is refused: %s", (argv, message) => {
	expect(() => parseFlags(spec, argv)).toThrow(`soma test: ${message}`);
});

test("help wins over what is missing, and shows every row", () => {
	expect(parseFlags(spec, ["--help"]).help).toBe(true);
	const text = formatHelp(spec);
	expect(text).toBe(
		[
			"Tests.\n",
			"Usage: soma test SLOT [EXTRA] [flags]\n",
			"  SLOT         The slot (A or B)",
			"  EXTRA        Anything",
			"  --json       JSON.",
			"  --disk PATH  The disk.",
			"  --help       Show this text.\n",
			"More.",
		].join("\n"),
	);
});

test("whatever is typed is either understood or an error with the code usage", () => {
	const words = fc.oneof(fc.constantFrom("A", "--json", "--disk", "--", "-"), fc.string());
	fc.assert(
		fc.property(fc.array(words, { maxLength: 6 }), (argv) => {
			try {
				expect(parseFlags(spec, argv).flags).toHaveProperty("json");
			} catch (error) {
				expect(error).toMatchObject({ code: "usage", hint: expect.stringMatching(/--help/) });
			}
		}),
	);
});

const counting = {
	name: "soma count",
	summary: "Counts.",
	rest: { name: "FILE", help: "What to count" },
	flags: { limit: { kind: "number", value: "N", minimum: 1, maximum: 9, help: "At most." } },
} as const satisfies CommandSpec;

test("numbers within their bounds, and any number of words", () => {
	const parsed = parseFlags(counting, ["a", "--limit", "2.5", "b"]);
	expect(parsed).toMatchObject({ flags: { limit: 2.5 }, rest: ["a", "b"] });
	expect(parseFlags(counting, []).flags.limit).toBeUndefined();
	expect(formatHelp(counting)).toContain("Usage: soma count [FILE...] [flags]");
});

test.each(["0", "10", "ten", "0x3", "1e1", "-1"])("%s is no number from 1 to 9", (value) => {
	expect(() => parseFlags(counting, [`--limit=${value}`])).toThrow("a number from 1 to 9");
});

const listing = {
	name: "soma many",
	summary: "Lists.",
	flags: {
		node: { kind: "list", value: "HOST", help: "Which." },
		boot: { kind: "number", value: "N", minimum: -9, maximum: 0, help: "Which." },
	},
} as const satisfies CommandSpec;

test.each([
	[[], []],
	[["--node", "a"], ["a"]],
	[
		["--node", "a,b", "--node=c, a"],
		["a", "b", "c"],
	],
])("a list flag of %j is %j", (argv, nodes) => {
	expect(parseFlags(listing, argv).flags.node).toEqual(nodes);
});

test.each([[["--node", "a,"]], [["--node=,"]]])("%j has an empty value", (argv) => {
	expect(() => parseFlags(listing, argv)).toThrow("soma many: --node has an empty value");
});

test("a number may be negative where its bounds say so", () => {
	expect(parseFlags(listing, ["--boot=-1"]).flags.boot).toBe(-1);
	expect(parseFlags(listing, ["--boot", "-1"]).flags.boot).toBe(-1);
	expect(() => parseFlags(listing, ["--boot", "1"])).toThrow("a number from -9 to 0");
});

const worded = {
	name: "soma pick",
	summary: "Picks.",
	flags: { output: { kind: "text", value: "FORM", words: ["short", "cat"], help: "The form." } },
} as const satisfies CommandSpec;

test("a text flag may allow certain words only", () => {
	expect(parseFlags(worded, ["--output", "cat"]).flags.output).toBe("cat");
	const message = '--output is one of short, cat, not "shrt"; did you mean short?';
	expect(() => parseFlags(worded, ["--output", "shrt"])).toThrow(message);
	expect(formatHelp(worded)).toContain("--output FORM  The form. (short, cat)");
});

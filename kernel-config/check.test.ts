import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SomaError } from "../userland/lib/errors.ts";
import { checkedOptions, missedOptions, requireKnown, requireTaken } from "./check.ts";
import { askedConfig, type Fragment, parseFragments } from "./fragments.ts";

const fragmentsHere: readonly Fragment[] = readdirSync(import.meta.dirname)
	.filter((name) => name.endsWith(".config"))
	.sort()
	.map((name) => ({ name, text: readFileSync(join(import.meta.dirname, name), "utf8") }));

function problemsOf(...texts: string[]): string[] {
	const fragments = texts.map((text, index) => ({ name: `${index}.config`, text }));
	return parseFragments(fragments).problems.map(
		({ fragment, line, message }) => `${fragment}:${line}: ${message}`,
	);
}

test("the fragments of this repository have no fault", () => {
	expect(parseFragments(fragmentsHere).problems).toEqual([]);
	expect(checkedOptions(fragmentsHere).length).toBeGreaterThan(400);
});

test("the fragments ask for what the design names", () => {
	const asked = new Map(checkedOptions(fragmentsHere).map(({ name, value }) => [name, value]));
	const wanted: Readonly<Record<string, string>> = {
		CONFIG_MODULES: "n",
		CONFIG_MULTIUSER: "y",
		CONFIG_FHANDLE: "y",
		CONFIG_FILE_LOCKING: "y",
		CONFIG_DM_VERITY: "y",
		CONFIG_FS_VERITY: "y",
		CONFIG_QFMT_V2: "y",
		CONFIG_EROFS_FS_BACKED_BY_FILE: "y",
		CONFIG_NFT_NUMGEN: "y",
		CONFIG_NFT_HASH: "y",
		CONFIG_BOOTPARAM_HUNG_TASK_PANIC: "y",
		CONFIG_KEXEC: "n",
		CONFIG_DEVMEM: "n",
		CONFIG_LOCALVERSION: '"-soma"',
	};
	expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, asked.get(name)]))).toEqual(
		wanted,
	);
});

test.each([
	["an option without a reason", ["CONFIG_A=y\n"], "0.config:1: CONFIG_A has no reason above it"],
	[
		"a blank line ends a reason",
		["# Why.\nCONFIG_A=y\n\nCONFIG_B=y\n"],
		"0.config:4: CONFIG_B has no reason above it",
	],
	[
		"the same option twice",
		["# Why.\nCONFIG_A=y\n", "# Why.\nCONFIG_A=y\n"],
		"1.config:2: CONFIG_A is asked for in 0.config:2 already",
	],
	[
		"a contradiction",
		["# Why.\nCONFIG_A=y\n", "# Why.\nCONFIG_B=y\nCONFIG_A=n\n"],
		"1.config:3: CONFIG_A=n contradicts CONFIG_A=y in 0.config:2",
	],
	[
		"a module",
		["# Why.\nCONFIG_A=m\n"],
		"0.config:2: CONFIG_A=m asks for a module, and this kernel has none",
	],
	[
		"Kconfig's own way to say no",
		["# CONFIG_A is not set\n"],
		"0.config:1: write CONFIG_A=n, with its reason above it",
	],
	[
		"an impossible value",
		["# Why.\nCONFIG_A=yes\n"],
		"0.config:2: CONFIG_A has the impossible value `yes`",
	],
	[
		"an unfinished string",
		['# Why.\nCONFIG_A="x\n'],
		'0.config:2: CONFIG_A has the impossible value `"x`',
	],
	[
		"a stray line",
		["# Why.\nA=y\n"],
		"0.config:2: `A=y` is neither an option (CONFIG_NAME=value), a comment nor a blank line",
	],
	["an empty comment", ["#\n"], "0.config:1: a comment says something after `# `"],
])("%s is a fault at its place", (_name, texts, expected) => {
	expect(problemsOf(...texts)).toEqual([expected]);
});

test("every fault is told at once, each with its place", () => {
	const fragments = [{ name: "a.config", text: "CONFIG_A=y\nCONFIG_B=m\n" }];
	const attempt = (): unknown => checkedOptions(fragments);
	expect(attempt).toThrow(SomaError);
	expect(attempt).toThrow(/3 fault\(s\):\s.*a\.config:1:.*\s.*a\.config:2:.*\s.*a\.config:2:/);
});

test("no option at all is an error, not a kernel without anything", () => {
	expect(() => checkedOptions([])).toThrow(/no fragment/);
});

test("a reason may change without changing what is asked", () => {
	const before = parseFragments([{ name: "a", text: "# One.\nCONFIG_B=n\nCONFIG_A=4\n" }]);
	const after = parseFragments([{ name: "b", text: "# Two.\nCONFIG_A=4\n\n# 3.\nCONFIG_B=n\n" }]);
	expect(askedConfig(before.options)).toBe("CONFIG_A=4\n# CONFIG_B is not set\n");
	expect(askedConfig(after.options)).toBe(askedConfig(before.options));
});

test("an option that did not take is listed with place, asked and got", () => {
	const text = '# Why.\nCONFIG_A=y\nCONFIG_B=n\nCONFIG_C=0x10\nCONFIG_D="x"\nCONFIG_E=n\n';
	const { options } = parseFragments([{ name: "f.config", text }]);
	const final = '# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C=16\nCONFIG_D="y"\n';
	const missed = missedOptions(options, final);
	expect(missed.map(({ name, line, value, got }) => [name, line, value, got])).toEqual([
		["CONFIG_A", 2, "y", "n"],
		["CONFIG_B", 3, "n", "y"],
		["CONFIG_D", 5, '"x"', '"y"'],
	]);
	expect(() => requireTaken(options, final)).toThrow(/f\.config:2: CONFIG_A asked y, got n/);
});

test("a misspelt option is told even when it asks for nothing", () => {
	const text = "# Why.\nCONFIG_DEVMEN=n\nCONFIG_A=y\n";
	const { options } = parseFragments([{ name: "f.config", text }]);
	const output = "asked.config:117:warning: unknown symbol: DEVMEN\n";
	expect(() => requireKnown(options, output)).toThrow(
		/f\.config:2: this kernel has no option CONFIG_DEVMEN/,
	);
	expect(() => requireKnown(options, "")).not.toThrow();
});

test("a configuration that is what was asked for passes", () => {
	const value = fc.oneof(
		fc.constantFrom("y", "n"),
		fc.integer().map(String),
		fc.stringMatching(/^[a-z ,/-]{0,12}$/).map((text) => `"${text}"`),
	);
	const name = fc.stringMatching(/^CONFIG_[A-Z][A-Z0-9_]{0,8}$/);
	fc.assert(
		fc.property(fc.dictionary(name, value), (asked) => {
			const text = Object.entries(asked).map(([key, entry]) => `# Why.\n${key}=${entry}\n`);
			const { options, problems } = parseFragments([{ name: "f", text: text.join("\n") }]);
			expect(problems).toEqual([]);
			expect(missedOptions(options, askedConfig(options))).toEqual([]);
		}),
	);
});

test("a change of any one option is noticed", () => {
	const options = checkedOptions(fragmentsHere);
	const lines = askedConfig(options).trimEnd().split("\n");
	fc.assert(
		fc.property(fc.nat(lines.length - 1), (index) => {
			const name = /CONFIG_\w+/.exec(lines[index] ?? "")?.[0];
			const changed = lines.with(index, `${name}="changed"`).join("\n");
			expect(missedOptions(options, changed).map((missed) => missed.name)).toEqual([name]);
		}),
	);
});

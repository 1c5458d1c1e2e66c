import type { CommandSpec, FlagRow } from "./flags.ts";

/** What can stand at a place of a command line. */
export interface Candidate {
	readonly word: string;
	/** What it is, for shells that show it. */
	readonly help: string;
}

/** Words that are known only when they are asked for, by what a flag or an argument calls them. */
export type Lookup = (name: string) => readonly string[];

/**
 * What can stand for the last word of a line, which may be empty. The line is without the name of
 * the program; names of commands are without it too. `lookup` knows values: for the flag `node`,
 * for the positional `NAME` of `soma context use`.
 */
export function completeLine(
	commands: ReadonlyMap<string, CommandSpec>,
	line: readonly string[],
	lookup: Lookup,
): readonly Candidate[] {
	const words = line.slice(0, -1);
	const last = line.at(-1) ?? "";
	const names = [...commands.keys()];
	const count = [2, 1].find(
		(size) => words.length >= size && names.includes(words.slice(0, size).join(" ")),
	);
	const spec = count === undefined ? undefined : commands.get(words.slice(0, count).join(" "));
	const found =
		spec === undefined
			? nextWords(commands, words)
			: nextOfCommand(spec, words.slice(count), last, lookup);
	return found.filter(({ word }) => word.startsWith(last));
}

/** The words of commands that can follow those that are there. */
function nextWords(
	commands: ReadonlyMap<string, CommandSpec>,
	words: readonly string[],
): readonly Candidate[] {
	const prefix = words.length === 0 ? "" : `${words.join(" ")} `;
	const next = new Map<string, string>();
	for (const [name, { summary }] of commands) {
		const [word = "", ...more] = name.slice(prefix.length).split(" ");
		if (name.startsWith(prefix) && word !== "") {
			next.set(word, more.length === 0 ? summary : `${prefix}${word} \u2026`);
		}
	}
	return [...next].map(([word, help]) => ({ word, help }));
}

function nextOfCommand(
	spec: CommandSpec,
	words: readonly string[],
	last: string,
	lookup: Lookup,
): readonly Candidate[] {
	const inline = /^--([^=]+)=/.exec(last)?.[1];
	if (inline !== undefined) {
		return valuesOf(inline, spec.flags[inline], last.slice(inline.length + 3), lookup).map(
			(candidate) => ({ ...candidate, word: `--${inline}=${candidate.word}` }),
		);
	}
	const former = words.at(-1);
	const waiting = former?.startsWith("--") === true ? former.slice(2) : "";
	const row = spec.flags[waiting];
	if (row !== undefined && row.kind !== "switch") {
		return valuesOf(waiting, row, last, lookup);
	}
	const positional = spec.positionals?.[countPositionals(spec, words)];
	const known = positional === undefined ? [] : (positional.words ?? lookup(positional.name));
	const values = known.map((word) => ({ word, help: positional?.help ?? "" }));
	return last.startsWith("-") || values.length === 0
		? [...values, ...unusedFlags(spec, words)]
		: values;
}

/** The values of a flag; of a list the part behind the last comma is completed. */
function valuesOf(
	name: string,
	row: FlagRow | undefined,
	typed: string,
	lookup: Lookup,
): readonly Candidate[] {
	const before = row?.kind === "list" ? typed.slice(0, typed.lastIndexOf(",") + 1) : "";
	const taken = before.split(",");
	return (row?.words ?? lookup(name))
		.filter((word) => !taken.includes(word))
		.map((word) => ({ word: `${before}${word}`, help: row?.help ?? "" }));
}

function unusedFlags(spec: CommandSpec, words: readonly string[]): readonly Candidate[] {
	const rows = Object.entries({ ...spec.flags, help: { kind: "switch", help: "Show the help." } });
	return rows
		.filter(([name, { kind }]) => kind === "list" || !words.includes(`--${name}`))
		.map(([name, { help }]) => ({ word: `--${name}`, help }));
}

function countPositionals(spec: CommandSpec, words: readonly string[]): number {
	let count = 0;
	for (const [at, word] of words.entries()) {
		const before = words[at - 1];
		const row = before?.startsWith("--") === true ? spec.flags[before.slice(2)] : undefined;
		const isValue = row !== undefined && row.kind !== "switch";
		count += word.startsWith("-") || isValue ? 0 : 1;
	}
	return count;
}

/** The words of a line as a shell has them, for quotes that close and some that do not yet. */
export function splitLine(text: string): string[] {
	const words: string[] = [""];
	let quote = "";
	for (const character of text) {
		const last = words.length - 1;
		if (quote !== "") {
			quote = character === quote ? "" : quote;
			words[last] += character === quote || quote === "" ? "" : character;
		} else if (character === '"' || character === "'") {
			quote = character;
		} else if (character === " " || character === "\t") {
			if (words[last] !== "") {
				words.push("");
			}
		} else {
			words[last] += character;
		}
	}
	return words;
}

import { parseArgs } from "node:util";
import { SomaError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { formatPairs } from "./table.ts";

/**
 * One flag: a switch, or one that takes a value. A list may be given several times and takes
 * several values between commas. The row is also the flag's documentation.
 */
export interface FlagRow {
	readonly kind: "switch" | "text" | "number" | "list";
	/** What the value is called in the help: `PATH`. */
	readonly value?: string;
	readonly help: string;
	/** The words that are allowed as the value of a text; any when absent. */
	readonly words?: readonly string[];
	/** The bounds of a number, both allowed. */
	readonly minimum?: number;
	readonly maximum?: number;
}

/** One positional argument. */
export interface PositionalRow {
	readonly name: string;
	readonly help: string;
	/** The words that are allowed; any word when absent. */
	readonly words?: readonly string[];
	readonly optional?: boolean;
}

/**
 * What a command accepts. Everything that can be checked without touching the system is checked
 * here.
 */
export interface CommandSpec {
	/** As it is typed: `soma slot mark-good`. */
	readonly name: string;
	readonly summary: string;
	/** Further paragraphs of the help text. */
	readonly details?: string;
	readonly positionals?: readonly PositionalRow[];
	/** Any number of words after the positionals; none when absent. */
	readonly rest?: Pick<PositionalRow, "name" | "help">;
	readonly flags: Readonly<Record<string, FlagRow>>;
}

/** What a flag of each kind becomes. */
interface ValueOfKind {
	readonly switch: boolean;
	readonly text: string | undefined;
	readonly number: number | undefined;
	/** In the order of the command line, without repetitions; empty when the flag is not given. */
	readonly list: readonly string[];
}

/** The values of a spec's flags. */
export type FlagValues<Spec extends CommandSpec> = {
	readonly [Name in keyof Spec["flags"]]: ValueOfKind[Spec["flags"][Name]["kind"]];
};

/** A checked command line. */
export interface ParsedCommand<Spec extends CommandSpec> {
	readonly flags: FlagValues<Spec>;
	/** By name; an optional one may be missing. */
	readonly positionals: Readonly<Record<string, string>>;
	/** The words after the positionals. */
	readonly rest: readonly string[];
	readonly help: boolean;
}

/** A mistake in a command line; `main` ends with exit code 2 for it. */
export function usageError(spec: Pick<CommandSpec, "name">, message: string): SomaError {
	return new SomaError({
		code: "usage",
		message,
		hint: `\`${spec.name} --help\` lists what exists`,
	});
}

/**
 * Reads a command line strictly: an unknown or repeated flag, a missing value, a value for a
 * switch, a word too many and a word that is not allowed are errors that name the nearest thing
 * that exists.
 */
export function parseFlags<const Spec extends CommandSpec>(
	spec: Spec,
	argv: readonly string[],
): ParsedCommand<Spec> {
	const options = Object.fromEntries(
		Object.entries({ ...spec.flags, help: helpRow }).map(([name, row]) => [
			name,
			{ type: row.kind === "switch" ? ("boolean" as const) : ("string" as const) },
		]),
	);
	const { tokens } = parseArgs({
		args: [...argv],
		options,
		allowPositionals: true,
		strict: false,
		tokens: true,
	});
	const given = new Map<string, (string | true)[]>();
	const words: string[] = [];
	for (const token of tokens) {
		if (token.kind === "positional") {
			words.push(token.value);
		} else if (token.kind === "option") {
			// A word that looks like a flag is a value only behind `=`: `--disk --json` lacks one.
			const isFlag = token.value?.startsWith("--") === true && token.inlineValue !== true;
			const value = isFlag ? undefined : token.value;
			checkFlag(spec, token.rawName, token.name, value, given.has(token.name));
			given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? true]);
		}
	}
	const help = given.has("help");
	return {
		flags: Object.fromEntries(
			Object.entries(spec.flags).map(([name, row]) => [
				name,
				readValue(spec, name, row, given.get(name) ?? []),
			]),
		) as FlagValues<Spec>,
		positionals: help ? {} : readPositionals(spec, words),
		rest: words.slice(spec.positionals?.length ?? 0),
		help,
	};
}

/** The help text of a command, made from its rows. */
export function formatHelp(spec: CommandSpec): string {
	const positionals = spec.positionals ?? [];
	const words = positionals.map(({ name, optional }) => (optional ? ` [${name}]` : ` ${name}`));
	words.push(spec.rest === undefined ? "" : ` [${spec.rest.name}...]`);
	const rows = [
		...positionals.map(({ name, help, words: allowed }) => [
			name,
			allowed === undefined ? help : `${help} (${allowed.join(" or ")})`,
		]),
		...(spec.rest === undefined ? [] : [[`${spec.rest.name}...`, spec.rest.help]]),
		...Object.entries({ ...spec.flags, help: helpRow }).map(([name, row]) => [
			`--${name}${row.kind !== "switch" ? ` ${row.value ?? "VALUE"}` : ""}`,
			row.words === undefined ? row.help : `${row.help} (${row.words.join(", ")})`,
		]),
	].map(([left = "", right = ""]) => [`  ${left}`, right] as const);
	const parts = [`${spec.summary}\n\nUsage: ${spec.name}${words.join("")} [flags]`];
	parts.push(formatPairs(rows));
	if (spec.details !== undefined) {
		parts.push(spec.details);
	}
	return parts.join("\n\n");
}

const helpRow: FlagRow = { kind: "switch", help: "Show this text." };

function checkFlag(
	spec: CommandSpec,
	rawName: string,
	name: string,
	value: string | undefined,
	repeated: boolean,
): void {
	const row = name === "help" ? helpRow : spec.flags[name];
	if (row === undefined || !rawName.startsWith("--")) {
		const guess = nearest(name, [...Object.keys(spec.flags), "help"]);
		const meant = guess === undefined ? "" : `; did you mean --${guess}?`;
		throw usageError(spec, `${spec.name}: unknown flag ${rawName}${meant}`);
	}
	if (repeated && row.kind !== "list") {
		throw usageError(spec, `${spec.name}: ${rawName} is given twice`);
	}
	if (row.kind === "switch" && value !== undefined) {
		throw usageError(spec, `${spec.name}: ${rawName} takes no value, but got "${value}"`);
	}
	if (row.kind !== "switch" && (value === undefined || value === "")) {
		throw usageError(spec, `${spec.name}: ${rawName} needs a value (${row.value ?? "VALUE"})`);
	}
}

/** The value of a flag from all that was given for it. */
function readValue(
	spec: CommandSpec,
	name: string,
	row: FlagRow,
	given: readonly (string | true)[],
): ValueOfKind[FlagRow["kind"]] {
	const texts = given.filter((value) => typeof value === "string");
	const [text] = texts;
	switch (row.kind) {
		case "switch":
			return given.length > 0;
		case "text":
			return text === undefined ? undefined : readWord(spec, name, row, text);
		case "number":
			return text === undefined ? undefined : readNumber(spec, name, row, text);
		case "list":
			return readList(spec, name, row, texts);
	}
}

function readWord(spec: CommandSpec, name: string, row: FlagRow, value: string): string {
	if (row.words !== undefined && !row.words.includes(value)) {
		const guess = nearest(value, row.words);
		const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
		const allowed = row.words.join(", ");
		throw usageError(spec, `${spec.name}: --${name} is one of ${allowed}, not "${value}"${meant}`);
	}
	return value;
}

function readNumber(spec: CommandSpec, name: string, row: FlagRow, value: string): number {
	const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = row;
	const pattern = minimum < 0 ? /^-?\d+(\.\d+)?$/ : /^\d+(\.\d+)?$/;
	const number = pattern.test(value) ? Number(value) : Number.NaN;
	if (!(number >= minimum && number <= maximum)) {
		const range = `a number from ${minimum} to ${maximum}`;
		throw usageError(spec, `${spec.name}: --${name} is ${range}, not "${value}"`);
	}
	return number;
}

function readList(
	spec: CommandSpec,
	name: string,
	row: FlagRow,
	texts: readonly string[],
): readonly string[] {
	const values = texts.flatMap((text) => text.split(",")).map((value) => value.trim());
	if (values.includes("")) {
		const wanted = `${row.value ?? "VALUE"} between commas`;
		throw usageError(spec, `${spec.name}: --${name} has an empty value; it takes ${wanted}`);
	}
	return [...new Set(values)];
}

function readPositionals(spec: CommandSpec, words: readonly string[]): Record<string, string> {
	const rows = spec.positionals ?? [];
	const extra = words[rows.length];
	if (extra !== undefined && spec.rest === undefined) {
		throw usageError(spec, `${spec.name}: unexpected argument "${extra}"`);
	}
	const values: Record<string, string> = {};
	for (const [position, row] of rows.entries()) {
		const word = words[position];
		if (word === undefined && row.optional !== true) {
			throw usageError(spec, `${spec.name}: ${row.name} is missing`);
		}
		if (word !== undefined && row.words !== undefined && !row.words.includes(word)) {
			const allowed = row.words.join(" or ");
			throw usageError(spec, `${spec.name}: ${row.name} is ${allowed}, not "${word}"`);
		}
		if (word !== undefined) {
			values[row.name] = word;
		}
	}
	return values;
}

import { SomaError } from "../../userland/lib/errors.ts";
import { nearest } from "../../userland/lib/nearest.ts";

/**
 * One option of a subcommand: its type, its default and its line of help all come from this row.
 */
export type FlagRow =
	| { readonly kind: "switch"; readonly help: string }
	| { readonly kind: "text"; readonly value: string; readonly help: string }
	| {
			readonly kind: "number";
			readonly value: string;
			readonly help: string;
			readonly minimum: number;
			readonly maximum: number;
	  };

/** The options of a subcommand by name, without the two dashes. */
export type FlagTable = Readonly<Record<string, FlagRow>>;

/** What was given: a switch is always there, the rest only when it was given. */
export type FlagValues<Table extends FlagTable> = {
	readonly [Name in keyof Table]: Table[Name]["kind"] extends "switch"
		? boolean
		: (Table[Name]["kind"] extends "number" ? number : string) | undefined;
};

/** A parsed command line. */
export interface ParsedFlags<Table extends FlagTable> {
	readonly values: FlagValues<Table>;
	/** The words that are not options. */
	readonly words: readonly string[];
}

/**
 * Parses `--name`, `--name=value` and `--name value`. Long options only, none twice; an unknown one
 * is an error that names the nearest known one.
 */
export function parseFlags<Table extends FlagTable>(
	table: Table,
	argv: readonly string[],
): ParsedFlags<Table> {
	const values: Record<string, boolean | number | string | undefined> = {};
	for (const [name, row] of Object.entries(table)) {
		values[name] = row.kind === "switch" ? false : undefined;
	}
	const words: string[] = [];
	const seen = new Set<string>();
	const rest = [...argv];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (!word.startsWith("-")) {
			words.push(word);
			continue;
		}
		const [dashed = "", ...given] = word.split("=");
		const name = dashed.replace(/^--/, "");
		const row = rowOf(table, dashed, name);
		if (seen.has(name)) {
			throw flagError(`the option --${name} was given twice`, "give it once");
		}
		seen.add(name);
		values[name] = readValue(name, row, given.length > 0 ? given.join("=") : undefined, rest);
	}
	return { values: values as FlagValues<Table>, words };
}

function rowOf(table: FlagTable, dashed: string, name: string): FlagRow {
	const row = dashed.startsWith("--") && Object.hasOwn(table, name) ? table[name] : undefined;
	if (row === undefined) {
		const guess = nearest(name.replace(/^-+/, ""), Object.keys(table));
		const hint = guess === undefined ? "`--help` lists the options" : `did you mean --${guess}?`;
		throw flagError(`there is no option ${dashed}`, hint);
	}
	return row;
}

function readValue(
	name: string,
	row: FlagRow,
	given: string | undefined,
	rest: string[],
): boolean | number | string {
	if (row.kind === "switch") {
		if (given !== undefined) {
			throw flagError(`the option --${name} takes no value`, `write --${name}`);
		}
		return true;
	}
	const text = given ?? rest.shift();
	if (text === undefined || text === "" || (given === undefined && text.startsWith("--"))) {
		throw flagError(`the option --${name} needs a value`, `write --${name} ${row.value}`);
	}
	if (row.kind === "text") {
		return text;
	}
	const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
	if (!(number >= row.minimum && number <= row.maximum)) {
		throw flagError(
			`--${name} ${text} is not a number from ${row.minimum} to ${row.maximum}`,
			`write --${name} ${row.value} with such a number`,
		);
	}
	return number;
}

function flagError(message: string, hint: string): SomaError {
	return new SomaError({ code: "bad-flag", message, hint });
}

/** Refuses words where a subcommand takes none. */
export function expectNoWords(words: readonly string[]): void {
	const [word] = words;
	if (word !== undefined) {
		throw flagError(`did not expect \`${word}\``, "`--help` lists the options");
	}
}

/** The help text of a subcommand. Ends with a newline. */
export function helpText(usage: string, about: string, table: FlagTable): string {
	const rows = Object.entries(table).map(([name, row]) => ({
		left: row.kind === "switch" ? `--${name}` : `--${name} ${row.value}`,
		help: row.help,
	}));
	const width = Math.max(0, ...rows.map((row) => row.left.length));
	const lines = rows.map((row) => `  ${row.left.padEnd(width)}  ${row.help}`);
	return `${[`usage: ${usage}`, "", about, "", "options:", ...lines].join("\n")}\n`;
}

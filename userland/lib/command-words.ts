import { nearest } from "./nearest.ts";

/** What the words of a command line ask for. */
export type Request =
	/** A command, and the words behind its name. */
	| { readonly kind: "command"; readonly name: string; readonly rest: readonly string[] }
	/** An overview of all commands or of a group; `isAsked` when help was asked for by word. */
	| { readonly kind: "overview"; readonly group: string | undefined; readonly isAsked: boolean }
	/** No command: a sentence that names the nearest one. */
	| { readonly kind: "unknown"; readonly group: string | undefined; readonly problem: string };

/**
 * Finds the command that a line of words starts with. Names have one word or two; the first of two
 * is a group. Leading flags that take a value (`--node X status`) are allowed before the name and
 * come out behind it.
 */
export function findRequest(
	names: readonly string[],
	leadingFlags: readonly string[],
	line: readonly string[],
): Request {
	const { flags, words } = splitLeading(leadingFlags, line);
	for (const count of [2, 1]) {
		const name = words.slice(0, count).join(" ");
		if (words.length >= count && names.includes(name)) {
			return { kind: "command", name, rest: [...flags, ...words.slice(count)] };
		}
	}
	const [first] = words;
	const group = names.some((name) => name.startsWith(`${first} `)) ? first : undefined;
	const word = group === undefined ? first : words[1];
	if (word === undefined || word === "--help" || word === "help") {
		return { kind: "overview", group, isAsked: word !== undefined };
	}
	return { kind: "unknown", group, problem: describeUnknown(names, group, word) };
}

/** The names below a group, without the word of the group; all names for no group. */
export function namesBelow(names: readonly string[], group: string | undefined): string[] {
	const prefix = group === undefined ? "" : `${group} `;
	return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

function describeUnknown(
	names: readonly string[],
	group: string | undefined,
	word: string,
): string {
	const known = namesBelow(names, group).map((name) => name.split(" ")[0] ?? "");
	const guess = nearest(word, [...new Set(known)]);
	const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
	return `unknown ${word.startsWith("-") ? "flag" : "command"} "${word}"${meant}`;
}

function splitLeading(
	leadingFlags: readonly string[],
	line: readonly string[],
): { flags: readonly string[]; words: readonly string[] } {
	let at = 0;
	for (let word = line[at]; word !== undefined; word = line[at]) {
		if (leadingFlags.includes(word) && line[at + 1] !== undefined) {
			at += 2;
		} else if (leadingFlags.some((flag) => word.startsWith(`${flag}=`))) {
			at += 1;
		} else {
			break;
		}
	}
	return { flags: line.slice(0, at), words: line.slice(at) };
}

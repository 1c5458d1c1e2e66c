import { formatPairs } from "../../lib/table.ts";
import type { Command, CommandGroup } from "../context.ts";

/** The words that start a command, without the name of the program: `slot list`. */
export function wordsOf(command: Command): string {
	return command.spec.name.replace(/^soma[ -]/, "");
}

/** What commands there are, all by what they are for, or those below one word. */
export function formatOverview(groups: readonly CommandGroup[], word: string | undefined): string {
	const prefix = word === undefined ? "" : `${word} `;
	const parts = groups.flatMap(({ title, commands }) => {
		const rows = commands
			.filter((command) => wordsOf(command).startsWith(prefix))
			.map((command) => [`  soma ${wordsOf(command)}`, command.spec.summary] as const);
		return rows.length === 0 ? [] : [{ title, rows }];
	});
	const width = Math.max(...parts.flatMap(({ rows }) => rows.map(([name]) => name.length)));
	const texts = parts.map(({ title, rows }) => {
		const text = formatPairs(rows.map(([name, help]) => [name.padEnd(width), help] as const));
		return word === undefined ? `${title}\n${text}` : text;
	});
	return [
		`Usage: soma ${prefix}COMMAND [flags]`,
		...texts,
		"`soma COMMAND --help` tells more.",
	].join("\n\n");
}

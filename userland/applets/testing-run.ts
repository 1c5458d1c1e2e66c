import { required } from "../lib/assert.ts";
import { systemPaths } from "../system/paths.ts";
import type { Command, Context } from "./context.ts";

/** How a command ended, and what it printed. */
export interface Ran {
	readonly exitCode: number;
	readonly text: string;
	readonly warnings: string;
}

/** Runs the command of this name out of a table, as an operator does. */
export async function runCommand(
	commands: readonly Command[],
	name: string,
	words: readonly string[],
): Promise<Ran> {
	const command = required(
		commands.find(({ spec }) => spec.name === name),
		name,
	);
	const lines: string[] = [];
	const warnings: string[] = [];
	const exitCode = await command.run(contextOf(lines, warnings), words);
	return { exitCode, text: lines.join("\n"), warnings: warnings.join("\n") };
}

/** A context that keeps what is printed and what is warned of. */
export function contextOf(lines: string[], warnings: string[]): Context {
	return {
		paths: systemPaths,
		print: (line) => lines.push(line),
		warn: (line) => warnings.push(line),
		randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	};
}

import { required } from "../../lib/assert.ts";
import { systemPaths } from "../../system/paths.ts";
import type { Context } from "../context.ts";
import { releaseCommands } from "./commands.ts";

/** How a command ended, and what it printed. */
export interface Ran {
	readonly exitCode: number;
	readonly text: string;
	readonly warnings: string;
}

/** Runs `soma release VERB` as an operator does. */
export async function runRelease(verb: string, ...words: readonly string[]): Promise<Ran> {
	const command = required(
		releaseCommands.find(({ spec }) => spec.name === `soma release ${verb}`),
		verb,
	);
	const lines: string[] = [];
	const warnings: string[] = [];
	const context: Context = {
		paths: systemPaths,
		print: (line) => lines.push(line),
		warn: (line) => warnings.push(line),
		randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const exitCode = await command.run(context, words);
	return { exitCode, text: lines.join("\n"), warnings: warnings.join("\n") };
}

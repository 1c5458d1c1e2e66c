import { systemPaths } from "../../system/paths.ts";
import type { Context } from "../context.ts";
import {
	changingCommands,
	slotsHereOrThere,
	statusHereOrThere,
	watchingCommands,
} from "./commands.ts";

/** What a command printed, and how it ended. */
export interface Ended {
	readonly exitCode: number;
	readonly text: string;
	readonly warnings: string;
}

const all = [statusHereOrThere, ...watchingCommands, ...changingCommands, ...slotsHereOrThere];

/** Runs a command by its name without `soma`. */
export async function runCommand(name: string, ...words: string[]): Promise<Ended> {
	const command = all.find(({ spec }) => spec.name === `soma ${name}`);
	if (command === undefined) {
		throw new Error(`no command ${name}`);
	}
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
		randomBytes: (count) => new Uint8Array(count),
	};
}

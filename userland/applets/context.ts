import type { CommandSpec } from "../lib/flags.ts";
import type { SystemPaths } from "../system/paths.ts";

/** What a command gets from the outside, so that a test can give it another outside. */
export interface Context {
	readonly paths: SystemPaths;
	/** Prints a line of the result to standard output. */
	readonly print: (text: string) => void;
	/** Prints a line for a person to standard error. */
	readonly warn: (text: string) => void;
	readonly randomBytes: (count: number) => Uint8Array;
}

/**
 * A command of the multi-call binary: its documentation and what it does. Resolves to the exit
 * code.
 */
export interface Command {
	readonly spec: CommandSpec;
	readonly run: (context: Context, argv: readonly string[]) => number | Promise<number>;
}

/** Commands that belong together in the help. */
export interface CommandGroup {
	readonly title: string;
	readonly commands: readonly Command[];
}

/**
 * A result as `--json` prints it: big integers as hexadecimal text, since JSON numbers are not
 * exact.
 */
export function formatJson(value: unknown): string {
	return JSON.stringify(value, replaceBigint, 2);
}

/** The same on one line, for streams of values. */
export function formatJsonLine(value: unknown): string {
	return JSON.stringify(value, replaceBigint);
}

function replaceBigint(_key: string, part: unknown): unknown {
	return typeof part === "bigint" ? `0x${part.toString(16).padStart(16, "0")}` : part;
}

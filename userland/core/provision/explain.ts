import { describeError, type SomaError } from "../../lib/errors.ts";

/** Where a node stands that could not be configured. */
export interface Waiting {
	readonly error: SomaError;
	/** From 1 on. */
	readonly attempt: number;
	/** The source in few words; undefined when none was chosen. */
	readonly source: string | undefined;
	readonly untilNextMs: number;
}

/** The lines for every console while a node waits for a configuration that it can use. */
export function explainWaiting({ error, attempt, source, untilNextMs }: Waiting): string[] {
	const [first = "", ...rest] = describeError(error).split("\n");
	const from = source === undefined ? [] : [`  source: ${source}`];
	const seconds = Math.max(1, Math.ceil(untilNextMs / 1000));
	return [
		"this node is not configured, and waits",
		`  ${first.replace(/^error: /, "reason: ")}`,
		...rest,
		...from,
		`  attempt ${attempt} failed; the next one is in ${seconds} s`,
	];
}

/** The line for the consoles when a node was configured. */
export function explainDone(source: string, place: string | undefined): string {
	return place === undefined ? `configured: ${source}` : `configured from ${place}`;
}

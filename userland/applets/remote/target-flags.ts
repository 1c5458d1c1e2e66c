import type { FlagRow } from "../../lib/flags.ts";

/** The flags that say where a command goes; every command that can go to a node has them. */
export const targetFlags = {
	node: {
		kind: "list",
		value: "HOST[:PORT],...",
		help: "The node or nodes to ask; all nodes of the context if absent.",
	},
	context: {
		kind: "text",
		value: "NAME",
		help: "The context to use, instead of $SOMA_CONTEXT or the current one.",
	},
	timeout: {
		kind: "number",
		value: "SECONDS",
		minimum: 0.1,
		maximum: 3600,
		help: "How long to wait for an answer; 30.",
	},
} as const satisfies Readonly<Record<string, FlagRow>>;

/** The same, and the form that a program reads. */
export const readingFlags = {
	...targetFlags,
	json: { kind: "switch", help: "Print the result as JSON; a stream as a line for each value." },
} as const satisfies Readonly<Record<string, FlagRow>>;

/** The values of {@link targetFlags}. */
export interface TargetValues {
	readonly node: readonly string[];
	readonly context: string | undefined;
	readonly timeout: number | undefined;
}

/**
 * Plain facts about a failure, printed as sorted `key=value` and given as an object in `--json`.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** What a {@link SomaError} is made of. */
export interface SomaErrorDetails {
	/** Stable, kebab-case name of the situation, for programs that read `--json`. */
	readonly code: string;
	/** One sentence: what failed, and where. */
	readonly message: string;
	/** One sentence: what the reader can do about it. */
	readonly hint?: string;
	readonly facts?: Facts;
	readonly cause?: unknown;
	/** True when the same call may succeed later without any change. */
	readonly retryable?: boolean;
}

/**
 * An expected failure: bad input, a missing tool, a broken disk. It is printed without a stack
 * trace. Impossible situations are assertions instead (see `assert.ts`).
 */
export class SomaError extends Error {
	readonly code: string;
	readonly hint: string | undefined;
	readonly facts: Facts;
	readonly retryable: boolean;

	constructor(details: SomaErrorDetails) {
		super(details.message, { cause: details.cause });
		this.name = "SomaError";
		this.code = details.code;
		this.hint = details.hint;
		this.facts = details.facts ?? {};
		this.retryable = details.retryable ?? false;
	}
}

/**
 * The text that a person sees for any error: message, facts, cause, cure. Ends without a newline.
 */
export function describeError(error: unknown): string {
	if (!(error instanceof SomaError)) {
		return error instanceof Error ? (error.stack ?? error.message) : String(error);
	}
	const lines = [`error: ${error.message}`];
	const facts = Object.entries(error.facts).sort(([left], [right]) => (left < right ? -1 : 1));
	for (const [key, value] of facts) {
		lines.push(`  ${key}=${value}`);
	}
	if (error.cause !== undefined) {
		lines.push(
			`  cause: ${error.cause instanceof Error ? error.cause.message : String(error.cause)}`,
		);
	}
	if (error.hint !== undefined) {
		lines.push(`  cure: ${error.hint}`);
	}
	return lines.join("\n");
}

/** The errno name (`ENOENT`, `EACCES`, ...) of a failed system call, or undefined. */
export function errnoOf(error: unknown): string | undefined {
	if (error instanceof Error && "code" in error && typeof error.code === "string") {
		return error.code;
	}
	return undefined;
}

/** A broken invariant of our own: never caught, the process ends and its supervisor restarts it. */
export class AssertionError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "AssertionError";
	}
}

/** Ends the program when something that cannot be false is false. Stays on in production. */
export function assert(condition: boolean, message: string): asserts condition {
	if (!condition) {
		throw new AssertionError(message);
	}
}

/** Proves to the compiler that every case was handled, and ends the program if one was not. */
export function unreachable(value: never): never {
	throw new AssertionError(`unhandled case: ${JSON.stringify(value)}`);
}

/** The value, or the end of the program when it is missing although it cannot be. */
export function required<T>(value: T | undefined | null, what: string): T {
	assert(value !== undefined && value !== null, `missing: ${what}`);
	return value;
}

/** Something about a system that may not be known; then there is a reason. */
export type Fact<T> = { readonly value: T } | { readonly value: null; readonly reason: string };

/** A fact from a value that may be missing. */
export function factOf<T>(value: T | undefined, reason: string): Fact<T> {
	return value === undefined ? { value: null, reason } : { value };
}

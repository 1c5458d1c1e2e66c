import { assert } from "../../lib/assert.ts";

/** Metadata as an attacker sees it: an object in which anything can be put. */
export type Loose = Record<string, unknown>;

/** The object at a path of keys; it must be there. */
export function within(value: unknown, ...path: readonly string[]): Loose {
	let found = value;
	for (const key of path) {
		assert(isLoose(found), `an object has ${key}`);
		found = found[key];
	}
	assert(isLoose(found), `an object is at ${path.join(" ")}`);
	return found;
}

/** The number with a name. */
export function numberOf(value: Loose, name: string): number {
	const found = value[name];
	assert(typeof found === "number", `${name} is a number`);
	return found;
}

/** The list with a name. */
export function listOf(value: Loose, name: string): unknown[] {
	const found = value[name];
	assert(Array.isArray(found), `${name} is a list`);
	return found;
}

/** Adds to the number with a name. */
export function add(value: Loose, name: string, much: number): void {
	value[name] = numberOf(value, name) + much;
}

function isLoose(value: unknown): value is Loose {
	return typeof value === "object" && value !== null;
}

/** A seeded generator as a value: the same state gives the same number and the same next state. */
export interface Prng {
	readonly state: number;
}

/** A generator from a seed (any integer). */
export function prngFromSeed(seed: number): Prng {
	return { state: seed >>> 0 };
}

/**
 * The next number in [0, 1) and the generator after it (mulberry32: 32 bits of state, ample for
 * faults of a test).
 */
export function nextUnit(prng: Prng): readonly [number, Prng] {
	const state = (prng.state + 0x6d2b79f5) >>> 0;
	let mixed = Math.imul(state ^ (state >>> 15), state | 1);
	mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
	return [((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, { state }];
}

/** What one round of a soak job counted. */
export interface SoakRound {
	/** How many cases it tried. */
	readonly count: number;
	/** One line for each case that went wrong, with what repeats it. */
	readonly failures: readonly string[];
}

/**
 * Work without a natural end, cut into rounds; a round is a function of the seed and its number.
 */
export interface SoakJob {
	/** Kebab-case and unique. */
	readonly name: string;
	/** What a case is: `power cuts`, `boots`. */
	readonly unit: string;
	readonly about: string;
	/** One round; takes seconds rather than minutes. */
	round(seed: number, number: number): Promise<SoakRound>;
}

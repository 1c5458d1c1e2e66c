/**
 * Compares two versions number by number; a missing number is lower than any.
 * @returns -1, 0 or 1, or undefined unless both are numbers with dots between them
 */
export function compareVersions(left: string, right: string): number | undefined {
	if (![left, right].every((version) => /^\d+(?:\.\d+)*$/.test(version))) {
		return undefined;
	}
	const [mine, others] = [numbersOf(left), numbersOf(right)];
	for (const [at, number] of mine.entries()) {
		const other = others[at];
		if (other === undefined || number !== other) {
			return other === undefined || number > other ? 1 : -1;
		}
	}
	return mine.length === others.length ? 0 : -1;
}

/** Numbers of any length. */
function numbersOf(version: string): bigint[] {
	return version.split(".").map(BigInt);
}

/** The number of single-character edits between two words (Levenshtein). */
export function editDistance(left: string, right: string): number {
	let row = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (const [index, letter] of [...left].entries()) {
		const next = [index + 1];
		for (const [column, other] of [...right].entries()) {
			const above = row[column + 1] ?? 0;
			const before = next[column] ?? 0;
			const diagonal = row[column] ?? 0;
			next.push(Math.min(above + 1, before + 1, diagonal + (letter === other ? 0 : 1)));
		}
		row = next;
	}
	return row[right.length] ?? 0;
}

/** The candidate most like `word`, or undefined when none is similar enough to be what was meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	const ranked = candidates
		.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
		.sort((left, right) => left.distance - right.distance);
	const best = ranked[0];
	const limit = Math.max(1, Math.floor(word.length / 2));
	return best !== undefined && best.distance <= limit ? best.candidate : undefined;
}

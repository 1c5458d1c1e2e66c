/** The known word that differs least from `word`, if one is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const [best] = known
		.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
		.sort((left, right) => left.distance - right.distance);
	const limit = Math.max(2, Math.floor(word.length / 3));
	return best !== undefined && best.distance <= limit ? best.candidate : undefined;
}

/** Levenshtein distance: the fewest insertions, deletions and substitutions between two words. */
function editDistance(source: string, target: string): number {
	let row = Array.from({ length: target.length + 1 }, (_, column) => column);
	for (let line = 1; line <= source.length; line++) {
		const next = [line];
		for (let column = 1; column <= target.length; column++) {
			const substitution =
				(row[column - 1] ?? 0) + (source[line - 1] === target[column - 1] ? 0 : 1);
			next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, substitution));
		}
		row = next;
	}
	return row[target.length] ?? 0;
}

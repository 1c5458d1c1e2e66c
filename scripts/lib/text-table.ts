/**
 * Rows of cells as aligned columns, two spaces apart; the last column is not padded. No final
 * newline.
 */
export function textTable(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [column, cell] of row.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, cell.length);
		}
	}
	return rows
		.map((row) =>
			row
				.map((cell, column) =>
					column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
				)
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}

/** Rows as a Markdown table; the first row is the heading. No final newline. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
	const lines = rows.map(
		(row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
	);
	const columns = rows[0]?.length ?? 0;
	lines.splice(1, 0, `|${"---|".repeat(columns)}`);
	return lines.join("\n");
}

/**
 * `text` with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced, or undefined
 * without markers.
 */
export function replaceBetweenMarkers(
	text: string,
	name: string,
	content: string,
): string | undefined {
	const start = `<!-- ${name} -->`;
	const end = `<!-- /${name} -->`;
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from === -1 || to < from) {
		return undefined;
	}
	return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

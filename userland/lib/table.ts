/**
 * Text columns: a header row and rows of cells, padded so that columns align; ends without a
 * newline.
 */
export function formatTable(
	header: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	const lines = [header, ...rows];
	const widths = header.map((_, column) =>
		Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
	);
	return lines
		.map((cells) =>
			widths
				.map((width, column) => (cells[column] ?? "").padEnd(width))
				.join("  ")
				.trimEnd(),
		)
		.join("\n");
}

/** Lines `name  value` with aligned values; ends without a newline. */
export function formatPairs(pairs: readonly (readonly [string, string])[]): string {
	const width = Math.max(...pairs.map(([name]) => name.length));
	return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** A number of bytes as a person reads it: `1.5 GiB`. */
export function formatBytes(bytes: number): string {
	const units = ["B", "KiB", "MiB", "GiB", "TiB"];
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return (
		`${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ` +
		`${units[unit]}`
	);
}

import { columnsOf, fitColumns, padColumns } from "./text-columns.ts";

/** A column of a table: its title, and how it behaves. */
export interface Column {
	readonly title: string;
	/** Numbers stand on the right. */
	readonly align?: "left" | "right";
	/** Gives way first when the table is wider than the terminal. */
	readonly shrinks?: boolean;
}

const gap = "  ";
const leastColumns = 8;

/**
 * Text columns: a header row and rows of cells, padded so that columns align; ends without a
 * newline. With `widthColumns` no line is wider: the columns that may shrink are cut, and then the
 * lines.
 */
export function formatTable(
	header: readonly (string | Column)[],
	rows: readonly (readonly string[])[],
	widthColumns?: number,
): string {
	const columns = header.map((cell): Column => (typeof cell === "string" ? { title: cell } : cell));
	const lines = [columns.map(({ title }) => title), ...rows];
	const natural = columns.map((_, at) =>
		Math.max(...lines.map((cells) => columnsOf(cells[at] ?? ""))),
	);
	const widths = widthColumns === undefined ? natural : shrink(columns, natural, widthColumns);
	return lines
		.map((cells) => {
			const line = columns
				.map(({ align }, at) => {
					const width = widths[at] ?? 0;
					const side = align === "right" ? "left" : "right";
					return padColumns(fitColumns(cells[at] ?? "", width), width, side);
				})
				.join(gap)
				.trimEnd();
			return widthColumns === undefined ? line : fitColumns(line, widthColumns);
		})
		.join("\n");
}

/** Takes what is too much from the widest of the columns that may shrink, again and again. */
function shrink(
	columns: readonly Column[],
	natural: readonly number[],
	widthColumns: number,
): readonly number[] {
	const widths = [...natural];
	const gaps = gap.length * (columns.length - 1);
	let excess = widths.reduce((sum, width) => sum + width, gaps) - widthColumns;
	while (excess > 0) {
		const candidates = columns.flatMap(({ shrinks, title }, at) => {
			const width = widths[at] ?? 0;
			const least = Math.max(leastColumns, columnsOf(title));
			return shrinks === true && width > least ? [{ at, width }] : [];
		});
		const [widest] = candidates.sort((left, right) => right.width - left.width);
		if (widest === undefined) {
			break;
		}
		widths[widest.at] = widest.width - 1;
		excess -= 1;
	}
	return widths;
}

/** Lines `name  value` with aligned values; ends without a newline. */
export function formatPairs(pairs: readonly (readonly [string, string])[]): string {
	const width = Math.max(...pairs.map(([name]) => columnsOf(name)));
	return pairs.map(([name, value]) => `${padColumns(name, width, "right")}  ${value}`).join("\n");
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

/** A length of time by its two biggest units, or more: `3 d 4 h`, `12 min 5 s`, `7 s`. */
export function formatDuration(seconds: number, mostUnits = 2): string {
	const whole = Math.max(0, Math.floor(seconds));
	const parts = [
		[Math.floor(whole / 86_400), "d"],
		[Math.floor(whole / 3600) % 24, "h"],
		[Math.floor(whole / 60) % 60, "min"],
		[whole % 60, "s"],
	] as const;
	const first = parts.findIndex(([count]) => count > 0);
	return parts
		.slice(first === -1 ? 3 : first)
		.slice(0, mostUnits)
		.filter(([count], at) => at === 0 || count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(" ");
}

/** How long ago something was, or how soon it is: `5 min ago`, `in 3 d`, `now`. */
export function formatAge(atSeconds: number, nowSeconds: number): string {
	const distance = Math.round(nowSeconds - atSeconds);
	const [biggest = ""] = /^\d+ \w+/.exec(formatDuration(Math.abs(distance))) ?? [];
	if (distance === 0) {
		return "now";
	}
	return distance > 0 ? `${biggest} ago` : `in ${biggest}`;
}

/** A share of a whole: `42 %`; `-` of nothing. */
export function formatShare(part: number, whole: number): string {
	return whole === 0 ? "-" : `${Math.round((100 * part) / whole)} %`;
}

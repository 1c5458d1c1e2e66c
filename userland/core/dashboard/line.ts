import { columnsOf, fitColumns, padColumns, printable } from "../../lib/text-columns.ts";

/** How a part of a line looks. */
export type Style = "plain" | "bold" | "dim" | "good" | "warn" | "bad" | "bar";

/** A part of a line. */
export interface Span {
	readonly text: string;
	readonly style: Style;
}

/** A line of the screen. */
export type Line = readonly Span[];

/** A span whose text came from elsewhere: what could break the screen is made visible. */
export function span(text: string, style: Style = "plain"): Span {
	return { text: printable(text), style };
}

/** The columns that a line takes. */
export function widthOf(line: Line): number {
	return line.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

/** The line cut to so many columns, an ellipsis where something is missing. */
export function fitLine(line: Line, columns: number): Line {
	const fitting: Span[] = [];
	let left = columns;
	for (const [at, { text, style }] of line.entries()) {
		const rest = line.slice(at + 1).some((later) => later.text !== "");
		const width = columnsOf(text);
		if (width > left || (width === left && rest)) {
			const cut = width <= left ? fitColumns(`${text} `, left) : fitColumns(text, left);
			return [...fitting, { text: cut, style }];
		}
		fitting.push({ text, style });
		left -= width;
	}
	return fitting;
}

/** The line with its last part at the right edge, as long as both fit. */
export function justify(left: Line, right: Line, columns: number): Line {
	const room = columns - widthOf(right) - 1;
	if (room < 8) {
		return fitLine(left, columns);
	}
	const fitted = fitLine(left, room);
	const gap = padColumns("", columns - widthOf(fitted) - widthOf(right), "right");
	return [...fitted, { text: gap, style: "plain" }, ...right];
}

/** The lines as text without any style. */
export function plainText(lines: readonly Line[]): string {
	return lines
		.map((line) =>
			line
				.map(({ text }) => text)
				.join("")
				.trimEnd(),
		)
		.join("\n");
}

const codes: Readonly<Record<Style, string>> = {
	plain: "",
	bold: "1",
	dim: "2",
	good: "32",
	warn: "33",
	bad: "1;31",
	bar: "7",
};

/** A line with the colours of a terminal. */
export function colouredText(line: Line): string {
	return line
		.map(({ text, style }) =>
			codes[style] === "" ? text : `\u001b[${codes[style]}m${text}\u001b[0m`,
		)
		.join("");
}

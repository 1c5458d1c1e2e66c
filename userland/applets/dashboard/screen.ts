import type { Size } from "../../core/dashboard/facts.ts";
import { colouredText, type Line } from "../../core/dashboard/line.ts";

/** The whole terminal, until it is given back. */
export interface Screen {
	size(): Size;
	/** Draws the lines that changed. */
	draw(lines: readonly Line[]): void;
	/** The terminal is as it was before. */
	release(): void;
}

/** What a key means. */
export type Key = "quit" | "next" | "previous";

/**
 * Takes the terminal: alternate screen, no cursor, no wrapping of lines, each key at once. It is
 * given back when the program ends too, however that comes.
 */
export function takeScreen(onKey: (key: Key) => void, onResize: () => void): Screen {
	const { stdin, stdout } = process;
	let drawn: readonly string[] = [];
	let isReleased = false;
	const onData = (data: Buffer): void => {
		const key = keyOf(data.toString("latin1"));
		if (key !== undefined) {
			onKey(key);
		}
	};
	const resized = (): void => {
		drawn = [];
		stdout.write("\u001b[2J");
		onResize();
	};
	const release = (): void => {
		if (isReleased) {
			return;
		}
		isReleased = true;
		stdin.off("data", onData);
		stdout.off("resize", resized);
		process.off("exit", release);
		stdin.setRawMode(false);
		stdin.pause();
		stdout.write("\u001b[?7h\u001b[?25h\u001b[?1049l");
	};
	stdout.write("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J");
	stdin.setRawMode(true);
	stdin.on("data", onData);
	stdout.on("resize", resized);
	process.on("exit", release);
	return {
		size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
		draw: (lines) => {
			const texts = lines.map(colouredText);
			const changed = texts.flatMap((text, at) =>
				drawn[at] === text ? [] : [`\u001b[${at + 1};1H\u001b[2K${text}`],
			);
			drawn = texts;
			if (changed.length > 0) {
				stdout.write(changed.join(""));
			}
		},
		release,
	};
}

/** The meaning of what a key sends. */
export function keyOf(bytes: string): Key | undefined {
	switch (bytes) {
		case "q":
		case "Q":
		case "\u0003": // Ctrl-C
			return "quit";
		case "\t":
		case "\u001b[C":
		case "\u001b[B":
		case "\u001bOC":
		case "\u001bOB":
			return "next";
		case "\u001b[Z":
		case "\u001b[D":
		case "\u001b[A":
		case "\u001bOD":
		case "\u001bOA":
			return "previous";
		default:
			return undefined;
	}
}

import { fitLine } from "../lib/progress.ts";

/** Where a screen is drawn: standard output, or a list in a test. */
export interface ScreenStream {
	readonly isTTY: boolean;
	/** 0 where the terminal does not say. */
	readonly columns: number;
	write(text: string): unknown;
}

/**
 * Output that ends in a block which is drawn again in place; plain lines where there is no
 * terminal.
 */
export interface Screen {
	readonly isTerminal: boolean;
	/** A line that stays, above the block. */
	print(line: string): void;
	/** The block at the end, in place of the one before; nothing without a terminal. */
	draw(lines: readonly string[]): void;
	/** Takes the block away. */
	clear(): void;
	/** The terminal is another program's: lines are kept until it is given back. */
	lend(): void;
	takeBack(): void;
}

const usualColumns = 120;

/** Moves to the start of the last `count` lines and erases from there to the end (ECMA-48). */
function eraseLines(count: number): string {
	return count === 0 ? "" : `\r\u001b[${count}A\u001b[J`;
}

/** A screen on standard output. */
export function openScreen(stream: ScreenStream = process.stdout): Screen {
	const isTerminal = stream.isTTY;
	let block: readonly string[] = [];
	let kept: string[] | undefined;
	const cut = (line: string): string => fitLine(line, (stream.columns || usualColumns) - 1);
	const write = (erased: number, lines: readonly string[]): void => {
		stream.write(eraseLines(erased) + lines.map((line) => `${line}\n`).join(""));
	};
	return {
		isTerminal,
		print: (line) => {
			if (kept !== undefined) {
				kept.push(line);
			} else if (isTerminal) {
				write(block.length, [cut(line), ...block]);
			} else {
				write(0, [line]);
			}
		},
		draw: (lines) => {
			if (isTerminal && kept === undefined) {
				const next = lines.map(cut);
				write(block.length, next);
				block = next;
			}
		},
		clear: () => {
			write(block.length, []);
			block = [];
		},
		lend: () => {
			write(block.length, []);
			block = [];
			kept = [];
		},
		takeBack: () => {
			const lines = kept ?? [];
			kept = undefined;
			write(0, lines.map(cut));
		},
	};
}

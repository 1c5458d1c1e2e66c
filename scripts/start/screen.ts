import { fitLine } from "../lib/progress.ts";

const erase = "\u001b[2K";

/**
 * Output that ends in a block which is drawn again in place; plain lines where there is no
 * terminal.
 */
export interface Screen {
	readonly isTerminal: boolean;
	/** A line that stays. */
	print(line: string): void;
	/** The block at the end, in place of the one before. */
	draw(lines: readonly string[]): void;
	/** Takes the block away. */
	clear(): void;
}

/** A screen on standard output. */
export function openScreen(stream: NodeJS.WriteStream = process.stdout): Screen {
	const isTerminal = stream.isTTY;
	let block: readonly string[] = [];
	const erased = (): string =>
		block.length === 0
			? ""
			: `\r\u001b[${block.length}A${`${erase}\n`.repeat(block.length)}` + `\u001b[${block.length}A`;
	const put = (line: string): void => {
		if (isTerminal) {
			const lines = block.map((text) => `${text}\n`).join("");
			stream.write(`${erased()}${fitLine(line, stream.columns || 120)}\n${lines}`);
		} else {
			stream.write(`${line}\n`);
		}
	};
	return {
		isTerminal,
		print: put,
		draw: (lines) => {
			const next = isTerminal
				? lines.map((line) => fitLine(line, (stream.columns || 120) - 1))
				: [];
			if (isTerminal) {
				stream.write(`${erased()}${next.map((line) => `${line}\n`).join("")}`);
			}
			block = next;
		},
		clear: () => {
			stream.write(isTerminal ? erased() : "");
			block = [];
		},
	};
}

/**
 * How many columns text takes in a terminal: combining marks none, East Asian wide characters and
 * emoji two (Unicode Standard Annex 11). The text is as {@link printable} makes it.
 */
export function columnsOf(text: string): number {
	let columns = 0;
	for (const character of text) {
		columns += columnsOfCharacter(character);
	}
	return columns;
}

/** The text cut to so many columns; what was cut is shown by an ellipsis. */
export function fitColumns(text: string, columns: number): string {
	if (isPlainAscii(text) ? text.length <= columns : columnsOf(text) <= columns) {
		return text;
	}
	if (columns <= 0) {
		return "";
	}
	let used = 0;
	let fitting = "";
	for (const character of text) {
		used += columnsOfCharacter(character);
		if (used > columns - 1) {
			break;
		}
		fitting += character;
	}
	return `${fitting}…`;
}

/** The text filled up with spaces on its right, or on its left for numbers; never cut. */
export function padColumns(text: string, columns: number, side: "left" | "right"): string {
	const filling = " ".repeat(Math.max(0, columns - columnsOf(text)));
	return side === "right" ? text + filling : filling + text;
}

/**
 * The text with everything that is no printed character made visible: control characters (an escape
 * sequence of a log line must not reach the terminal), marks that turn the direction of text, lone
 * surrogates. A tab becomes spaces.
 */
export function printable(text: string): string {
	if (isPlainAscii(text)) {
		return text;
	}
	return text
		.replaceAll("\t", "    ")
		.replaceAll(unprintable, (character) => escapeOf(character.codePointAt(0) ?? 0));
}

const unprintable =
	/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

function escapeOf(code: number): string {
	return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

function isPlainAscii(text: string): boolean {
	return /^[ -~]*$/.test(text);
}

function columnsOfCharacter(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x300) {
		return 1;
	}
	if (/[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u.test(character)) {
		return 0;
	}
	return isWide(code) || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
}

/** First and last code point of the blocks whose characters are wide or full-width. */
const wideBlocks: readonly (readonly [number, number])[] = [
	[0x1100, 0x115f],
	[0x2329, 0x232a],
	[0x2e80, 0x303e],
	[0x3041, 0xa4cf],
	[0xa960, 0xa97c],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe10, 0xfe19],
	[0xfe30, 0xfe6b],
	[0xff01, 0xff60],
	[0xffe0, 0xffe6],
	[0x16fe0, 0x18cff],
	[0x1aff0, 0x1b2fb],
	[0x1f900, 0x1f9ff],
	[0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
	return code >= 0x1100 && wideBlocks.some(([first, last]) => code >= first && code <= last);
}

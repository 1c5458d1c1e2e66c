import { assert } from "../../lib/assert.ts";
import { concatBytes } from "../../lib/bytes.ts";

/** What a machine says that starts the disk by BIOS. */
export const biosSentence = "Soma OS needs UEFI: switch this machine's firmware from BIOS to UEFI.";

/** Where a BIOS puts the first block of a disk and starts it (BIOS Boot Specification). */
const loadAddress = 0x7c00;
/** The rest of block 0 belongs to the disk signature and the protective partition. */
const greatestBytes = 440;

/** What a machine says that starts a disk on which an installation was cut off. */
export const unfinishedSentence =
	"The installation of Soma OS on this disk was not finished: run soma install again.";

/** Boot code of an installed disk for BIOS. */
export function biosBootCode(): Uint8Array {
	return bootCodeOf(biosSentence);
}

/** Boot code of a disk on which an installation has begun. */
export function unfinishedBootCode(): Uint8Array {
	return bootCodeOf(unfinishedSentence);
}

/**
 * Boot code for BIOS, which prints one sentence by INT 10h and halts: a blinking cursor tells
 * nobody what is wrong. A program of 26 bytes and its text.
 */
function bootCodeOf(sentence: string): Uint8Array {
	const text = new TextEncoder().encode(`\r\n${sentence}\r\n\0`);
	const program = Uint8Array.from(instructions(0).flatMap(([bytes]) => bytes));
	const code = instructions(loadAddress + program.length).flatMap(([bytes]) => bytes);
	const whole = concatBytes([Uint8Array.from(code), text]);
	assert(whole.length <= greatestBytes, `boot code has at most ${greatestBytes} bytes`);
	return whole;
}

/** Machine code of the 8086, an instruction a row; jumps count from the end of their own row. */
function instructions(text: number): readonly (readonly [readonly number[], string])[] {
	return [
		[[0x31, 0xc0], "xor ax, ax"],
		[[0x8e, 0xd8], "mov ds, ax       the text is in segment 0"],
		[[0xfc], "cld"],
		[[0xbe, text & 0xff, text >> 8], "mov si, text"],
		[[0xac], "next: lodsb"],
		[[0x84, 0xc0], "test al, al"],
		[[0x74, 0x09], "jz done"],
		[[0xb4, 0x0e], "mov ah, 0x0e     teletype output"],
		[[0xbb, 0x07, 0x00], "mov bx, 0x0007   page 0, grey"],
		[[0xcd, 0x10], "int 0x10"],
		[[0xeb, 0xf2], "jmp next"],
		[[0xfb], "done: sti        Ctrl-Alt-Del still works"],
		[[0xf4], "hlt"],
		[[0xeb, 0xfc], "jmp done"],
	];
}

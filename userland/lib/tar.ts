import { assert } from "./assert.ts";

const blockBytes = 512;

/**
 * The header of a file in a tar archive (ustar, POSIX.1-1988), which is followed by the content and
 * {@link tarPadding}. The name has at most 100 characters of ASCII.
 */
export function tarHeader(name: string, sizeBytes: number, atSeconds: number): Uint8Array {
	assert(/^[\x21-\x7e]{1,100}$/.test(name), `not a name for a tar archive: ${name}`);
	const header = new Uint8Array(blockBytes);
	const put = (offset: number, text: string): void =>
		header.set(new TextEncoder().encode(text), offset);
	const octal = (value: number, digits: number): string =>
		Math.floor(value).toString(8).padStart(digits, "0");
	put(0, name);
	put(100, "0000644\0");
	put(108, "0000000\0");
	put(116, "0000000\0");
	put(124, `${octal(sizeBytes, 11)}\0`);
	put(136, `${octal(Math.max(0, atSeconds), 11)}\0`);
	put(148, "        ");
	put(156, "0");
	put(257, "ustar\0");
	put(263, "00");
	const sum = header.reduce((total, byte) => total + byte, 0);
	put(148, `${octal(sum, 6)}\0 `);
	return header;
}

/** The zeros between a content and the next header. */
export function tarPadding(sizeBytes: number): Uint8Array {
	return new Uint8Array((blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

/** What ends an archive. */
export const tarEnd = new Uint8Array(2 * blockBytes);

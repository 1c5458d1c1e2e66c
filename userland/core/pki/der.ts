import { concatBytes } from "../../lib/bytes.ts";

/** The identifier octets (X.690 section 8.1.2) that we write. */
export const derTags = {
	integer: 0x02,
	octetString: 0x04,
	null: 0x05,
	objectIdentifier: 0x06,
	sequence: 0x30,
} as const;

/** One element in DER (X.690): tag, length, and the contents one after another. */
export function derElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
	const body = concatBytes(contents);
	return concatBytes([Uint8Array.of(tag, ...derLength(body.length)), body]);
}

/** A constructed element with a context-specific tag. */
export function derContext(number: number, ...contents: readonly Uint8Array[]): Uint8Array {
	return derElement(0xa0 | number, ...contents);
}

/** A whole number that is not negative. */
export function derInteger(value: number): Uint8Array {
	const digits: number[] = [];
	for (let rest = value; rest > 0 || digits.length === 0; rest = Math.floor(rest / 256)) {
		digits.unshift(rest % 256);
	}
	const sign = (digits[0] ?? 0) >= 0x80 ? [0] : [];
	return derElement(derTags.integer, Uint8Array.of(...sign, ...digits));
}

/** An object identifier from its dotted text. */
export function derObjectIdentifier(dotted: string): Uint8Array {
	const [first = 0, second = 0, ...others] = dotted.split(".").map(Number);
	const bytes = [first * 40 + second, ...others].flatMap(base128);
	return derElement(derTags.objectIdentifier, Uint8Array.from(bytes));
}

function base128(value: number): number[] {
	const bytes = [value % 128];
	for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
		bytes.unshift(0x80 | (rest % 128));
	}
	return bytes;
}

function derLength(length: number): number[] {
	if (length < 0x80) {
		return [length];
	}
	const bytes: number[] = [];
	for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
		bytes.unshift(rest % 256);
	}
	return [0x80 | bytes.length, ...bytes];
}

/** A decoded element: its tag and its contents. */
export interface DerElement {
	readonly tag: number;
	readonly contents: Uint8Array;
}

/** The elements that fill these bytes exactly, or undefined when they are not DER. */
export function readDer(bytes: Uint8Array): readonly DerElement[] | undefined {
	const elements: DerElement[] = [];
	let offset = 0;
	while (offset < bytes.length) {
		const header = readHeader(bytes, offset);
		if (header === undefined || header.end > bytes.length) {
			return undefined;
		}
		const contents = bytes.subarray(header.start, header.end);
		elements.push({ tag: bytes[offset] ?? 0, contents });
		offset = header.end;
	}
	return elements;
}

function readHeader(
	bytes: Uint8Array,
	offset: number,
): { readonly start: number; readonly end: number } | undefined {
	const first = bytes[offset + 1];
	if (first === undefined) {
		return undefined;
	}
	if (first < 0x80) {
		return { start: offset + 2, end: offset + 2 + first };
	}
	const count = first & 0x7f;
	if (count === 0 || count > 4 || offset + 2 + count > bytes.length) {
		return undefined;
	}
	let length = 0;
	for (let index = 0; index < count; index++) {
		length = length * 256 + (bytes[offset + 2 + index] ?? 0);
	}
	return { start: offset + 2 + count, end: offset + 2 + count + length };
}

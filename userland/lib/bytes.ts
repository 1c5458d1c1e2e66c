/** The bytes one after another in one new array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}

/** True when both arrays have the same length and content. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
	if (left.length !== right.length) {
		return false;
	}
	for (let index = 0; index < left.length; index++) {
		if (left[index] !== right[index]) {
			return false;
		}
	}
	return true;
}

/** True when every byte is zero; an empty array counts as zero. */
export function isAllZero(bytes: Uint8Array): boolean {
	for (let index = 0; index < bytes.length; index++) {
		if (bytes[index] !== 0) {
			return false;
		}
	}
	return true;
}

/** Lower-case hexadecimal text, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
	return bytes.toHex();
}

/** The bytes of hexadecimal text, or undefined when it is not that. */
export function fromHex(text: string): Uint8Array | undefined {
	if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
		return undefined;
	}
	return Uint8Array.fromHex(text);
}

/** A view for reading and writing little-endian numbers in the very same memory. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The ASCII text before the first NUL, or undefined when a byte is not printable ASCII. */
export function readAscii(bytes: Uint8Array): string | undefined {
	const end = bytes.indexOf(0);
	const used = end === -1 ? bytes : bytes.subarray(0, end);
	if (!used.every((byte) => byte >= 0x20 && byte < 0x7f)) {
		return undefined;
	}
	return String.fromCharCode(...used);
}

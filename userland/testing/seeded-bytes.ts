/** Bytes that do not compress, the same ones for a seed (xorshift of 32 bits). */
export function seededBytes(seed: number, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let state = Math.imul(seed + 1, 0x9e3779b1); // of an odd factor: another one for each seed
	for (let at = 0; at < length; at++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		bytes[at] = state >>> 11;
	}
	return bytes;
}

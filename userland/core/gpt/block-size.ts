/** How many bytes at either end of an image {@link guessBlockSize} wants to see. */
export const guessSizeBytes: number = 2 * 4096;

/**
 * The block size of a disk image, told by where its table headers are: an image file does not say
 * it otherwise. Without any header it is 512, the usual one.
 * @param start the first bytes of the image, @param end its last ones
 */
export function guessBlockSize(start: Uint8Array, end: Uint8Array): 512 | 4096 {
	if (hasSignature(start, 512)) {
		return 512;
	}
	if (hasSignature(start, 4096)) {
		return 4096;
	}
	return !hasSignature(end, end.length - 512) && hasSignature(end, end.length - 4096) ? 4096 : 512;
}

function hasSignature(bytes: Uint8Array, offset: number): boolean {
	const signature = new TextEncoder().encode("EFI PART");
	return offset >= 0 && signature.every((byte, index) => bytes[offset + index] === byte);
}

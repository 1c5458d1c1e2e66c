import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Length and SHA-256 (64 hexadecimal digits) of some bytes. */
export interface Digest {
	readonly sizeBytes: number;
	readonly sha256: string;
}

/** Reads a file, or `sizeBytes` of it from `offsetBytes` on, and gives its digest. */
export async function digestOfFile(
	path: string,
	piece?: { readonly offsetBytes: number; readonly sizeBytes: number },
): Promise<Digest> {
	const hash = createHash("sha256");
	let sizeBytes = 0;
	const range =
		piece === undefined
			? {}
			: { start: piece.offsetBytes, end: piece.offsetBytes + piece.sizeBytes - 1 };
	for await (const chunk of createReadStream(path, { ...range, highWaterMark: 1024 * 1024 })) {
		const bytes: Uint8Array = chunk;
		hash.update(bytes);
		sizeBytes += bytes.length;
	}
	return { sizeBytes, sha256: hash.digest("hex") };
}

import { assert } from "../../lib/assert.ts";
import { fromHex, toHex, viewOf } from "../../lib/bytes.ts";

/** The file of a folder that holds chunks; the number is that of its format. */
export const packName = "pack.1";

/** Bytes in front of each chunk of a pack: a mark, the length of what follows, the chunk's name. */
export const recordHeadBytes = 44;

const mark = new TextEncoder().encode("soma-chk");
const lengthAt = 8;
const idAt = 12;

/** What stands in front of a chunk. */
export interface RecordHead {
	readonly id: string;
	/** Of the compressed chunk that follows. */
	readonly storedBytes: number;
}

/** Writes the head of a record to the first bytes of a buffer. */
export function putRecordHead(target: Uint8Array, { id, storedBytes }: RecordHead): void {
	const digest = fromHex(id);
	assert(digest?.length === recordHeadBytes - idAt, `${id} is not the name of a chunk`);
	target.set(mark);
	viewOf(target).setUint32(lengthAt, storedBytes, true);
	target.set(digest, idAt);
}

/** The head in the first bytes, or undefined where no record was (wholly) written. */
export function parseRecordHead(bytes: Uint8Array): RecordHead | undefined {
	if (bytes.length < recordHeadBytes || mark.some((byte, at) => bytes[at] !== byte)) {
		return undefined;
	}
	const id = toHex(bytes.subarray(idAt, recordHeadBytes));
	return { id, storedBytes: viewOf(bytes).getUint32(lengthAt, true) };
}

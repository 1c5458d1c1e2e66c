import { assert } from "../../lib/assert.ts";
import { fromHex, toHex, viewOf } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { type ChunkSizes, problemOfSizes } from "./sizes.ts";

/** A piece of a blob. */
export interface Chunk {
	readonly offsetBytes: number;
	readonly lengthBytes: number;
	/** The SHA-256 of its bytes: 64 hexadecimal digits. */
	readonly id: string;
}

/** What a blob is made of: the chunks follow each other from its first byte to its last. */
export interface ChunkIndex {
	readonly sizes: ChunkSizes;
	readonly chunks: readonly Chunk[];
	readonly lengthBytes: number;
}

// A `.caibx` file: a header, a table whose size stands as unknown in front, and a tail. All numbers
// are little-endian of 64 bits.
const headBytes = 64;
const itemBytes = 40;
const indexBytes = 48;
const tableHeadBytes = 16;
const indexType = 0x96824d9c7b129ff9n;
const tableType = 0xe75b9e112f17417dn;
const tailMarker = 0x4b4f050e5549ecd1n;
const sizeFollows = 0xffffffffffffffffn;
/**
 * What casync says of a blob cut with `--digest=sha256`: it skips nothing, and the digest is not
 * SHA-512/256.
 */
const featureFlags = 0x9000000000000000n;

/** The bytes of a `.caibx` file, the same ones that casync writes for the same chunks. */
export function formatChunkIndex(index: ChunkIndex): Uint8Array {
	const { sizes, chunks } = index;
	const bytes = new Uint8Array(headBytes + itemBytes * (chunks.length + 1));
	const view = viewOf(bytes);
	const head = [
		BigInt(indexBytes),
		indexType,
		featureFlags,
		BigInt(sizes.minBytes),
		BigInt(sizes.averageBytes),
		BigInt(sizes.maxBytes),
		sizeFollows,
		tableType,
	];
	for (const [at, word] of head.entries()) {
		view.setBigUint64(8 * at, word, true);
	}
	let at = headBytes;
	for (const { offsetBytes, lengthBytes, id } of chunks) {
		const digest = fromHex(id);
		assert(digest?.length === 32, `${id} is not the name of a chunk`);
		view.setBigUint64(at, BigInt(offsetBytes + lengthBytes), true);
		bytes.set(digest, at + 8);
		at += itemBytes;
	}
	for (const [place, word] of tailOf(chunks.length).entries()) {
		view.setBigUint64(at + 8 * place, word, true);
	}
	return bytes;
}

function tailOf(count: number): bigint[] {
	const tableBytes = tableHeadBytes + itemBytes * (count + 1);
	return [0n, 0n, BigInt(indexBytes), BigInt(tableBytes), tailMarker];
}

/**
 * The index in a `.caibx` file, checked completely: its bytes are the only ones that say this.
 * @throws SomaError `chunk-index-invalid`, which names the place.
 */
export function parseChunkIndex(bytes: Uint8Array): ChunkIndex {
	const count = chunkCountOf(bytes.length);
	const view = viewOf(bytes);
	const sizes = parseHead(view);
	for (const [place, word] of tailOf(count).entries()) {
		expectWord(view, headBytes + itemBytes * count + 8 * place, word, "the tail of the table");
	}
	const chunks: Chunk[] = [];
	const lengths = new Map<string, number>();
	let offsetBytes = 0;
	for (let at = headBytes; chunks.length < count; at += itemBytes) {
		const place = `chunk ${chunks.length} (byte ${at})`;
		const end = Number(view.getBigUint64(at, true));
		const lengthBytes = end - offsetBytes;
		const leastBytes = chunks.length === count - 1 ? 1 : sizes.minBytes;
		if (!Number.isSafeInteger(end)) {
			throw invalidIndex(`${place} ends beyond any disk`);
		}
		if (lengthBytes < leastBytes || lengthBytes > sizes.maxBytes) {
			throw invalidIndex(
				`${place} has ${lengthBytes} bytes, not ${leastBytes} to ${sizes.maxBytes}`,
			);
		}
		const id = toHex(bytes.subarray(at + 8, at + itemBytes));
		if ((lengths.get(id) ?? lengthBytes) !== lengthBytes) {
			throw invalidIndex(`${place} has another size than the same chunk before it`);
		}
		lengths.set(id, lengthBytes);
		chunks.push({ offsetBytes, lengthBytes, id });
		offsetBytes = end;
	}
	return { sizes, chunks, lengthBytes: offsetBytes };
}

/**
 * How many chunks a `.caibx` file of a length has.
 * @throws SomaError `chunk-index-invalid` when none has this length
 */
export function chunkCountOf(fileBytes: number): number {
	const count = (fileBytes - headBytes) / itemBytes - 1;
	if (!Number.isInteger(count) || count < 0) {
		throw invalidIndex(`${fileBytes} bytes are not a header and a table`);
	}
	return count;
}

function parseHead(view: DataView): ChunkSizes {
	expectWord(view, 0, BigInt(indexBytes), "the size of the header");
	expectWord(view, 8, indexType, "the type of the file");
	expectWord(view, 16, featureFlags, "the features (a blob, named by SHA-256)");
	const sizes = {
		minBytes: Number(view.getBigUint64(24, true)),
		averageBytes: Number(view.getBigUint64(32, true)),
		maxBytes: Number(view.getBigUint64(40, true)),
	};
	const problem = problemOfSizes(sizes);
	if (problem !== undefined) {
		throw invalidIndex(`byte 24: ${problem}`);
	}
	expectWord(view, indexBytes, sizeFollows, "the size of the table");
	expectWord(view, indexBytes + 8, tableType, "the type of the table");
	return sizes;
}

function expectWord(view: DataView, at: number, wanted: bigint, what: string): void {
	const found = view.getBigUint64(at, true);
	if (found !== wanted) {
		throw invalidIndex(
			`byte ${at}: ${what} is 0x${found.toString(16)}, not 0x${wanted.toString(16)}`,
		);
	}
}

/** What every fault of an index is reported as; `problem` names the place. */
export function invalidIndex(problem: string): SomaError {
	return new SomaError({
		code: "chunk-index-invalid",
		message: `the index of chunks is not valid: ${problem}`,
		hint: "take the index as it was published; casync makes one with --digest=sha256",
	});
}

import { assert } from "../../lib/assert.ts";
import { equalBytes, fromHex, toHex, viewOf } from "../../lib/bytes.ts";
import {
	type Chunk,
	type ChunkIndex,
	chunkCountOf,
	formatChunkIndex,
	invalidIndex,
	parseChunkIndex,
} from "./index-file.ts";
import type { ChunkSizes } from "./sizes.ts";

/**
 * How rows are cut: an index is a blob as well, of which a node has nearly all from the release
 * before. A row has 36 bytes.
 */
export const rowChunkSizes: ChunkSizes = { minBytes: 256, averageBytes: 1024, maxBytes: 4096 };

const rowBytes = 36;

/**
 * How long the rows are that stand for a `.caibx` file of a length.
 * @throws SomaError `chunk-index-invalid` when no index has this length
 */
export function rowsLengthBytes(fileBytes: number): number {
	return rowBytes * (chunkCountOf(fileBytes) + 1);
}

/**
 * An index as rows of length and name, with a row of the three sizes in front. In a `.caibx` file
 * every place behind a difference is another number; here equal chunks are equal rows, wherever
 * they lie, so that this can be cut and fetched like what it is about.
 */
export function formatIndexRows({ sizes, chunks }: ChunkIndex): Uint8Array {
	const bytes = new Uint8Array(rowBytes * (chunks.length + 1));
	const view = viewOf(bytes);
	const { minBytes, averageBytes, maxBytes } = sizes;
	for (const [at, size] of [minBytes, averageBytes, maxBytes].entries()) {
		view.setUint32(4 * at, size, true);
	}
	for (const [at, { lengthBytes, id }] of chunks.entries()) {
		const digest = fromHex(id);
		assert(digest?.length === 32, `${id} is not the name of a chunk`);
		view.setUint32(rowBytes * (at + 1), lengthBytes, true);
		bytes.set(digest, rowBytes * (at + 1) + 4);
	}
	return bytes;
}

/**
 * The index in rows, checked like the file that it stands for.
 * @throws SomaError `chunk-index-invalid`
 */
export function parseIndexRows(bytes: Uint8Array): ChunkIndex {
	const view = viewOf(bytes);
	const count = Math.max(0, Math.floor(bytes.length / rowBytes) - 1);
	const word = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0);
	const sizes = { minBytes: word(0), averageBytes: word(4), maxBytes: word(8) };
	const chunks: Chunk[] = [];
	let offsetBytes = 0;
	for (let at = rowBytes; chunks.length < count; at += rowBytes) {
		const lengthBytes = word(at);
		chunks.push({ offsetBytes, lengthBytes, id: toHex(bytes.subarray(at + 4, at + rowBytes)) });
		offsetBytes += lengthBytes;
	}
	const index = { sizes, chunks, lengthBytes: offsetBytes };
	if (!equalBytes(formatIndexRows(index), bytes)) {
		throw invalidIndex(`${bytes.length} bytes are not a row of sizes and one for each chunk`);
	}
	return parseChunkIndex(formatChunkIndex(index));
}

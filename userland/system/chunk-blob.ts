import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { Chunker } from "../core/chunk/chunker.ts";
import type { Chunk, ChunkIndex } from "../core/chunk/index-file.ts";
import type { ChunkSizes } from "../core/chunk/sizes.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";
import { sha256Of } from "./chunk-store.ts";

/** A blob that was cut. */
export interface ChunkedBlob {
	readonly index: ChunkIndex;
	/** Of the whole: 64 hexadecimal digits. */
	readonly sha256: string;
}

/** Is handed each different chunk once; the bytes are valid until it returns. */
export type ChunkSink = (chunk: Chunk, bytes: Uint8Array) => void;

/** How much of a file is read at once. */
const pieceBytes = 256 * 1024;

/** Cuts bytes that come in pieces of any size; needs memory for a few chunks and the index. */
export async function chunkBlob(
	pieces: AsyncIterable<Uint8Array>,
	sizes: ChunkSizes,
	onChunk: ChunkSink,
): Promise<ChunkedBlob> {
	const whole = createHash("sha256");
	const chunker = new Chunker(sizes);
	const chunks: Chunk[] = [];
	const seen = new Set<string>();
	let offsetBytes = 0;
	const add = (bytes: Uint8Array): void => {
		const chunk = { offsetBytes, lengthBytes: bytes.length, id: sha256Of(bytes) };
		chunks.push(chunk);
		offsetBytes += bytes.length;
		if (!seen.has(chunk.id)) {
			seen.add(chunk.id);
			onChunk(chunk, bytes);
		}
	};
	for await (const piece of pieces) {
		whole.update(piece);
		for (const bytes of chunker.push(piece)) {
			add(bytes);
		}
	}
	const rest = chunker.end();
	if (rest !== undefined) {
		add(rest);
	}
	const index = { sizes, chunks, lengthBytes: offsetBytes };
	return { index, sha256: whole.digest("hex") };
}

/**
 * Cuts a file.
 * @throws SomaError `blob-unreadable`
 */
export async function chunkFile(
	path: string,
	sizes: ChunkSizes,
	onChunk: ChunkSink,
): Promise<ChunkedBlob> {
	const pieces = createReadStream(path, { highWaterMark: pieceBytes });
	return await chunkBlob(readable(path, pieces), sizes, onChunk);
}

/**
 * Cuts what a zstd file unpacks to, as the parts of a release lie in `release/`.
 * @throws SomaError `blob-unreadable`, also when it is not zstd. One that breaks off may pass:
 *   judge the length and the SHA-256.
 */
export async function chunkZstdFile(
	path: string,
	sizes: ChunkSizes,
	onChunk: ChunkSink,
): Promise<ChunkedBlob> {
	try {
		return await pipeline(
			readable(path, createReadStream(path, { highWaterMark: pieceBytes })),
			createZstdDecompress({ chunkSize: pieceBytes }),
			(pieces: AsyncIterable<Uint8Array>) => chunkBlob(pieces, sizes, onChunk),
		);
	} catch (error) {
		throw errnoOf(error)?.startsWith("ZSTD") === true ? unreadable(path, error) : error;
	}
}

/** Names the file when reading fails, but not when whoever takes the chunks does. */
async function* readable(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	try {
		yield* pieces;
	} catch (cause) {
		throw unreadable(path, cause);
	}
}

function unreadable(path: string, cause: unknown): SomaError {
	const problem = errnoOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
	return new SomaError({
		code: "blob-unreadable",
		message: `${path} cannot be read: ${problem}`,
		hint: "check that the file is there and whole",
		cause,
	});
}

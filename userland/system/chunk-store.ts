import { hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { constants, zstdDecompressSync } from "node:zlib";
import type { Chunk } from "../core/chunk/index-file.ts";
import { chunkPath } from "../core/chunk/store-path.ts";
import { measureFrame } from "../core/chunk/zstd-frame.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";

/** A chunk is written once and fetched often; level 19 takes three times as long for 0.8 %. */
const compressionLevel = 15;

/** A decoder's window, however small the chunk: what zstd needs at its greatest usual level. */
const windowBitsMax = 23;

/** Smaller pieces than this are not made by the decoder. */
const leastOutputBytes = 64;

/** The most that a chunk can take once compressed; whoever fetches one need not read on. */
export function greatestCompressedBytes(lengthBytes: number): number {
	return lengthBytes + Math.ceil(lengthBytes / 128) + 128;
}

/** A chunk as it lies in a store and is fetched: one zstd frame. */
export function encodeChunk(bytes: Uint8Array): Uint8Array {
	return Bun.zstdCompressSync(bytes, { level: compressionLevel });
}

/**
 * The bytes of a chunk that came from somewhere. It needs no trust in them: neither memory nor time
 * go beyond what the index says of the chunk.
 * @throws SomaError `chunk-invalid` unless they are exactly those that the index names.
 */
export function decodeChunk(compressed: Uint8Array, chunk: Chunk): Uint8Array {
	const { id, lengthBytes } = chunk;
	if (compressed.length > greatestCompressedBytes(lengthBytes)) {
		throw invalid(chunk, `${compressed.length} bytes are more than ${lengthBytes} compress to`);
	}
	const bytes = decompress(compressed, chunk);
	if (bytes.length !== lengthBytes) {
		throw invalid(chunk, `it has ${bytes.length} bytes, not ${lengthBytes}`);
	}
	const found = sha256Of(bytes);
	if (found !== id) {
		throw invalid(chunk, `its SHA-256 is ${found}`);
	}
	return bytes;
}

/** Room for what blocks may unpack to beyond what a frame says. */
const slackBytes = 256 * 1024;

/**
 * As {@link decodeChunk}, in another thread as long as the decoder works: who has several chunks
 * to decode uses two processors. The compressed bytes must stay as they are meanwhile.
 * @throws SomaError `chunk-invalid`
 */
export async function unpackChunk(compressed: Uint8Array, chunk: Chunk): Promise<Uint8Array> {
	const { id, lengthBytes } = chunk;
	// That decoder has no bounds of its own, so the frame is measured first.
	const frame =
		compressed.length > greatestCompressedBytes(lengthBytes) ? undefined : measureFrame(compressed);
	if (frame?.contentBytes === lengthBytes && frame.mostBytes <= 2 * lengthBytes + slackBytes) {
		const bytes = await decompressSoon(compressed);
		if (bytes?.length === lengthBytes && sha256Of(bytes) === id) {
			return bytes;
		}
	}
	return decodeChunk(compressed, chunk); // which says what is wrong, or knows better
}

async function decompressSoon(compressed: Uint8Array): Promise<Uint8Array | undefined> {
	try {
		return await Bun.zstdDecompress(compressed);
	} catch {
		return undefined;
	}
}

function decompress(compressed: Uint8Array, chunk: Chunk): Uint8Array {
	try {
		return zstdDecompressSync(compressed, {
			maxOutputLength: chunk.lengthBytes,
			chunkSize: Math.max(leastOutputBytes, chunk.lengthBytes), // one piece, and nothing to join
			params: { [constants.ZSTD_d_windowLogMax]: windowBitsMax },
		});
	} catch (cause) {
		throw invalid(chunk, cause instanceof Error ? cause.message : String(cause));
	}
}

/**
 * Puts a chunk into a store, from where it is never half there; a good one that is there is kept,
 * and a broken one, as a power cut leaves it, replaced. Flushes nothing: that is once for many.
 */
export function writeChunk(store: string, chunk: Chunk, bytes: Uint8Array): void {
	const path = join(store, chunkPath(chunk.id));
	if (existsSync(path) && isGood(path, chunk)) {
		return;
	}
	mkdirSync(dirname(path), { recursive: true });
	const staging = `${path}.${process.pid}.new`;
	writeFileSync(staging, encodeChunk(bytes));
	renameSync(staging, path);
}

function isGood(path: string, chunk: Chunk): boolean {
	try {
		decodeChunk(readFileSync(path), chunk);
		return true;
	} catch (error) {
		if (error instanceof SomaError) {
			return false;
		}
		throw error;
	}
}

/**
 * A chunk of a store.
 * @throws SomaError `chunk-missing` when it is not there, `chunk-invalid` when it is broken.
 */
export function readChunk(store: string, chunk: Chunk): Uint8Array {
	const path = join(store, chunkPath(chunk.id));
	let compressed: Uint8Array;
	try {
		compressed = readFileSync(path);
	} catch (cause) {
		throw new SomaError({
			code: "chunk-missing",
			message: `${path} cannot be read: ${errnoOf(cause) ?? String(cause)}`,
			hint: "copy the whole store of chunks of the repository",
			cause,
		});
	}
	return decodeChunk(compressed, chunk);
}

/** The name of a chunk with these bytes: 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
	return hash("sha256", bytes, "hex");
}

function invalid({ id }: Chunk, problem: string): SomaError {
	return new SomaError({
		code: "chunk-invalid",
		message: `the chunk ${id} is not what its name says: ${problem}`,
		hint: "fetch it from another mirror; publish the release again where it is kept",
	});
}

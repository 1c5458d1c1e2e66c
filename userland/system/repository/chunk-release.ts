import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatChunkIndex, parseChunkIndex } from "../../core/chunk/index-file.ts";
import type { ChunkSizes } from "../../core/chunk/sizes.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import type { ReleasePart } from "../../core/release/manifest.ts";
import { SomaError } from "../../lib/errors.ts";
import { chunkZstdFile } from "../chunk-blob.ts";
import { writeChunk } from "../chunk-store.ts";
import { cutRows } from "./index-rows.ts";

/** A part of a release that was cut, and is in the store. */
export interface ChunkedPart {
	/** The bytes of its index. */
	readonly index: Uint8Array;
	/** All chunks, the same one counted as often as it comes. */
	readonly chunks: number;
	/** Those that the store did not have, and how many bytes they take there. */
	readonly newChunks: number;
	readonly newBytes: number;
}

/**
 * Cuts a part of a release, and puts its chunks into a store; chunks that are there and good stay.
 * The store is not flushed. Without a store nothing is written, and new chunks count uncompressed.
 * @throws SomaError `release-damaged` when the file is not what the manifest says
 */
export async function chunkPart(
	path: string,
	part: ReleasePart,
	sizes: ChunkSizes,
	store: string,
	dryRun: boolean,
): Promise<ChunkedPart> {
	let newChunks = 0;
	let newBytes = 0;
	const { index, sha256 } = await chunkZstdFile(path, sizes, (chunk, bytes) => {
		const place = join(store, chunkPath(chunk.id));
		const isNew = !existsSync(place);
		if (!dryRun) {
			writeChunk(store, chunk, bytes);
		}
		if (isNew) {
			newChunks += 1;
			newBytes += dryRun ? bytes.length : statSync(place).size;
		}
	});
	if (sha256 !== part.sha256 || index.lengthBytes !== part.sizeBytes) {
		throw new SomaError({
			code: "release-damaged",
			message: `${path} is damaged: what is in it differs from the manifest`,
			hint: "copy the release again, all files of one version",
		});
	}
	return { index: formatChunkIndex(index), chunks: index.chunks.length, newChunks, newBytes };
}

/**
 * Cuts the rows of an index as a part is cut, so that a node that has an older index takes only
 * the rows that differ.
 * @param index the bytes of a `.caibx` file
 * @returns the bytes of the index of its rows
 */
export function chunkRows(index: Uint8Array, store: string, dryRun: boolean): Uint8Array {
	const rows = cutRows(parseChunkIndex(index), (chunk, bytes) => {
		if (!dryRun) {
			writeChunk(store, chunk, bytes);
		}
	});
	return formatChunkIndex(rows);
}

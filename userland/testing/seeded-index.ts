import type { Chunk, ChunkIndex } from "../core/chunk/index-file.ts";
import { seededBytes } from "./seeded-bytes.ts";

const sizes = { minBytes: 64, averageBytes: 256, maxBytes: 1024 };

/** An index of chunks with names from seeds, and lengths that follow from them. */
export function indexOf(seeds: readonly number[]): ChunkIndex {
	let offsetBytes = 0;
	const chunks: Chunk[] = [];
	for (const seed of seeds) {
		const id = Buffer.from(seededBytes(seed, 32)).toString("hex");
		chunks.push({ offsetBytes, lengthBytes: 64 + (seed % 900), id });
		offsetBytes += 64 + (seed % 900);
	}
	return { sizes, chunks, lengthBytes: offsetBytes };
}

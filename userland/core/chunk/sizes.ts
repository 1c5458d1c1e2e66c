/** Between which sizes a blob is cut, and how large a chunk is on average; all in bytes. */
export interface ChunkSizes {
	readonly minBytes: number;
	readonly averageBytes: number;
	readonly maxBytes: number;
}

/** How most of a release is cut (docs/decisions/0024). */
export const defaultChunkSizes: ChunkSizes = {
	minBytes: 4 * 1024,
	averageBytes: 16 * 1024,
	maxBytes: 64 * 1024,
};

/** For what cannot be compressed and changes in many small places. */
export const fineChunkSizes: ChunkSizes = {
	minBytes: 768,
	averageBytes: 3 * 1024,
	maxBytes: 12 * 1024,
};

/** The bytes that decide about a cut: those just before it. */
export const windowBytes = 48;

/** A chunk lies in memory whole, as it is and compressed, on a node that runs its workload. */
const greatestMaxBytes = 16 * 1024 * 1024;

/** Where casync's estimate of the discriminator still is one. */
const greatestAverageBytes = 4 * 1024 * 1024;

/** What is wrong with some sizes, or undefined when a blob can be cut by them. */
export function problemOfSizes(sizes: ChunkSizes): string | undefined {
	const { minBytes, averageBytes, maxBytes } = sizes;
	if (![minBytes, averageBytes, maxBytes].every(Number.isSafeInteger)) {
		return "the sizes of chunks are not whole numbers";
	}
	if (minBytes < windowBytes) {
		return `chunks of ${minBytes} bytes are smaller than the window of ${windowBytes}`;
	}
	if (minBytes > averageBytes || averageBytes > maxBytes) {
		return "the smallest, average and greatest size of chunks are not in this order";
	}
	if (averageBytes > greatestAverageBytes || maxBytes > greatestMaxBytes) {
		return `chunks may have ${greatestMaxBytes} bytes, ${greatestAverageBytes} on average`;
	}
	return undefined;
}

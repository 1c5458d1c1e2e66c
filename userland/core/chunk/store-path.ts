import { assert } from "../../lib/assert.ts";

/** True for the name of a chunk: its SHA-256 in 64 lower-case hexadecimal digits. */
function isChunkId(text: string): boolean {
	return /^[0-9a-f]{64}$/.test(text);
}

/** Where a chunk lies in a store, as casync has it: `abcd/abcd....cacnk`, compressed by zstd. */
export function chunkPath(id: string): string {
	assert(isChunkId(id), `${id} is not the name of a chunk`);
	return `${id.slice(0, 4)}/${id}.cacnk`;
}

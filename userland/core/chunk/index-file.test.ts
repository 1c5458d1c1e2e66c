import fc from "fast-check";
import { expect, test } from "vitest";
import { equalBytes, viewOf } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { type Chunk, type ChunkIndex, formatChunkIndex, parseChunkIndex } from "./index-file.ts";
import type { ChunkSizes } from "./sizes.ts";

const sizes: ChunkSizes = { minBytes: 64, averageBytes: 256, maxBytes: 1024 };

/** An index with chunks of these sizes; every tenth is the same chunk when the sizes allow. */
function indexOf(lengths: readonly number[]): ChunkIndex {
	let offsetBytes = 0;
	const chunks: Chunk[] = [];
	for (const [at, lengthBytes] of lengths.entries()) {
		chunks.push({ offsetBytes, lengthBytes, id: at.toString(16).padStart(64, "0") });
		offsetBytes += lengthBytes;
	}
	return { sizes, chunks, lengthBytes: offsetBytes };
}

const anyIndex = fc
	.tuple(
		fc.array(fc.integer({ min: 64, max: 1024 }), { maxLength: 20 }),
		fc.option(fc.integer({ min: 1, max: 64 })),
	)
	.map(([lengths, last]) => indexOf(last === null ? lengths : [...lengths, last]));

test("what is written is read", () => {
	fc.assert(
		fc.property(anyIndex, (index) => {
			expect(parseChunkIndex(formatChunkIndex(index))).toEqual(index);
		}),
	);
});

test("every flip of a bit is refused or is another index, with bytes of its own", () => {
	const bytes = formatChunkIndex(indexOf([64, 1024, 200, 7]));
	const index = parseChunkIndex(bytes);
	let refused = 0;
	for (let bit = 0; bit < 8 * bytes.length; bit++) {
		const flipped = bytes.slice();
		flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		try {
			const other = parseChunkIndex(flipped);
			expect(other).not.toEqual(index);
			expect(equalBytes(formatChunkIndex(other), flipped)).toBe(true);
		} catch (error) {
			expect(error).toBeInstanceOf(SomaError);
			expect(error).toMatchObject({ code: "chunk-index-invalid" });
			refused += 1;
		}
	}
	expect(refused).toBeGreaterThan(8 * 100); // the header and the tail at least
});

test("any bytes are an index or a SomaError", () => {
	const start = formatChunkIndex(indexOf([100, 100])).slice(0, 64);
	const anything = fc.uint8Array({ minLength: 0, maxLength: 200, size: "max" });
	fc.assert(
		fc.property(anything, fc.boolean(), (tail, withHead) => {
			const bytes = withHead ? Uint8Array.from([...start, ...tail]) : tail;
			expect(() => parseChunkIndex(bytes)).toThrow(SomaError);
		}),
	);
});

/** An index of four chunks after a change of its bytes. */
function changed(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
	const bytes = formatChunkIndex(indexOf([100, 200, 300, 50]));
	change(viewOf(bytes), bytes);
	return bytes;
}

const item = (at: number): number => 64 + 40 * at;

test.each([
	["nothing", new Uint8Array(0), "0 bytes are not a header and a table"],
	["half an item", changed(() => {}).slice(0, -20), "244 bytes are not a header and a table"],
	["a table without its tail", changed(() => {}).slice(0, -40), "byte 184: the tail"],
	["another kind of file", changed((view) => view.setUint8(8, 0)), "byte 8: the type of the file"],
	[
		"an index of SHA-512/256",
		changed((view) => view.setUint8(23, 0xb0)),
		"byte 16: the features (a blob, named by SHA-256) is 0xb000000000000000",
	],
	[
		"a smallest size of zero",
		changed((view) => view.setBigUint64(24, 0n, true)),
		"byte 24: chunks of 0 bytes are smaller than the window",
	],
	[
		"a greatest size that no memory holds",
		changed((view) => view.setBigUint64(40, 2n ** 40n, true)),
		"byte 24: chunks may have 16777216 bytes",
	],
	[
		"a number that JavaScript cannot hold",
		changed((view) => view.setBigUint64(40, 2n ** 63n, true)),
		"byte 24: the sizes of chunks are not whole numbers",
	],
	["a table of a size", changed((view) => view.setUint8(48, 0)), "byte 48: the size of the table"],
	[
		"chunks in another order",
		changed((_, bytes) => bytes.copyWithin(item(0), item(1), item(2))),
		"chunk 1 (byte 104) has 0 bytes, not 64 to 1024",
	],
	[
		"a chunk within another",
		changed((view) => view.setBigUint64(item(2), 250n, true)),
		"chunk 2 (byte 144) has -50 bytes",
	],
	[
		"a chunk below the smallest size before the end",
		changed((view) => view.setBigUint64(item(0), 63n, true)),
		"chunk 0 (byte 64) has 63 bytes, not 64 to 1024",
	],
	[
		"a chunk above the greatest size",
		changed((view) => view.setBigUint64(item(3), 600n + 1025n, true)),
		"chunk 3 (byte 184) has 1025 bytes, not 1 to 1024",
	],
	[
		"an empty last chunk",
		changed((view) => view.setBigUint64(item(3), 600n, true)),
		"chunk 3 (byte 184) has 0 bytes",
	],
	[
		"an end beyond any disk",
		changed((view) => view.setBigUint64(item(3), 2n ** 60n, true)),
		"chunk 3 (byte 184) ends beyond any disk",
	],
	[
		"one chunk with two sizes",
		changed((_, bytes) => bytes.copyWithin(item(1) + 8, item(0) + 8, item(1))),
		"chunk 1 (byte 104) has another size than the same chunk before it",
	],
	["a tail for fewer", changed((view) => view.setUint8(item(4) + 24, 1)), "byte 248: the tail"],
	["a tail with more in it", changed((view) => view.setUint8(item(4), 1)), "byte 224: the tail"],
	["a tail without its marker", changed((view) => view.setUint8(263, 1)), "byte 256: the tail"],
])("an index is refused with its place: %s", (_name, bytes, problem) => {
	expect(() => parseChunkIndex(bytes)).toThrow(problem);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { equalBytes } from "../../lib/bytes.ts";
import { seededBytes } from "../../testing/seeded-bytes.ts";
import { buzhashTable } from "./buzhash-table.ts";
import { Chunker } from "./chunker.ts";
import type { ChunkSizes } from "./sizes.ts";

const small: ChunkSizes = { minBytes: 64, averageBytes: 256, maxBytes: 1024 };

/** The ends of the chunks when the bytes come in pieces of these sizes, again and again. */
function cutsOf(bytes: Uint8Array, sizes: ChunkSizes, pieces: readonly number[]): number[] {
	const chunker = new Chunker(sizes);
	const ends: number[] = [];
	let end = 0;
	const add = (chunk: Uint8Array): void => {
		expect(equalBytes(chunk, bytes.subarray(end, end + chunk.length))).toBe(true);
		end += chunk.length;
		ends.push(end);
	};
	for (let at = 0, turn = 0; at < bytes.length; turn++) {
		const length = pieces[turn % pieces.length] ?? bytes.length;
		for (const chunk of chunker.push(bytes.subarray(at, at + length))) {
			add(chunk);
		}
		at += length;
	}
	const rest = chunker.end();
	if (rest !== undefined) {
		add(rest);
	}
	expect(end).toBe(bytes.length);
	return ends;
}

/** The definition, slowly: at every place the hash of the 48 bytes before it, from scratch. */
function slowCutsOf(bytes: Uint8Array, { minBytes, averageBytes, maxBytes }: ChunkSizes): number[] {
	const fitted = Math.trunc(averageBytes / (-1.42888852e-7 * averageBytes + 1.33237515));
	const discriminator = Math.min(Math.max(fitted, minBytes), maxBytes);
	const ends: number[] = [];
	for (let start = 0; start < bytes.length; start = ends.at(-1) ?? 0) {
		let end = start + minBytes;
		for (; end < bytes.length && end < start + maxBytes; end++) {
			let hash = 0n;
			for (let at = end - 48; at < end; at++) {
				const word = BigInt.asUintN(32, BigInt(buzhashTable[bytes[at] ?? 0] ?? 0));
				hash = (BigInt.asUintN(32, hash << 1n) | (hash >> 31n)) ^ word;
			}
			if (hash % BigInt(discriminator) === BigInt(discriminator - 1)) {
				break;
			}
		}
		ends.push(Math.min(end, bytes.length));
	}
	return ends;
}

test("cuts lie where the definition says, for odd, even and power-of-two discriminators", () => {
	const bytes = seededBytes(1, 60_000);
	const averages = new Map([
		[256, 192],
		[181, 135],
		[171, 128],
	]);
	for (const [averageBytes, discriminator] of averages) {
		expect(Math.trunc(averageBytes / 1.33237515)).toBe(discriminator);
		const sizes = { minBytes: 48, averageBytes, maxBytes: 1000 };
		const cuts = slowCutsOf(bytes, sizes);
		expect(cuts.length).toBeGreaterThan(200);
		expect(cutsOf(bytes, sizes, [bytes.length])).toEqual(cuts);
	}
});

test("pieces of any size give the same cuts", () => {
	const blob = fc.record({
		seed: fc.nat(),
		length: fc.nat(9000),
		runs: fc.boolean(),
		pieces: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
	});
	fc.assert(
		fc.property(blob, ({ seed, length, runs, pieces }) => {
			const bytes = seededBytes(seed, length);
			if (runs) {
				bytes.fill(0, length / 3, length / 2);
			}
			expect(cutsOf(bytes, small, pieces)).toEqual(slowCutsOf(bytes, small));
		}),
		{ numRuns: 60 },
	);
});

test("one byte at a time gives the same cuts", () => {
	const bytes = seededBytes(2, 20_000);
	expect(cutsOf(bytes, small, [1])).toEqual(cutsOf(bytes, small, [bytes.length]));
});

test("chunks are as large as was asked for: on average, at least, and at most", () => {
	const sizes = { minBytes: 1024, averageBytes: 4096, maxBytes: 16_384 };
	const cuts = cutsOf(seededBytes(3, 8_000_000), sizes, [65_536]);
	const lengths = cuts.map((end, at) => end - (cuts[at - 1] ?? 0));
	expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThanOrEqual(1024);
	expect(Math.max(...lengths)).toBe(16_384);
	const average = 8_000_000 / lengths.length;
	expect(average).toBeGreaterThan(3800);
	expect(average).toBeLessThan(4400);
});

test("a byte that is put in moves the cuts around it only", () => {
	const bytes = seededBytes(4, 100_000);
	const longer = new Uint8Array(bytes.length + 1);
	longer.set(bytes.subarray(0, 50_000));
	longer.set(bytes.subarray(50_000), 50_001);
	const before = cutsOf(bytes, small, [4096]);
	const after = cutsOf(longer, small, [4096]).map((end) => (end > 50_000 ? end - 1 : end));
	const common = new Set(before);
	expect(after.filter((end) => !common.has(end)).length).toBeLessThan(5);
});

test("equal sizes cut blocks", () => {
	const sizes = { minBytes: 1000, averageBytes: 1000, maxBytes: 1000 };
	expect(cutsOf(seededBytes(5, 3500), sizes, [300])).toEqual([1000, 2000, 3000, 3500]);
});

test.each([
	["fractions", { minBytes: 64.5, averageBytes: 256, maxBytes: 1024 }],
	["a chunk below the window", { minBytes: 47, averageBytes: 256, maxBytes: 1024 }],
	["a wrong order", { minBytes: 257, averageBytes: 256, maxBytes: 1024 }],
	["a wrong order above", { minBytes: 64, averageBytes: 256, maxBytes: 255 }],
	["too much memory", { minBytes: 64, averageBytes: 256, maxBytes: 2 ** 25 }],
	["an average without a formula", { minBytes: 64, averageBytes: 2 ** 23, maxBytes: 2 ** 24 }],
])("sizes with %s are a mistake of the caller", (_name, sizes) => {
	expect(() => new Chunker(sizes)).toThrow(/chunks/);
});

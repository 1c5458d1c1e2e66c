import fc from "fast-check";
import { expect, test } from "vitest";
import { type Chunk, type ChunkIndex, formatChunkIndex } from "../../core/chunk/index-file.ts";
import { rowChunkSizes } from "../../core/chunk/index-rows.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { errorOf } from "../../testing/errors.ts";
import { indexOf } from "../../testing/seeded-index.ts";
import { encodeChunk, sha256Of } from "../chunk-store.ts";
import { cutRows, RowAssembly, type SignedFile } from "./index-rows.ts";

/** An index as it is published: what is signed of it, and its rows. */
function publish(index: ChunkIndex) {
	const bytes = formatChunkIndex(index);
	const store = new Map<string, Uint8Array>();
	const rows = cutRows(index, ({ id }, chunk) => store.set(id, encodeChunk(chunk)));
	const file: SignedFile = { sizeBytes: bytes.length, sha256: sha256Of(bytes) };
	const fetched: string[] = [];
	const fetchChunk = async ({ id }: Chunk): Promise<Uint8Array> => {
		fetched.push(id);
		const stored = store.get(id);
		if (stored === undefined) {
			throw new SomaError({ code: "chunk-missing", message: id });
		}
		return stored;
	};
	return { bytes, file, rows, store, fetched, fetchChunk };
}

function upTo(count: number): number[] {
	return Array.from({ length: count }, (_, at) => at);
}

const old = indexOf(upTo(3000));
const young = indexOf([...upTo(1000), 9001, ...upTo(3000).slice(1002)]);

test("rows come from what is here, and only the others are fetched", async () => {
	const { bytes, file, rows, fetched, fetchChunk } = publish(young);
	const assembly = new RowAssembly(file, rows);
	expect(assembly.isNearlyThere()).toBe(false);
	assembly.take(old);
	expect(assembly.isNearlyThere()).toBe(true);
	await assembly.fetch(fetchChunk);
	expect(equalBytes(assembly.finish(), bytes)).toBe(true);
	expect(rows.chunks.length).toBeGreaterThan(70);
	expect(fetched.length).toBeGreaterThan(0);
	expect(fetched.length).toBeLessThan(5);
});

const edits = fc.array(
	fc.record({
		kind: fc.constantFrom("put in", "take out", "change", "repeat"),
		at: fc.nat(400),
		seed: fc.integer({ min: 1000, max: 100_000 }),
	}),
	{ maxLength: 20 },
);

test("whatever was edited, the signed index comes out, from any index that is here", async () => {
	const run = fc.asyncProperty(edits, edits, async (one, two) => {
		const { bytes, file, rows, store, fetched, fetchChunk } = publish(edited(one));
		const assembly = new RowAssembly(file, rows);
		assembly.take(edited(two));
		assembly.take(edited([]));
		await assembly.fetch(fetchChunk);
		expect(equalBytes(assembly.finish(), bytes)).toBe(true);
		expect(new Set(fetched).size).toBe(fetched.length);
		expect(fetched.length).toBeLessThanOrEqual(store.size);
	});
	await fc.assert(run, { numRuns: 60 });
});

function edited(steps: readonly { kind: string; at: number; seed: number }[]): ChunkIndex {
	const seeds = upTo(400);
	for (const { kind, at, seed } of steps) {
		const put = { "put in": [seed], change: [seed], repeat: [at % 7, at % 7] }[kind] ?? [];
		seeds.splice(at, kind === "take out" || kind === "change" ? 1 : 0, ...put);
	}
	return indexOf(seeds);
}

test("rows of another index are refused, before or after they come", async () => {
	const { file } = publish(young);
	const shorter = publish(old);
	expect(() => new RowAssembly(file, shorter.rows)).toThrow("the rows of an index are not valid");
	const other = publish(indexOf([...young.chunks.keys()]));
	expect(other.file.sizeBytes).toBe(file.sizeBytes);
	const assembly = new RowAssembly(file, other.rows);
	await assembly.fetch(other.fetchChunk);
	const error = await errorOf(async () => assembly.finish());
	expect(error.message).toContain("they lead to another index than the one that is signed");
});

test("nothing is made of rows while some are missing", async () => {
	const { file, rows, store, fetchChunk } = publish(young);
	const assembly = new RowAssembly(file, rows);
	assembly.take(old);
	await errorOf(async () => assembly.finish());
	store.clear();
	expect((await errorOf(() => assembly.fetch(fetchChunk))).code).toBe("chunk-missing");
	await errorOf(async () => assembly.finish());
});

test("rows that are cut otherwise, or claim to be very many, are refused at once", () => {
	const { file, rows } = publish(young);
	const [first] = rows.chunks;
	const bomb = Array.from({ length: 4096 }, (_, at) => ({
		...(first as Chunk),
		offsetBytes: 4096 * at,
		lengthBytes: 4096,
	}));
	for (const wrong of [
		{ sizes: rowChunkSizes, chunks: bomb, lengthBytes: 4096 * 4096 },
		{ ...rows, sizes: { ...rowChunkSizes, maxBytes: 8192 } },
		{ ...rows, sizes: { ...rowChunkSizes, minBytes: 48 } },
		{ ...rows, sizes: { ...rowChunkSizes, averageBytes: 2048 } },
	]) {
		expect(() => new RowAssembly(file, wrong)).toThrow(SomaError);
	}
	expect(() => new RowAssembly({ ...file, sizeBytes: 100 }, rows)).toThrow(SomaError);
});

test("every flipped bit of the rows that are fetched is refused", async () => {
	const { file, rows, store, fetched, fetchChunk } = publish(young);
	const start = (): RowAssembly => {
		const assembly = new RowAssembly(file, rows);
		assembly.take(old);
		return assembly;
	};
	await start().fetch(fetchChunk);
	for (const id of new Set(fetched)) {
		const good = store.get(id) ?? new Uint8Array();
		for (let bit = 0; bit < 8 * good.length; bit += 61) {
			const bad = good.slice();
			bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			store.set(id, bad);
			await expect(start().fetch(fetchChunk)).rejects.toMatchObject({ code: "chunk-invalid" });
		}
		store.set(id, good);
	}
});

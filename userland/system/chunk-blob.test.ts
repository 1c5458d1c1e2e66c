import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChunkIndex, parseChunkIndex } from "../core/chunk/index-file.ts";
import { type ChunkSizes, defaultChunkSizes, fineChunkSizes } from "../core/chunk/sizes.ts";
import { equalBytes } from "../lib/bytes.ts";
import { seededBytes } from "../testing/seeded-bytes.ts";
import { chunkBlob, chunkFile, chunkZstdFile } from "./chunk-blob.ts";
import { readChunk, sha256Of, writeChunk } from "./chunk-store.ts";

const sizesInUse: readonly ChunkSizes[] = [
	defaultChunkSizes,
	fineChunkSizes,
	{ minBytes: 2048, averageBytes: 8192, maxBytes: 32_768 },
	{ minBytes: 16_384, averageBytes: 65_536, maxBytes: 262_144 },
	{ minBytes: 48, averageBytes: 1000, maxBytes: 5001 },
	{ minBytes: 4096, averageBytes: 4096, maxBytes: 4096 },
];

function mixedBytes(): Uint8Array {
	const text = Buffer.from("[Unit]\nDescription=A unit among units\n".repeat(4000));
	return Buffer.concat([
		seededBytes(7, 700_000),
		Buffer.alloc(500_000),
		text,
		seededBytes(8, 12_345),
		Buffer.alloc(300_000, 0xff),
		seededBytes(7, 700_000),
	]);
}

const blobs: readonly [string, Uint8Array][] = [
	["nothing", new Uint8Array(0)],
	["one byte", seededBytes(1, 1)],
	["one byte less than the window", seededBytes(1, 47)],
	["the smallest chunk", seededBytes(2, 4096)],
	["one byte more than the greatest", seededBytes(3, 65_537)],
	["zeros", new Uint8Array(1_000_000)],
	["5 MB without a pattern", seededBytes(4, 5_000_000)],
	["a mixture with repetitions", mixedBytes()],
];

let directory = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-blob-"));
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

function namesIn(store: string): string[] {
	const names = existsSync(store) ? readdirSync(store, { recursive: true, encoding: "utf8" }) : [];
	return names.filter((name) => name.endsWith(".cacnk")).sort();
}

test.each(blobs)(
	"casync makes the same index and store, and unpacks ours: %s",
	async (_, bytes) => {
		const tree = openToolTree();
		const blob = join(directory, "blob");
		writeFileSync(blob, bytes);
		for (const [at, sizes] of sizesInUse.entries()) {
			const { minBytes, averageBytes, maxBytes } = sizes;
			const theirs = join(directory, `theirs-${at}`);
			await tree.run({
				argv: [
					...["casync", "make", "--digest=sha256", "--compression=zstd"],
					`--chunk-size=${minBytes}:${averageBytes}:${maxBytes}`,
					...[`--store=${theirs}.castr`, `${theirs}.caibx`, blob],
				],
			});
			const ours = join(directory, `ours-${at}`);
			const { index, sha256 } = await chunkFile(blob, sizes, (chunk, content) => {
				writeChunk(`${ours}.castr`, chunk, content);
			});
			const written = formatChunkIndex(index);
			expect(equalBytes(written, readFileSync(`${theirs}.caibx`))).toBe(true);
			expect(parseChunkIndex(written)).toEqual(index);
			expect(namesIn(`${ours}.castr`)).toEqual(namesIn(`${theirs}.castr`));
			expect(sha256).toBe(sha256Of(bytes));

			{
				writeFileSync(`${ours}.caibx`, written);
				const argv = ["casync", "extract", `--store=${ours}.castr`, `${ours}.caibx`, `${ours}.raw`];
				await tree.run({ argv });
				expect(equalBytes(readFileSync(`${ours}.raw`), bytes)).toBe(true);
			}
			for (const chunk of index.chunks) {
				const { offsetBytes, lengthBytes } = chunk;
				const wanted = bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
				expect(equalBytes(readChunk(`${theirs}.castr`, chunk), wanted)).toBe(true);
			}
		}
	},
);

test("a compressed file is cut as what it unpacks to, each chunk handed over once", async () => {
	const bytes = mixedBytes();
	const path = join(directory, "usr.zst");
	writeFileSync(path, zstdCompressSync(bytes));
	const handed: string[] = [];
	const { index, sha256 } = await chunkZstdFile(path, defaultChunkSizes, ({ id }, content) => {
		expect(sha256Of(content)).toBe(id);
		handed.push(id);
	});
	expect(sha256).toBe(sha256Of(bytes));
	expect(index.lengthBytes).toBe(bytes.length);
	expect(handed).toEqual([...new Set(index.chunks.map(({ id }) => id))]);
	expect(handed.length).toBeLessThan(index.chunks.length * 0.7);
});

test("memory does not grow with the blob", async () => {
	const piece = seededBytes(9, 1_000_000);
	async function* pieces(): AsyncGenerator<Uint8Array> {
		for (let count = 0; count < 100; count++) {
			yield piece;
		}
	}
	Bun.gc(true);
	const before = process.memoryUsage().rss;
	const { index } = await chunkBlob(pieces(), defaultChunkSizes, () => {});
	expect(index.lengthBytes).toBe(100_000_000);
	Bun.gc(true);
	expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

test("a file that is not there, or not zstd, is named", async () => {
	const path = join(directory, "usr.zst");
	const ignore = (): void => {};
	const wanted = { code: "blob-unreadable", message: expect.stringContaining(path) };
	await expect(chunkFile(path, defaultChunkSizes, ignore)).rejects.toMatchObject(wanted);
	await expect(chunkZstdFile(path, defaultChunkSizes, ignore)).rejects.toMatchObject(wanted);
	writeFileSync(path, seededBytes(1, 1000));
	await expect(chunkZstdFile(path, defaultChunkSizes, ignore)).rejects.toMatchObject(wanted);
});

test("a failure of whoever takes the chunks stays what it is", async () => {
	const path = join(directory, "blob.zst");
	writeFileSync(path, zstdCompressSync(seededBytes(1, 1000)));
	const full = (): void => {
		throw new RangeError("no space");
	};
	await expect(chunkFile(path, defaultChunkSizes, full)).rejects.toThrow(RangeError);
	await expect(chunkZstdFile(path, defaultChunkSizes, full)).rejects.toThrow(RangeError);
});

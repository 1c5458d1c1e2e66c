import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Chunk } from "../core/chunk/index-file.ts";
import { chunkPath } from "../core/chunk/store-path.ts";
import { seededBytes } from "../testing/seeded-bytes.ts";
import {
	decodeChunk,
	encodeChunk,
	greatestCompressedBytes,
	readChunk,
	sha256Of,
	unpackChunk,
	writeChunk,
} from "./chunk-store.ts";

let store = "";

beforeEach(() => {
	store = mkdtempSync(join(tmpdir(), "soma-chunks-"));
});

afterEach(() => {
	rmSync(store, { recursive: true });
});

function chunkOf(bytes: Uint8Array): Chunk {
	return { offsetBytes: 0, lengthBytes: bytes.length, id: sha256Of(bytes) };
}

const bytes = seededBytes(1, 20_000);
const chunk = chunkOf(bytes);

test("a chunk is read as it was written, and lies alone in its folder", () => {
	writeChunk(store, chunk, bytes);
	expect(readChunk(store, chunk)).toEqual(Buffer.from(bytes));
	expect(readdirSync(join(store, chunk.id.slice(0, 4)))).toEqual([`${chunk.id}.cacnk`]);
});

test("a good chunk stays the file that it is", () => {
	writeChunk(store, chunk, bytes);
	const path = join(store, chunkPath(chunk.id));
	const { ino } = statSync(path);
	writeChunk(store, chunk, bytes);
	expect(statSync(path).ino).toBe(ino);
});

test.each([0, 1, 500])("a chunk of which a power cut left %d bytes is written anew", (length) => {
	const path = join(store, chunkPath(chunk.id));
	mkdirSync(dirname(path));
	writeFileSync(path, encodeChunk(bytes).subarray(0, length));
	expect(() => readChunk(store, chunk)).toThrow("is not what its name says");
	writeChunk(store, chunk, bytes);
	expect(readChunk(store, chunk)).toEqual(Buffer.from(bytes));
});

test("a chunk that is not there is missing, with its path", () => {
	expect(() => readChunk(store, chunk)).toThrow(`${chunkPath(chunk.id)} cannot be read: ENOENT`);
});

test("no byte of any content compresses to more than the bound", () => {
	for (const length of [1, 2, 100, 4096, 65_536, 300_000]) {
		const content = seededBytes(length, length);
		const bound = greatestCompressedBytes(length);
		expect(encodeChunk(content).length).toBeLessThanOrEqual(bound);
		expect(zstdCompressSync(content).length).toBeLessThanOrEqual(bound);
	}
});

test("a frame of zeros far beyond the chunk is refused at once", async () => {
	const bomb = zstdCompressSync(Buffer.alloc(400_000_000));
	expect(bomb.length).toBeLessThan(greatestCompressedBytes(chunk.lengthBytes));
	const before = process.memoryUsage().rss;
	const startMs = performance.now();
	expect(() => decodeChunk(bomb, chunk)).toThrow(/is not what its name says: .*20000/);
	await expect(unpackChunk(bomb, chunk)).rejects.toThrow(/is not what its name says: .*20000/);
	expect(performance.now() - startMs).toBeLessThan(1000);
	expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

test("many frames one behind the other are refused like one", async () => {
	const frame = zstdCompressSync(Buffer.alloc(100_000));
	const frames = Buffer.concat(Array.from({ length: 100 }, () => frame));
	expect(() => decodeChunk(frames, chunk)).toThrow("is not what its name says");
	await expect(unpackChunk(frames, chunk)).rejects.toThrow("is not what its name says");
});

test("a frame that says less than it has is refused at once", async () => {
	const says = [(20_000 - 256) & 0xff, (20_000 - 256) >> 8];
	const head = [0x28, 0xb5, 0x2f, 0xfd, 0x60, ...says];
	const zeros = (isLast: number): number[] => {
		const block = (131_072 << 3) | 2 | isLast;
		return [block & 0xff, (block >> 8) & 0xff, block >> 16, 0];
	};
	for (const count of [1, 2, 4000]) {
		const blocks = Array.from({ length: count }, (_, at) => zeros(at === count - 1 ? 1 : 0));
		const frame = Uint8Array.from([...head, ...blocks.flat()]);
		const before = process.memoryUsage().rss;
		await expect(unpackChunk(frame, chunk)).rejects.toThrow("is not what its name says");
		expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
	}
});

/** A frame with a window of this size whose only block has the bytes as they are. */
function frameWithWindow(windowBits: number, content: Uint8Array): Uint8Array {
	const blockHead = (content.length << 3) | 1;
	const head = [0x28, 0xb5, 0x2f, 0xfd, 0, (windowBits - 10) << 3];
	const block = [blockHead & 0xff, (blockHead >> 8) & 0xff, blockHead >> 16];
	return Uint8Array.from([...head, ...block, ...content]);
}

test("a frame that asks for 16 MiB of memory is refused, for 8 MiB it passes", () => {
	expect(decodeChunk(frameWithWindow(23, bytes), chunk)).toEqual(Buffer.from(bytes));
	expect(() => decodeChunk(frameWithWindow(24, bytes), chunk)).toThrow(/too much memory/);
});

test.each([
	["nothing", new Uint8Array(0), "it has 0 bytes, not 20000"],
	["no zstd", bytes.subarray(0, 5000), "is not what its name says"],
	["half of it", encodeChunk(bytes).subarray(0, 9000), "it has"],
	["a shorter chunk", encodeChunk(bytes.subarray(1)), "it has 19999 bytes, not 20000"],
	["a longer one", encodeChunk(Buffer.concat([bytes, bytes.subarray(1)])), "larger than 20000"],
	["another of the size", encodeChunk(seededBytes(3, 20_000)), "its SHA-256 is"],
	["more than it can be", new Uint8Array(20_500), "20500 bytes are more than 20000 compress to"],
])("what is not the chunk is refused: %s", async (_name, compressed, problem) => {
	expect(() => decodeChunk(compressed, chunk)).toThrow(problem);
	await expect(unpackChunk(compressed, chunk)).rejects.toThrow(problem);
});

test("every flip of a byte is refused, or gives the same bytes", async () => {
	const text = Buffer.from("a chunk with text, text and text again, which compresses".repeat(9));
	const known = chunkOf(text);
	const compressed = encodeChunk(text);
	for (let at = 0; at < compressed.length; at++) {
		for (const flip of [1, 0x80, 0xff]) {
			const flipped = compressed.slice();
			flipped[at] = (flipped[at] ?? 0) ^ flip;
			for (const decode of [decodeChunk, unpackChunk]) {
				let result: Uint8Array = text;
				try {
					result = await decode(flipped, known);
				} catch (error) {
					expect(error).toMatchObject({ code: "chunk-invalid" });
				}
				expect(result).toEqual(text);
			}
		}
	}
});

test("a chunk as casync compresses it is read: a frame without its content's size", async () => {
	const params = { [constants.ZSTD_c_contentSizeFlag]: 0 };
	const frame = zstdCompressSync(bytes, { params });
	expect(decodeChunk(frame, chunk)).toEqual(Buffer.from(bytes));
	expect(await unpackChunk(frame, chunk)).toEqual(Buffer.from(bytes));
});

test("several chunks are unpacked at a time, of any size", async () => {
	const all = [1, 100, 4096, 65_536, 300_000].map((length) => seededBytes(length, length));
	const unpacked = all.map((one) => unpackChunk(encodeChunk(one), chunkOf(one)));
	expect((await Promise.all(unpacked)).map((one) => Buffer.from(one))).toEqual(
		all.map((one) => Buffer.from(one)),
	);
});

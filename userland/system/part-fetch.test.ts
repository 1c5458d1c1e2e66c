import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReleasePart } from "../core/release/manifest.ts";
import { fetchPart } from "./part-fetch.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The part of a manifest for these bytes. */
function partOf(unpacked: Uint8Array, compressed: Uint8Array): ReleasePart {
	return {
		file: "usr.zst",
		sizeBytes: unpacked.length,
		sha256: sha256(unpacked),
		compressedSizeBytes: compressed.length,
		compressedSha256: sha256(compressed),
	};
}

/** Bytes that do not compress, so that the file has several pieces. */
const raw = Buffer.concat(
	Array.from({ length: 20_000 }, (_, at) => createHash("sha256").update(String(at)).digest()),
);
const packed = zstdCompressSync(raw);
const part = partOf(raw, packed);

type Answer = (request: Request, count: number) => Response;
let answer: Answer = () => new Response("", { status: 404 });
let ranges: (string | null)[] = [];
let server: ReturnType<typeof Bun.serve>;
let directory = "";

beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-part-"));
	server = Bun.serve({
		port: 0,
		hostname: "127.0.0.1",
		fetch: (request) => {
			ranges.push(request.headers.get("range"));
			return answer(request, ranges.length);
		},
	});
});

afterEach(() => {
	ranges = [];
});

afterAll(async () => {
	await server.stop(true);
	rmSync(directory, { recursive: true });
});

/** An answer from an offset on that breaks off after some bytes. */
function piece(offset: number, bytes: Uint8Array, partial: boolean): Response {
	const body = new ReadableStream<Uint8Array>({
		start: (controller) => {
			controller.enqueue(bytes);
			controller.close();
		},
	});
	const range = `bytes ${offset}-${packed.length - 1}/${packed.length}`;
	return new Response(body, partial ? { status: 206, headers: { "content-range": range } } : {});
}

function whole(bytes: Uint8Array): Response {
	return new Response(Buffer.from(bytes));
}

async function fetched(url = `${server.url}usr.zst`, retries: string[] = []): Promise<Buffer> {
	const target = join(directory, "usr");
	await fetchPart({
		...{ url, part, target, stallMs: 300, pauseFactor: 0.001 },
		signal: new AbortController().signal,
		onProgress: () => {},
		onRetry: (reason) => retries.push(reason),
	});
	return readFileSync(target);
}

test("a part is unpacked on the way", async () => {
	answer = () => whole(packed);
	expect((await fetched()).equals(raw)).toBe(true);
});

test("a part on a medium is read the same way", async () => {
	const path = join(directory, "usr.zst");
	writeFileSync(path, packed);
	expect((await fetched(pathToFileURL(path).href)).equals(raw)).toBe(true);
	const missing = fetched(pathToFileURL(join(directory, "missing")).href);
	await expect(missing).rejects.toMatchObject({ code: "part-unreachable" });
});

test("a connection that breaks is taken up where it broke", async () => {
	const retries: string[] = [];
	answer = (request, count) => {
		const from = Number(/bytes=(\d+)-/.exec(request.headers.get("range") ?? "")?.[1]);
		const to = count < 4 ? from + 100_000 : packed.length;
		return piece(from, packed.subarray(from, to), true);
	};
	expect((await fetched(undefined, retries)).equals(raw)).toBe(true);
	expect(ranges).toEqual(["bytes=0-", "bytes=100000-", "bytes=200000-", "bytes=300000-"]);
	expect(retries).toHaveLength(3);
});

test("a server that knows no ranges sends everything again, and that is enough", async () => {
	answer = (_request, count) => piece(0, count === 1 ? packed.subarray(0, 100_000) : packed, false);
	expect((await fetched()).equals(raw)).toBe(true);
});

test("a server that falls silent is left after a while, and asked again", async () => {
	const retries: string[] = [];
	answer = (_request, count) =>
		count === 1
			? new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))
			: whole(packed);
	expect((await fetched(undefined, retries)).equals(raw)).toBe(true);
	expect(retries[0]).toMatch(/nothing came for/);
});

test("a server in trouble is asked five times in a row and no more", async () => {
	answer = () => new Response("", { status: 503 });
	await expect(fetched()).rejects.toMatchObject({
		code: "part-unreachable",
		message: expect.stringMatching(/HTTP 503/),
	});
	expect(ranges).toHaveLength(5);
});

test("what is not there is not asked for again", async () => {
	answer = () => new Response("", { status: 404 });
	await expect(fetched()).rejects.toMatchObject({ code: "part-unreachable" });
	expect(ranges).toHaveLength(1);
});

/** The compressed file with one bit turned over. */
function damaged(at: number): Uint8Array {
	const bytes = Uint8Array.from(packed);
	bytes[at] = (bytes[at] ?? 0) ^ 1;
	return bytes;
}

test.each([
	["a bit is wrong at the start", damaged(20)],
	["a bit is wrong in the middle", damaged(packed.length >> 1)],
	["a bit is wrong at the end", damaged(packed.length - 1)],
	["it is shorter", packed.subarray(0, packed.length - 1)],
	["it is longer", Buffer.concat([packed, Buffer.from("x")])],
	["it is another release", zstdCompressSync(Buffer.from("other"))],
	["it is a page that says hello", Buffer.from("<html>")],
])("a file is refused when %s", async (_what, bytes) => {
	answer = () => whole(bytes);
	await expect(fetched()).rejects.toMatchObject({
		code: "part-differs",
		message: expect.stringMatching(/usr\.zst is refused: /),
	});
});

test("a file that unpacks to more than it may is cut short", async () => {
	const bomb = zstdCompressSync(new Uint8Array(64 * 1024 * 1024));
	answer = () => whole(bomb);
	const target = join(directory, "bomb");
	const request = {
		...{ url: `${server.url}usr.zst`, target, stallMs: 1000 },
		part: partOf(raw, bomb),
		signal: new AbortController().signal,
		onProgress: () => {},
		onRetry: () => {},
	};
	await expect(fetchPart(request)).rejects.toMatchObject({ code: "part-differs" });
	expect(readFileSync(target).length).toBeLessThanOrEqual(raw.length);
});

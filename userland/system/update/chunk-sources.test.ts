import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Chunk } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { SomaError } from "../../lib/errors.ts";
import { unreadableFile } from "../../testing/unreadable-file.ts";
import { encodeChunk, sha256Of } from "../chunk-store.ts";
import { openRepositorySource, type RepositorySource } from "../repository/source.ts";
import { ChunkSources } from "./chunk-sources.ts";

const content = new TextEncoder().encode("some content ".repeat(500));
const chunk: Chunk = { offsetBytes: 0, lengthBytes: content.length, id: sha256Of(content) };
const stored = encodeChunk(content);

interface TestSource extends RepositorySource {
	readonly asked: string[];
}

function source(place: string, answer: () => Uint8Array | undefined): TestSource {
	const asked: string[] = [];
	return {
		place,
		asked,
		read: async (path) => {
			asked.push(path);
			return answer();
		},
	};
}

const dead = (): never => {
	throw new SomaError({ code: "source-broken", message: "it is down" });
};

function fetcher(sources: readonly RepositorySource[], bytesPerSecond?: number) {
	const slept: number[] = [];
	const said: string[] = [];
	const chunks = new ChunkSources({
		sources,
		bytesPerSecond,
		sleep: async (milliseconds) => void slept.push(milliseconds),
		nowMs: () => 0,
		log: (text) => void said.push(text),
	});
	return { chunks, slept, said };
}

test("a chunk comes from the first source that has good bytes", async () => {
	const lying = source("liar", () => encodeChunk(new Uint8Array(content.length)));
	const empty = source("empty", () => undefined);
	const good = source("good", () => stored);
	const { chunks, slept } = fetcher([lying, empty, good]);
	expect(await chunks.fetch(chunk)).toEqual(stored);
	expect(good.asked).toEqual([`default.castr/${chunk.id.slice(0, 4)}/${chunk.id}.cacnk`]);
	expect(slept).toEqual([]);
});

test("a source that fails three times in a row is not asked any more", async () => {
	const down = source("down", dead);
	const good = source("good", () => stored);
	const { chunks, said } = fetcher([down, good]);
	for (let at = 0; at < 5; at++) {
		await chunks.fetch(chunk);
	}
	expect(down.asked).toHaveLength(3);
	expect(said).toEqual(["down is not asked any more: it is down"]);
});

test("a medium that does not give its bytes is left for the next copy", async () => {
	const medium = mkdtempSync(join(tmpdir(), "soma-medium-"));
	try {
		const path = join(medium, "default.castr", chunkPath(chunk.id));
		mkdirSync(dirname(path), { recursive: true });
		symlinkSync(unreadableFile, path);
		const good = source("good", () => stored);
		const { chunks } = fetcher([openRepositorySource(medium), good]);
		expect(await chunks.fetch(chunk)).toEqual(stored);
	} finally {
		rmSync(medium, { recursive: true });
	}
});

test("when all are down there are pauses, longer and longer, and then an error", async () => {
	let calls = 0;
	const recovering = source("recovering", () => {
		calls++;
		return calls < 3 ? dead() : stored;
	});
	const { chunks, slept } = fetcher([recovering]);
	expect(await chunks.fetch(chunk)).toEqual(stored);
	expect(slept).toEqual([1000, 2000]);
	const hopeless = fetcher([source("down", dead)]);
	await expect(hopeless.chunks.fetch(chunk)).rejects.toMatchObject({
		code: "chunk-unreachable",
		message: "a chunk cannot be had from anywhere: it is down",
	});
});

test("a chunk that nobody has is missed at once", async () => {
	const { chunks, slept } = fetcher([source("one", () => undefined)]);
	await expect(chunks.fetch(chunk)).rejects.toThrow("one does not have the chunk");
	expect(slept).toEqual([]);
});

test("bytes come no faster than allowed", async () => {
	const { chunks, slept } = fetcher([source("good", () => stored)], stored.length);
	await chunks.fetch(chunk);
	await chunks.fetch(chunk);
	expect(slept).toEqual([1000, 2000]);
});

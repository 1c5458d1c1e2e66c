import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { Chunk } from "../../core/chunk/index-file.ts";
import { sha256Of } from "../../system/chunk-store.ts";
import { noise } from "../../testing/simulated-release.ts";
import { ChunkReader, type SlotExtents } from "./slot-content.ts";

const content = noise("a disk", 3 * 1024 * 1024);
const usrStart = 4096;
const extents: SlotExtents = {
	boot: { startBytes: 0, sizeBytes: usrStart },
	usr: { startBytes: usrStart, sizeBytes: content.length - usrStart },
	verity: { startBytes: 0, sizeBytes: usrStart },
};

function readerOf(bytes: Uint8Array) {
	const reads: number[] = [];
	const disk = {
		readInto: async (offsetBytes: number, target: Uint8Array) => {
			expect(offsetBytes + target.length, "where a read ends").toBeLessThanOrEqual(bytes.length);
			reads.push(target.length);
			target.set(bytes.subarray(offsetBytes, offsetBytes + target.length));
		},
	};
	return { reads, reader: new ChunkReader(disk, extents) };
}

/** Chunks of /usr, one behind the other. */
const chunks: readonly Chunk[] = Array.from({ length: 190 }, (_, at) => {
	const offsetBytes = at * 16_384;
	const lengthBytes = Math.min(16_384, content.length - usrStart - offsetBytes);
	const from = usrStart + offsetBytes;
	return { offsetBytes, lengthBytes, id: sha256Of(content.subarray(from, from + lengthBytes)) };
});

function bytesOf({ offsetBytes, lengthBytes }: Chunk): Buffer {
	const from = usrStart + offsetBytes;
	return Buffer.from(content.subarray(from, from + lengthBytes));
}

test("chunks that follow each other take few reads, none beyond the partition", async () => {
	const { reader, reads } = readerOf(content);
	for (const chunk of chunks) {
		const read = await reader.read({ ...chunk, part: "usr" }, chunk);
		expect(bytesOf(chunk).equals(read ?? new Uint8Array())).toBe(true);
	}
	expect(reads.length).toBeLessThan(6);
});

test("in any order chunks are read right, and alone no more than they are", async () => {
	const random = seededNumbers(1);
	const { reader, reads } = readerOf(content);
	for (let round = 0; round < 300; round++) {
		const chunk = chunks[random(chunks.length)] as Chunk;
		const read = await reader.read({ ...chunk, part: "usr" }, chunk);
		expect(bytesOf(chunk).equals(read ?? new Uint8Array())).toBe(true);
	}
	expect(reads.filter((lengthBytes) => lengthBytes > 16_384).length).toBeLessThan(10);
});

test("a damaged chunk is none, and those beside it are read", async () => {
	const damaged = content.slice();
	damaged.fill(0, usrStart + 16_384 * 3 + 5, usrStart + 16_384 * 3 + 20);
	const { reader } = readerOf(damaged);
	const found: boolean[] = [];
	for (const chunk of chunks.slice(0, 6)) {
		found.push((await reader.read({ ...chunk, part: "usr" }, chunk)) !== undefined);
	}
	expect(found).toEqual([true, true, true, false, true, true]);
});

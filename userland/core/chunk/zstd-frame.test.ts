import { constants, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seededBytes } from "../../testing/seeded-bytes.ts";
import { measureFrame } from "./zstd-frame.ts";

/** Bytes of which some compress well, some not. */
function content(lengthBytes: number, kind: number): Uint8Array {
	const noise = seededBytes(lengthBytes, lengthBytes);
	const text = Buffer.from("all of this was said before, ".repeat(1 + lengthBytes / 29));
	return [noise, text, Buffer.concat([noise, text]), Buffer.alloc(lengthBytes)][kind]?.subarray(
		0,
		lengthBytes,
	) as Uint8Array;
}

const anyContent = fc
	.tuple(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(600_000)), fc.nat(3))
	.map(([lengthBytes, kind]) => content(lengthBytes, kind));
const anyLevel = fc.constantFrom(1, 3, 9, 15, 19);
const anyChecksum = fc.constantFrom(0, 1);

function frameOf(bytes: Uint8Array, level: number, checksum: number): Buffer {
	const params = {
		[constants.ZSTD_c_compressionLevel]: level,
		[constants.ZSTD_c_checksumFlag]: checksum,
	};
	return zstdCompressSync(bytes, { params, pledgedSrcSize: bytes.length });
}

test("any frame that zstd makes says its size, and that its blocks have room for it", () => {
	fc.assert(
		fc.property(anyContent, anyLevel, anyChecksum, (bytes, level, checksum) => {
			for (const frame of [
				frameOf(bytes, level, checksum),
				Bun.zstdCompressSync(bytes, { level }),
			]) {
				const size = measureFrame(frame);
				expect(size?.contentBytes).toBe(bytes.length);
				expect(size?.mostBytes).toBeGreaterThanOrEqual(bytes.length);
				expect(size?.mostBytes).toBeLessThanOrEqual(2 * bytes.length + 256 * 1024);
			}
		}),
		{ numRuns: 60 },
	);
});

test("what is cut off, goes on or says no size is not one frame", () => {
	const frame = frameOf(content(5000, 2), 3, 1);
	for (let length = 0; length < frame.length; length++) {
		expect(measureFrame(frame.subarray(0, length))).toBeUndefined();
	}
	expect(measureFrame(Buffer.concat([frame, frame]))).toBeUndefined();
	expect(measureFrame(Buffer.concat([frame, Buffer.from([0])]))).toBeUndefined();
	const params = { [constants.ZSTD_c_contentSizeFlag]: 0 };
	expect(measureFrame(zstdCompressSync(content(5000, 2), { params }))).toBeUndefined();
});

/** A frame that says that it has 20,000 bytes, and has these blocks. */
function lyingFrame(blocks: readonly number[][]): Uint8Array {
	const head = [0x28, 0xb5, 0x2f, 0xfd, 0x60, (20_000 - 256) & 0xff, (20_000 - 256) >> 8];
	return Uint8Array.from([...head, ...blocks.flat()]);
}

const blockOf = (kind: number, sizeBytes: number, isLast: boolean, body: readonly number[]) => {
	const head = (sizeBytes << 3) | (kind << 1) | (isLast ? 1 : 0);
	return [head & 0xff, (head >> 8) & 0xff, head >> 16, ...body];
};

test("a frame that says less than its blocks may have is seen through", () => {
	const zeros = Array.from({ length: 500 }, (_, at) => blockOf(1, 131_072, at === 499, [0]));
	expect(measureFrame(lyingFrame(zeros))).toEqual({
		contentBytes: 20_000,
		mostBytes: 500 * 131_072,
	});
	const packed = Array.from({ length: 500 }, (_, at) => blockOf(2, 2, at === 499, [0, 0]));
	expect(measureFrame(lyingFrame(packed))?.mostBytes).toBe(500 * 20_000);
	expect(measureFrame(lyingFrame([blockOf(3, 1, true, [0])]))).toBeUndefined();
	expect(measureFrame(lyingFrame([blockOf(1, 1, false, [0])]))).toBeUndefined();
});

test("no bytes make it fail", () => {
	const magic = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd]);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
			measureFrame(bytes);
			measureFrame(Uint8Array.from([...magic, ...bytes]));
		}),
	);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, frameSplitter } from "./frames.ts";

test("any frames survive any cutting of the stream", () => {
	const frames = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 });
	fc.assert(
		fc.property(frames, fc.integer({ min: 1, max: 64 }), (sent, chunkBytes) => {
			const stream = Buffer.concat(sent.map(encodeFrame));
			const received: Uint8Array[] = [];
			const split = frameSplitter((frame) => received.push(frame));
			for (let offset = 0; offset < stream.length; offset += chunkBytes) {
				split(stream.subarray(offset, offset + chunkBytes));
			}
			expect(received).toEqual(sent.map((frame) => new Uint8Array(frame)));
		}),
	);
});

test("a length that no frame can have is refused", () => {
	const split = frameSplitter(() => {});
	expect(() => split(new Uint8Array([0x7f, 0, 0, 0]))).toThrow(/out of step/);
});

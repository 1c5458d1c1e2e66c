import { expect, test } from "vitest";
import { equalBytes } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { indexOf } from "../../testing/seeded-index.ts";
import { Chunker } from "./chunker.ts";
import { formatChunkIndex } from "./index-file.ts";
import { formatIndexRows, parseIndexRows, rowChunkSizes, rowsLengthBytes } from "./index-rows.ts";

function upTo(count: number): number[] {
	return Array.from({ length: count }, (_, at) => at);
}

test.each([0, 1, 2, 100])("an index of %d chunks is read as it was written", (count) => {
	const index = indexOf(upTo(count));
	const rows = formatIndexRows(index);
	expect(parseIndexRows(rows)).toEqual(index);
	expect(rowsLengthBytes(formatChunkIndex(index).length)).toBe(rows.length);
});

test("every flip of a bit is refused or is another index, with rows of its own", () => {
	const bytes = formatIndexRows(indexOf([1, 2, 3]));
	const index = parseIndexRows(bytes);
	for (let bit = 0; bit < 8 * bytes.length; bit++) {
		const flipped = bytes.slice();
		flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		try {
			const other = parseIndexRows(flipped);
			expect(other).not.toEqual(index);
			expect(equalBytes(formatIndexRows(other), flipped)).toBe(true);
		} catch (error) {
			expect(error).toBeInstanceOf(SomaError);
			expect(error).toMatchObject({ code: "chunk-index-invalid" });
		}
	}
});

test.each([0, 1, 12, 35, 37, 71, 73, 100])("rows that end after %d bytes are refused", (length) => {
	const bytes = formatIndexRows(indexOf([1, 2]));
	expect(() => parseIndexRows(bytes.subarray(0, length))).toThrow(SomaError);
});

function cut(bytes: Uint8Array): string[] {
	const chunker = new Chunker(rowChunkSizes);
	const texts: string[] = [];
	for (const chunk of chunker.push(bytes)) {
		texts.push(Buffer.from(chunk).toString("hex"));
	}
	return [...texts, Buffer.from(chunker.end() ?? []).toString("hex")];
}

test("chunks that are put in, and one that changes, leave nearly all rows as they were", () => {
	const before = upTo(10_000);
	const after = [...before.slice(0, 3000), 20_001, 20_002, ...before.slice(3000)].with(
		7000,
		20_003,
	);
	const known = new Set(cut(formatIndexRows(indexOf(before))));
	const chunks = cut(formatIndexRows(indexOf(after)));
	expect(chunks.length).toBeGreaterThan(200);
	expect(chunks.filter((chunk) => !known.has(chunk)).length).toBeLessThan(6);
});

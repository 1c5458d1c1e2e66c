import fc from "fast-check";
import { expect, test } from "vitest";
import { formatChecksums, parseChecksums } from "./checksums.ts";

const digest = "0123456789abcdef".repeat(4);

test("what is written is read again, sorted by path", () => {
	const path = fc.stringMatching(/^[a-z0-9]+(\/[a-z0-9.]+)?$/);
	const value = fc.stringMatching(/^[0-9a-f]{64}$/);
	fc.assert(
		fc.property(fc.dictionary(path, value, { noNullPrototype: true }), (sums) => {
			const text = formatChecksums(sums);
			expect(parseChecksums(text)).toEqual(sums);
			const paths = text.split("\n").map((row) => row.slice(66));
			expect(paths.slice(0, -1)).toEqual(Object.keys(sums).sort());
		}),
	);
});

test.each([
	["a cut line", `${digest}  a\n${digest}`],
	["no newline at the end", `${digest}  a`],
	["a short digest", `${digest.slice(1)}  a\n`],
	["one blank", `${digest} a\n`],
	["a path twice", `${digest}  a\n${digest}  a\n`],
	["an empty line", `${digest}  a\n\n`],
])("%s is no list of checksums", (_name, text) => {
	expect(parseChecksums(text)).toBeUndefined();
});

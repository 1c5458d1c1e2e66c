import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../../lib/bytes.ts";
import { derElement, derInteger, derObjectIdentifier, derTags, readDer } from "./der.ts";

test("numbers and object identifiers are as X.690 has them", () => {
	expect([0, 127, 128, 256, 16_384].map((each) => toHex(derInteger(each)))).toEqual([
		"020100",
		"02017f",
		"02020080",
		"02020100",
		"02024000",
	]);
	expect(toHex(derObjectIdentifier("1.2.840.113549.1.5.13"))).toBe("06092a864886f70d01050d");
});

test("contents of any length come back, and every cut is noticed", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 70_000 }), (contents) => {
			const bytes = derElement(derTags.octetString, contents);
			expect(readDer(bytes)).toEqual([{ tag: derTags.octetString, contents }]);
			expect(readDer(bytes.subarray(0, -1))).toBeUndefined();
		}),
		{ numRuns: 50 },
	);
});

test("any bytes are read or refused, and never beyond their end", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
			for (const { contents } of readDer(bytes) ?? []) {
				expect(contents.length).toBeLessThanOrEqual(bytes.length);
			}
		}),
	);
});

import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIpAddress, parseIpNetwork } from "./ip-address.ts";

const piece = fc.constantFrom("::", ":", ".", "0", "1", "255", "256", "ffff", "10", "01", "g", "");

test("exactly what the platform takes for an address is one", () => {
	const anything = fc.oneof(
		fc.ipV4(),
		fc.ipV6(),
		fc.array(piece, { maxLength: 18 }).map((pieces) => pieces.join("")),
	);
	fc.assert(
		fc.property(anything, (text) => {
			expect(parseIpAddress(text)?.family ?? 0).toBe(isIP(text));
		}),
		{ numRuns: 2000 },
	);
});

test.each([
	["192.0.2.1", [192, 0, 2, 1]],
	["::", new Array(16).fill(0)],
	["2001:db8::1", [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
	["::ffff:192.0.2.1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1]],
])("the bytes of %s", (text, bytes) => {
	expect(parseIpAddress(text)?.bytes).toEqual(bytes);
});

test.each([
	["192.0.2.1/24", 24],
	["192.0.2.1/33", undefined],
	["2001:db8::/64", 64],
	["2001:db8::/129", undefined],
	["192.0.2.1", undefined],
	["192.0.2.1/024", undefined],
	["/24", undefined],
])("the prefix length of %s is %s", (text, length) => {
	expect(parseIpNetwork(text)?.prefixLength).toBe(length);
});

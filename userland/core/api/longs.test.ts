import { expect, test } from "vitest";
import { soma } from "./generated/soma.js";
import { longFrom } from "./longs.ts";

test("64-bit numbers go over the wire to the last bit", () => {
	for (const attributes of [0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
		const bytes = soma.v1.Slot.encode({ attributes: longFrom(attributes) }).finish();
		expect(soma.v1.Slot.decode(bytes).attributes.toString()).toBe(String(attributes));
	}
});

test("what is no number is none", () => {
	expect(longFrom("").toString()).toBe("0");
	expect(longFrom("-5").toString()).toBe("0");
	expect(longFrom(-1).toString()).toBe("0");
	expect(longFrom("18446744073709551615").toString()).toBe("18446744073709551615");
});

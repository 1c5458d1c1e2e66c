import { expect, test } from "vitest";
import { leastMiB } from "./diskless-memory.ts";

test("the least memory is found with few tries, and none is enough at times", async () => {
	for (const needed of [1, 384, 385, 640, 700, 1024]) {
		let tries = 0;
		const least = await leastMiB(async (memoryMiB) => {
			tries += 1;
			return memoryMiB >= needed;
		});
		expect(least).toBe(Math.max(384, Math.ceil(needed / 64) * 64));
		expect(tries).toBeLessThanOrEqual(4);
	}
	expect(await leastMiB(async () => false)).toBeNaN();
});

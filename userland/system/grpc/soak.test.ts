import { expect, test } from "vitest";
import { openApiSoak } from "../../testing/api-soak.ts";

test("thousands of calls of every kind from a seed leave nothing behind", async () => {
	const soak = await openApiSoak();
	for (let round = 1; round <= 3; round++) {
		expect(await soak.run(round, 500)).toEqual([]);
		expect(await soak.leftOvers()).toBeUndefined();
	}
	Bun.gc(true);
	const beforeBytes = process.memoryUsage().heapUsed;
	expect(await soak.run(4, 1500)).toEqual([]);
	expect(await soak.leftOvers()).toBeUndefined();
	Bun.gc(true);
	expect(process.memoryUsage().heapUsed - beforeBytes).toBeLessThan(16 * 2 ** 20);
	await soak.close();
});

import { expect, test } from "vitest";
import { forEachAtOnce } from "./at-once.ts";

test("every item has its turn, and never more at a time than allowed", async () => {
	let running = 0;
	let most = 0;
	const done: number[] = [];
	await forEachAtOnce(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
		running++;
		most = Math.max(most, running);
		await Promise.resolve();
		running--;
		done.push(item);
	});
	expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
	expect(most).toBe(3);
	await forEachAtOnce(3, [], () => Promise.reject(new Error("nothing to do")));
});

test("a failure comes out when what is under way is over, and nothing begins then", async () => {
	const events: string[] = [];
	const work = async (item: string): Promise<void> => {
		events.push(item);
		if (item === "bad") {
			throw new Error("it is bad");
		}
		await new Promise((resolve) => setImmediate(resolve));
		events.push(`${item} is over`);
	};
	await expect(forEachAtOnce(2, ["slow", "bad", "never"], work)).rejects.toThrow("it is bad");
	expect(events).toEqual(["slow", "bad", "slow is over"]);
});

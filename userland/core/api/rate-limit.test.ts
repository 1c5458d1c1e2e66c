import { expect, test } from "vitest";
import { createRateLimit } from "./rate-limit.ts";

const limits = { burst: 3, refillMs: 100, burstOfAll: 6, refillOfAllMs: 50, greatestKeys: 2 };

test("each key has its burst, all have one together, and both come back with time", () => {
	const limit = createRateLimit(limits);
	const admitted = (key: string, nowMs: number, count: number): number =>
		Array.from({ length: count }, () => limit.admit(key, nowMs)).filter(Boolean).length;
	expect(admitted("a", 0, 10)).toBe(3);
	expect(admitted("b", 0, 10)).toBe(3);
	expect(admitted("c", 0, 10)).toBe(0);
	expect(admitted("a", 100, 10)).toBe(1);
	expect(admitted("a", 10_000, 10)).toBe(3);
});

test("strangers beyond the memory share a bucket and push nobody out", () => {
	const limit = createRateLimit({ ...limits, burstOfAll: 1000 });
	expect([limit.admit("a", 0), limit.admit("b", 0)]).toEqual([true, true]);
	const others = Array.from({ length: 50 }, (_, index) => limit.admit(`x${index}`, 0));
	expect(others.filter(Boolean)).toHaveLength(3);
	expect([limit.admit("a", 0), limit.admit("a", 0), limit.admit("a", 0)]).toEqual([
		true,
		true,
		false,
	]);
	expect(limit.admit("y", 100_000)).toBe(true); // those that are full again are forgotten
});

test("a clock that goes back gives nothing and breaks nothing", () => {
	const limit = createRateLimit(limits);
	expect(limit.admit("a", 1000)).toBe(true);
	expect(limit.admit("a", 0)).toBe(true);
	expect(limit.admit("a", 0)).toBe(true);
	expect(limit.admit("a", 0)).toBe(false);
});

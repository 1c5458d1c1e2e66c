import { expect, test } from "vitest";
import { usedBytesOf } from "./boot.ts";

test("memory in use is what is not available", () => {
	const text = "MemTotal:         1000 kB\nMemFree:  1 kB\nMemAvailable:    400 kB\n";
	expect(usedBytesOf(text)).toBe(600 * 1024);
	expect(usedBytesOf("")).toBeNaN();
});

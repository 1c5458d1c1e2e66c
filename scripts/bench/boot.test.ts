import { expect, test } from "vitest";
import { activeSinceMs, usedBytesOf } from "./boot.ts";

test("memory in use is what is not available", () => {
	const text = "MemTotal:         1000 kB\nMemFree:  1 kB\nMemAvailable:    400 kB\n";
	expect(usedBytesOf(text)).toBe(600 * 1024);
	expect(usedBytesOf("")).toBeNaN();
});

test("a unit's time comes from its own block, and a unit that never ran has none", () => {
	const shown =
		"Id=multi-user.target\r\nActiveEnterTimestampMonotonic=11000000\r\n\r\n" +
		"Id=soma-agent.service\r\nActiveEnterTimestampMonotonic=0\r\n";
	expect(activeSinceMs(shown, "multi-user.target")).toBe(11_000);
	expect(activeSinceMs(shown, "soma-agent.service")).toBeNaN();
	expect(activeSinceMs(shown, "other.service")).toBeNaN();
});

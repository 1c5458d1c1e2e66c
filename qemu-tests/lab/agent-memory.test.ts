import { expect, test } from "vitest";
import { parseProcessMemory } from "./agent-memory.ts";

test("memory of a process: all of it, and what is no page of a file", () => {
	const text = "VmPeak:\t  900 kB\r\nVmRSS:\t  120 kB\r\nRssAnon:\t   40 kB\r\nRssFile:\t 80 kB\n";
	expect(parseProcessMemory(text)).toEqual({
		residentBytes: 120 * 1024,
		anonymousBytes: 40 * 1024,
	});
	expect(parseProcessMemory("").residentBytes).toBeNaN();
});

import { expect, test } from "vitest";
import { fitLine, progressLine } from "./progress.ts";

test("a progress line says what, how far and how long", () => {
	const state = { name: "kernel", latest: "CC a.o", elapsedMs: 60_000 };
	expect(progressLine({ ...state, expectedMs: undefined })).toBe("kernel  60 s  CC a.o");
	expect(progressLine({ ...state, expectedMs: 240_000 })).toBe(
		"kernel  25 %  60 s of about 4 min 00 s  CC a.o",
	);
	expect(progressLine({ ...state, expectedMs: 30_000 })).toContain("99 %");
});

test("a line is cut to the terminal and loses control characters", () => {
	expect(fitLine("\u001b[31mred\u001b[0m\tand\u0007 more", 80)).toBe("red and more");
	expect(fitLine("0123456789", 8)).toBe("01234...");
});

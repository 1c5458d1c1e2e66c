import { expect, test } from "vitest";
import { microcodeSources } from "../contents/firmware.ts";
import { joinDistinct } from "./microcode.ts";

test("one blob under several names is there once, in the order of the names", () => {
	const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
	expect([...joinDistinct([a, b, Uint8Array.of(1, 2)])]).toEqual([1, 2, 3]);
});

test.each([
	["06-1a-04", true], // Nehalem, the first with SSE 4.2
	["06-8f-07", true],
	["06-3f-02.initramfs", true], // Debian's name for what must not be loaded late
	["06-0f-0b", false],
	["06-1c-0a", false],
	["06-17-07", false],
	["0f-04-01", false],
	["readme", false],
])("microcode %s is taken: %s", (name, isTaken) => {
	const path = `usr/lib/firmware/intel-ucode/${name}`;
	expect(microcodeSources.some(({ files }) => files.test(path))).toBe(isTaken);
});

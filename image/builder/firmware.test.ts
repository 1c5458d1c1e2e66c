import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { microcodeSources } from "../contents/firmware.ts";
import { joinDistinct, requireFirmware } from "./firmware.ts";

test("one blob under several names is there once, in the order of the names", () => {
	const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
	expect([...joinDistinct([a, b, Uint8Array.of(1, 2)])]).toEqual([1, 2, 3]);
});

test("firmware that a driver asks for and the initrd lacks is named", () => {
	const initrd = mkdtempSync(join(tmpdir(), "soma-firmware-"));
	onTestFinished(() => rmSync(initrd, { recursive: true }));
	mkdirSync(join(initrd, "usr/lib/firmware/tigon"), { recursive: true });
	writeFileSync(join(initrd, "usr/lib/firmware/tigon/tg3.bin"), "");
	requireFirmware("tigon/tg3.bin\n", initrd);
	expect(() => requireFirmware("tigon/tg3.bin\nrtl_nic/a.fw\n", initrd)).toThrow("rtl_nic/a.fw");
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

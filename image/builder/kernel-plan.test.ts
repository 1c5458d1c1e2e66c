import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFragments } from "../../kernel-config/fragments.ts";
import {
	failureOf,
	firmwareNames,
	isObjectLine,
	type KernelInputs,
	kernelKeyParts,
	objectProgress,
	packageVersion,
	reproducibleSettings,
	sourceVersionOf,
} from "./kernel-plan.ts";

const status = [
	"Package: linux-source-6.12-dbg\nVersion: 1",
	"Package: linux-source-6.12\nStatus: install ok installed\nVersion: 6.12.117-1",
	"Package: make\nVersion: 4.4",
].join("\n\n");

function inputsOf(text: string): KernelInputs {
	const { options } = parseFragments([{ name: "a.config", text }]);
	return { sourceVersion: "6.12.117-1", compiler: "gcc 14", options };
}

test("the version of the source comes from dpkg's status", () => {
	expect(sourceVersionOf(status)).toBe("6.12.117-1");
	expect(packageVersion(status, "bash")).toBeUndefined();
	expect(() => sourceVersionOf("Package: make\nVersion: 4.4\n")).toThrow(/no package linux-source/);
});

test("the key is made of what is asked, not of the reasons", () => {
	const key = kernelKeyParts(inputsOf("# One reason.\nCONFIG_A=y\nCONFIG_B=n\n"));
	expect(kernelKeyParts(inputsOf("# Another.\nCONFIG_B=n\n\n# And.\nCONFIG_A=y\n"))).toEqual(key);
	expect(kernelKeyParts(inputsOf("# One reason.\nCONFIG_A=y\nCONFIG_B=y\n"))).not.toEqual(key);
});

test("nothing of the machine or the hour goes into the image", () => {
	expect(reproducibleSettings(new Date(Date.UTC(2026, 10, 12, 9, 30, 20, 5)))).toEqual([
		"ARCH=x86_64",
		"KBUILD_BUILD_TIMESTAMP=2026-11-12T09:30:20Z",
		"KBUILD_BUILD_USER=soma",
		"KBUILD_BUILD_HOST=soma",
		"KBUILD_BUILD_VERSION=1",
	]);
});

test.each([
	["  CC      net/core/dev.o", true],
	["  AS      arch/x86/entry/entry_64.o", true],
	["  CC [M]  fs/x.o", false],
	["  HOSTCC  scripts/kconfig/conf.o", false],
	["  AR      net/core/built-in.a", false],
	["make[1]: CC      x", false],
])("%s is an object: %s", (line, expected) => {
	expect(isObjectLine(line)).toBe(expected);
});

test("progress names the share and the latest object", () => {
	expect(objectProgress(50, "  CC      net/core/dev.o", 200)).toBe(
		"50 of about 200 objects (25 %), net/core/dev.o",
	);
});

test("progress never claims the end, whatever was estimated", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 9999 }),
			fc.integer({ min: 1, max: 9999 }),
			(done, all) => {
				const share = Number(/\((\d+) %\)/.exec(objectProgress(done, "  CC  a.o", all))?.[1]);
				expect(share).toBeGreaterThanOrEqual(0);
				expect(share).toBeLessThan(100);
			},
		),
	);
});

test("firmware files are named once, in order", () => {
	const facts = [
		"tg3.firmware=tigon/tg3.bin",
		"tg3.license=GPL",
		"r8169.firmware=rtl_nic/rtl8125a-3.fw",
		"other.firmware=tigon/tg3.bin",
		"",
	].join("\0");
	expect(firmwareNames(facts)).toEqual(["rtl_nic/rtl8125a-3.fw", "tigon/tg3.bin"]);
});

test("a failure shows its errors, not what other processors printed after them", () => {
	const output = [
		"  CC      a.o",
		"a.c:1:2: error: expected ';'",
		"make[2]: *** [scripts/Makefile.build:229: a.o] Error 1",
		...Array.from({ length: 30 }, (_, index) => `  CC      b${index}.o`),
	].join("\n");
	expect(failureOf(output)).toContain("a.c:1:2: error: expected ';'");
	expect(failureOf(output)).not.toContain("b29.o");
	expect(failureOf("one\ntwo\n")).toBe("one\n    two");
});

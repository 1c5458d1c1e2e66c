import { expect, test } from "vitest";
import { ipxeScript } from "./ipxe-script.ts";
import { efiSystemBytes, neededBytes, planOutputs } from "./plan.ts";

const plan = planOutputs({ commandLine: "usrhash=x" });
const names = plan.map(({ to }) => to);

test("every output is made once, and what vouches for the others comes last", () => {
	expect(new Set(names).size).toBe(names.length);
	expect(names.slice(-2)).toEqual(["SHA256SUMS", "SHA256SUMS.sig"]);
});

test("what the ISO holds is there before it", () => {
	for (const [at, step] of plan.entries()) {
		if (step.kind === "iso") {
			expect(names.slice(0, at)).toEqual(expect.arrayContaining([...step.holds]));
		}
	}
	expect(plan.some(({ kind }) => kind === "iso")).toBe(true);
});

test("the manifest comes after the parts that it describes", () => {
	const manifest = names.indexOf("release/manifest.json");
	expect(names.slice(0, manifest).filter((name) => name.startsWith("release/"))).toEqual([
		"release/boot.zst",
		"release/usr.zst",
		"release/verity.zst",
		"release/selector.zst",
		"release/rescue.zst",
		"release/pk.zst",
		"release/kek.zst",
		"release/db.zst",
	]);
	expect(names.indexOf("pxe/initrd")).toBeGreaterThan(manifest);
	expect(names.indexOf("pxe/soma.efi")).toBeGreaterThan(names.indexOf("pxe/initrd"));
});

test("room is reckoned without any compression", () => {
	const mebibyte = 1024 * 1024;
	const sizes = { diskAllocatedBytes: 150 * mebibyte, liveBytes: 81 * mebibyte, otherBytes: 0 };
	expect(neededBytes(sizes)).toBe((3 * 150 + 2 * 81 + 2 * 85 + 16) * mebibyte);
	expect(efiSystemBytes(61 * mebibyte + 1)).toBe(66 * mebibyte);
});

test("iPXE gets the parts in the order in which the kernel reads them, and what it is told", () => {
	const script = ipxeScript("usrhash=x soma.live");
	expect(script).toMatch(/^#!ipxe\n/);
	expect(script).toMatch(
		/kernel vmlinuz initrd=microcode initrd=initrd usrhash=x soma.live soma.source=\$\{cwduri\} /,
	);
	expect(script).toMatch(/initrd microcode \|\| goto failed\ninitrd initrd \|\| goto failed\nboot/);
});

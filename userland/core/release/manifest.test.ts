import { expect, test } from "vitest";
import { espPrograms, formatManifest, type Manifest, parseManifest } from "./manifest.ts";

const part = (file: string, sizeBytes = 4096) => ({
	file,
	sizeBytes,
	sha256: "a".repeat(64),
	compressedSizeBytes: 1,
	compressedSha256: "b".repeat(64),
});

const manifest: Manifest = {
	version: "4800",
	rootHash: "c".repeat(64),
	epochSeconds: 1_795_000_000,
	parts: { verity: part("verity.zst", 3), usr: part("usr.zst", 2), boot: part("boot.zst", 1) },
	esp: espPrograms.map(({ path, program }) => ({ path, ...part(`${program}.zst`) })),
};

test("a manifest names the parts in the order of the partitions", () => {
	const value = JSON.parse(formatManifest(manifest));
	expect(Object.keys(value)).toEqual([
		"format",
		"version",
		"rootHash",
		"epochSeconds",
		"parts",
		"esp",
	]);
	expect(value.parts.map(({ part: name }: { part: string }) => name)).toEqual([
		"boot",
		"usr",
		"verity",
	]);
	expect(value.parts[2]).toEqual({ part: "verity", ...part("verity.zst", 3) });
	expect(value.esp[0]).toEqual({ path: "EFI/BOOT/BOOTX64.EFI", ...part("selector.zst") });
});

test("what was written is read back", () => {
	expect(parseManifest(formatManifest(manifest))).toMatchObject(manifest);
});

const good = JSON.parse(formatManifest(manifest));
test.each([
	["nothing", "", /not valid/],
	["no object", "[]", /not valid/],
	["another format", { ...good, format: 2 }, /format/],
	["a short root hash", { ...good, rootHash: "c" }, /rootHash: 64 hexadecimal digits/],
	[
		"a file elsewhere",
		{ ...good, parts: [{ ...good.parts[0], file: "../boot" }] },
		/parts\.0\.file/,
	],
	["a part too few", { ...good, parts: good.parts.slice(1) }, /parts: they are boot, usr, verity/],
	[
		"a part larger than its partition",
		{ ...good, parts: good.parts.with(2, { ...good.parts[2], sizeBytes: 33 * 1024 ** 2 }) },
		/verity does not fit/,
	],
	["a size below zero", { ...good, esp: [{ ...good.esp[0], sizeBytes: -1 }] }, /esp\.0\.sizeBytes/],
	["no rescue", { ...good, esp: good.esp.slice(0, 2) }, /esp: the paths are/],
])("%s is refused, and the place is named", (_case, value, message) => {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	expect(() => parseManifest(text)).toThrow(message);
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openToolTree } from "../tools/tree.ts";
import { buildSelector, ensureSelector } from "./build.ts";

test("two builds of the selector have the same bits", async () => {
	const tree = openToolTree();
	const { efi } = await ensureSelector(tree);
	const directory = mkdtempSync(join(tmpdir(), "soma-selector-build-"));
	try {
		const again = await buildSelector(tree, directory);
		expect(Buffer.compare(readFileSync(again), readFileSync(efi))).toBe(0);
	} finally {
		rmSync(directory, { recursive: true });
	}
});

test("an EFI application with an aligned SBAT section and no path of this machine", async () => {
	const tree = openToolTree();
	const bytes = readFileSync((await ensureSelector(tree)).efi);
	const header = bytes.readUInt32LE(0x3c);
	expect(bytes.subarray(header, header + 4).toString("latin1")).toBe("PE\0\0");
	expect(bytes.readUInt16LE(header + 24 + 68)).toBe(10);
	const count = bytes.readUInt16LE(header + 6);
	const first = header + 24 + bytes.readUInt16LE(header + 20);
	const sections = Array.from({ length: count }, (_, index) => first + 40 * index);
	const sbat = sections.find((at) => bytes.subarray(at, at + 5).toString("latin1") === ".sbat");
	expect(bytes.readUInt32LE((sbat ?? 0) + 12) % 4096).toBe(0);
	const start = bytes.readUInt32LE((sbat ?? 0) + 20);
	expect(bytes.subarray(start, start + 12).toString("latin1")).toBe("sbat,1,SBAT ");
	expect(bytes.includes(Buffer.from(import.meta.dirname))).toBe(false);
});

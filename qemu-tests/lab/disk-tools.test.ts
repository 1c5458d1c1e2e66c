import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { minimumDiskSizeBytes } from "../../userland/core/disk-layout.ts";
import {
	flipBit,
	partitionOf,
	readAttributes,
	readPartition,
	readTable,
	wipeTablePart,
	writeAttributes,
	writePartition,
} from "./disk-tools.ts";
import { createOverlay } from "./disks.ts";
import { cloneDisk, growDisk, type OfflineDisk, openOfflineDisk } from "./offline-disk.ts";
import { writeEmptyDisk } from "./testing-disk.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

const directory = makeWorkDirectory();
const base = join(directory, "base.raw");
const tree = openToolTree();

beforeAll(() => writeEmptyDisk(base));
afterAll(() => removeWorkDirectory(directory));

/** A fresh copy of the disk in either format. */
async function freshDisk(format: "raw" | "qcow2", name: string): Promise<OfflineDisk> {
	const path = join(directory, name);
	if (format === "raw") {
		await cloneDisk({ path: base, format: "raw" }, { path, format });
	} else {
		await createOverlay(path, base, "raw");
	}
	return openOfflineDisk({ path, format });
}

/** What the outside judges sgdisk and sfdisk think of a disk. */
async function judge(disk: OfflineDisk): Promise<{ sgdisk: string; sfdisk: string }> {
	const raw = join(directory, "judged.raw");
	await cloneDisk(disk, { path: raw, format: "raw" });
	const verdict = await tree.runUnchecked({ argv: ["sgdisk", "--verify", raw] });
	const dump = await tree.runUnchecked({ argv: ["sfdisk", "--dump", raw] });
	return { sgdisk: verdict.stdout + verdict.stderr, sfdisk: dump.stdout + dump.stderr };
}

describe.each(["raw", "qcow2"] as const)("a %s disk", (format) => {
	test("gets attributes that other tools read as well", async () => {
		const disk = await freshDisk(format, `attributes.${format}`);
		await writeAttributes(disk, { A: { priority: 1, tries: 3 }, B: { successful: true } });
		expect(await readAttributes(disk)).toEqual({
			A: { priority: 1, tries: 3, successful: false, unproven: 0 },
			B: { priority: 0, tries: 0, successful: true, unproven: 0 },
		});
		const { sgdisk, sfdisk } = await judge(disk);
		expect(sgdisk).toContain("No problems found");
		expect(sfdisk).toMatch(/judged\.raw3 .*attrs="GUID:48,52,53"/);
		expect(sfdisk).toMatch(/judged\.raw6 .*attrs="GUID:56"/);
	});

	test.each([
		["protective-mbr", "protectiveMbr"],
		["primary", "primary"],
		["backup", "backup"],
	] as const)("is still read with its %s wiped", async (part, problem) => {
		const disk = await freshDisk(format, `wiped-${part}.${format}`);
		await wipeTablePart(disk, part);
		const loaded = await readTable(disk);
		expect(loaded.problems[problem]).toBeDefined();
		expect(loaded.source).toBe(part === "primary" ? "backup" : "primary");
		expect((await judge(disk)).sgdisk).toMatch(/corrupt|invalid|damaged|Problem/i);
	});

	test("can be changed by a single bit", async () => {
		const disk = await freshDisk(format, `bit.${format}`);
		const usr = partitionOf((await readTable(disk)).table, "usr", "A");
		await writePartition(disk, usr, new Uint8Array([6, 6, 6]), 1000);
		await flipBit(disk, usr, 1001);
		expect(await readPartition(disk, usr, 999, 5)).toEqual(new Uint8Array([0, 6, 7, 6, 0]));
	});

	test("grows, and its table is then too short for it", async () => {
		const disk = await freshDisk(format, `grown.${format}`);
		await growDisk(disk, minimumDiskSizeBytes + 64 * 1024 * 1024);
		const grown = await openOfflineDisk(disk);
		expect((await readTable(grown)).grown).toBe(true);
	});
});

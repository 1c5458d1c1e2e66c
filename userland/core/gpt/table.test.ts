import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { readEnds, type SomaDisk, somaTable } from "../../testing/soma-disks.ts";
import { placesOf } from "./geometry.ts";
import { isTableSound, type LoadedTable, loadTable } from "./load.ts";
import { type DiskStep, planTableWrite } from "./plan.ts";
import type { Table } from "./table.ts";

/** A disk in memory: only what was written differs from zero. */
class MemoryDisk {
	readonly pieces = new Map<number, Uint8Array>();
	blockSizeBytes: number;
	diskSizeBytes: number;

	constructor(options: SomaDisk = {}) {
		const { head, tail, blockSizeBytes, diskSizeBytes } = somaTable(options);
		this.blockSizeBytes = blockSizeBytes;
		this.diskSizeBytes = diskSizeBytes;
		this.write(0, head);
		this.write(diskSizeBytes - tail.length, tail);
	}

	write(offsetBytes: number, bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at += this.blockSizeBytes) {
			this.pieces.set(
				(offsetBytes + at) / this.blockSizeBytes,
				bytes.slice(at, at + this.blockSizeBytes),
			);
		}
	}

	perform(steps: readonly DiskStep[]): void {
		for (const step of steps) {
			if (step.kind === "write") {
				this.write(step.offsetBytes, step.bytes);
			}
		}
	}

	load(): LoadedTable {
		return loadTable(
			readEnds(this, (offsetBytes, lengthBytes) => {
				const bytes = new Uint8Array(lengthBytes);
				for (let at = 0; at < lengthBytes; at += this.blockSizeBytes) {
					bytes.set(this.pieces.get((offsetBytes + at) / this.blockSizeBytes) ?? [], at);
				}
				return bytes;
			}),
		);
	}
}

const blockSizes = [512, 4096] as const;

function setAttributes(table: Table, attributes: bigint): Table {
	const partitions = table.partitions.map((partition) =>
		partition.index === 3 ? { ...partition, attributes } : partition,
	);
	return { ...table, partitions };
}

test.each(blockSizes)("a fresh table with %i-byte blocks is sound", (blockSizeBytes) => {
	const loaded = new MemoryDisk({ blockSizeBytes }).load();
	expect(isTableSound(loaded)).toBe(true);
	expect(loaded.source).toBe("primary");
	expect(loaded.table.partitions).toHaveLength(8);
	expect(planTableWrite(loaded, loaded.table)).toEqual([]);
});

test.each(blockSizes)("any change is read back, and the disk is sound (%i)", (blockSizeBytes) => {
	fc.assert(
		fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (attributes) => {
			const disk = new MemoryDisk({ blockSizeBytes });
			const before = disk.load();
			const after = setAttributes(before.table, attributes);
			disk.perform(planTableWrite(before, after));
			const now = disk.load();
			expect(now.table).toEqual(after);
			expect(isTableSound(now)).toBe(true);
		}),
		{ numRuns: 25 },
	);
});

test("the order of a write is backup, flush, primary, flush", () => {
	const before = new MemoryDisk().load();
	const steps = planTableWrite(before, setAttributes(before.table, 1n));
	expect(steps.map((step) => (step.kind === "write" ? step.what : "flush"))).toEqual([
		"backup entries",
		"backup header",
		"flush",
		"primary header",
		"primary entries",
		"flush",
	]);
});

interface Damage {
	readonly name: string;
	readonly blocks: (disk: MemoryDisk) => readonly number[];
	readonly source: LoadedTable["source"];
	readonly steps: readonly string[];
	/** When the table changes too. */
	readonly changeSteps: readonly string[];
}

const primarySteps = ["primary header", "primary entries", "flush"];
const backupSteps = ["backup entries", "backup header", "flush"];

const damages: readonly Damage[] = [
	{
		name: "primary header",
		blocks: () => [1],
		source: "backup",
		steps: primarySteps,
		changeSteps: [...primarySteps, ...backupSteps],
	},
	{
		name: "primary entries",
		blocks: () => [2],
		source: "backup",
		steps: primarySteps,
		changeSteps: [...primarySteps, ...backupSteps],
	},
	{
		name: "backup header",
		blocks: (disk) => [placesOf(disk).backupHeaderLba],
		source: "primary",
		steps: backupSteps,
		changeSteps: [...backupSteps, ...primarySteps],
	},
	{
		name: "backup entries",
		blocks: (disk) => [placesOf(disk).backupEntriesLba],
		source: "primary",
		steps: backupSteps,
		changeSteps: [...backupSteps, ...primarySteps],
	},
	{
		name: "protective MBR",
		blocks: () => [0],
		source: "primary",
		steps: ["protective MBR", "flush"],
		changeSteps: [...backupSteps, "protective MBR", ...primarySteps],
	},
	{
		name: "protective MBR, primary header",
		blocks: () => [0, 1],
		source: "backup",
		steps: ["protective MBR", ...primarySteps],
		changeSteps: ["protective MBR", ...primarySteps, ...backupSteps],
	},
];

test.each(damages.flatMap((damage) => blockSizes.map((size) => ({ ...damage, size }))))(
	"a broken $name ($size) is named, survived and mended",
	({ name, blocks, source, steps, changeSteps, size }) => {
		const disk = new MemoryDisk({ blockSizeBytes: size });
		const { table } = disk.load();
		for (const lba of blocks(disk)) {
			disk.write(lba * size, new Uint8Array(size).fill(0x5a));
		}
		const broken = disk.load();
		expect(broken.source).toBe(source);
		expect(broken.table).toEqual(table);
		const problems = Object.values(broken.problems).filter((problem) => problem !== undefined);
		expect(problems.map((problem) => problem.split(":")[0]).join(", ")).toBe(name);
		const names = (planned: readonly DiskStep[]) =>
			planned.map((step) => (step.kind === "write" ? step.what : "flush"));
		expect(names(planTableWrite(broken, table))).toEqual(steps);
		expect(names(planTableWrite(broken, setAttributes(table, 1n)))).toEqual(changeSteps);
		disk.perform(planTableWrite(broken, table));
		expect(isTableSound(disk.load())).toBe(true);
		expect(disk.load().table).toEqual(table);
	},
);

test("a backup of another state of the table is stale: the primary wins", () => {
	const disk = new MemoryDisk();
	const before = disk.load();
	const changed = planTableWrite(before, setAttributes(before.table, 1n));
	disk.perform(changed.slice(0, 2));
	const now = disk.load();
	expect(now.table).toEqual(before.table);
	expect(now.problems.backup).toMatch(/describes another state/);
});

test(
	"a disk that grew: known, written to the new end, also when the primary entries are " + "broken",
	() => {
		for (const breakEntries of [false, true]) {
			const disk = new MemoryDisk();
			const { table } = disk.load();
			disk.diskSizeBytes *= 2;
			if (breakEntries) {
				disk.write(2 * 512, new Uint8Array(512).fill(1));
			}
			const grown = disk.load();
			expect(grown.grown).toBe(true);
			expect(grown.source).toBe(breakEntries ? "former-backup" : "primary");
			disk.perform(planTableWrite(grown, table));
			expect(isTableSound(disk.load())).toBe(true);
			expect(disk.load().table).toEqual(table);
		}
	},
);

test(
	"a disk that lost only its backup copy is mended; one that lost a partition is " + "refused",
	() => {
		const roomBytes = 4 * 2 ** 20;
		const disk = new MemoryDisk({ diskSizeBytes: new MemoryDisk().diskSizeBytes + roomBytes });
		disk.diskSizeBytes -= roomBytes;
		const shorter = disk.load();
		expect(shorter.problems.backup).toMatch(/^backup header: /);
		disk.perform(planTableWrite(shorter, shorter.table));
		expect(isTableSound(disk.load())).toBe(true);
		disk.diskSizeBytes -= 2 * 2 ** 20;
		expect(() => disk.load()).toThrow(/^the disk is shorter than its table says: primary entries/);
	},
);

test("no table, and two broken copies, are errors that name both places", () => {
	const empty = new MemoryDisk();
	empty.pieces.clear();
	expect(() => empty.load()).toThrow(
		/^there is no GUID partition table: primary header: .*; backup header: /,
	);
	const broken = new MemoryDisk();
	const last = placesOf(broken).backupHeaderLba;
	for (const lba of [1, last]) {
		broken.write(lba * 512, (broken.pieces.get(lba) ?? new Uint8Array(512)).with(16, 0));
	}
	expect(() => broken.load()).toThrow(
		/^neither copy .*: primary header: CRC32 is 0x.{8} but should be 0x.{8}; backup header: CRC32/,
	);
	try {
		broken.load();
	} catch (error) {
		expect(error).toBeInstanceOf(SomaError);
		expect(error).toMatchObject({ code: "table-broken", hint: expect.any(String) });
	}
});

test("garbage instead of a table never does worse than a SomaError", () => {
	fc.assert(
		fc.property(
			fc.uint8Array({ minLength: 512, maxLength: 512 }),
			fc.nat({ max: 3 }),
			(bytes, at) => {
				const disk = new MemoryDisk();
				const signed = bytes.slice();
				signed.set(fromHex("4546492050415254000001005c000000") ?? [], 0);
				for (const lba of [at, placesOf(disk).backupHeaderLba]) {
					disk.write(lba * 512, lba === 1 ? signed : bytes);
				}
				try {
					disk.load();
				} catch (error) {
					expect(error).toBeInstanceOf(SomaError);
				}
			},
		),
	);
});

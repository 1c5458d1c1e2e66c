import { beforeAll, describe, expect, test } from "vitest";
import { openToolTree } from "../tools/tree.ts";
import { ensureSelectorHost } from "./build.ts";
import { applyWrites, type DiskImage, diskImage, readBlocks, resizedImage } from "./disk-image.ts";
import { type PlanCase, type PlanReply, planDisk } from "./host.ts";
import { attributesOf, damaged, somaDisk, tablePlaces, usualSizeBytes } from "./testing-disks.ts";

const reason = {
	highestPriority: 1,
	tieLowerIndex: 2,
	onlyEligible: 3,
	uncounted: 4,
	fallback: 5,
	noneEligible: 16,
	noValidTable: 17,
	requested: 18,
	unwritable: 19,
} as const;
const repair = { primary: 1, backup: 2, mbr: 4, grown: 8, unwritable: 16 } as const;

const provenA = attributesOf(1, 0, 1, 0);
const newB = attributesOf(2, 3, 0, 0);

let host = "";

beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

/** Decides, writes what the selector writes, and returns what the next start would find. */
async function boot(
	disk: DiskImage,
	circumstances: Omit<PlanCase, "disk"> = {},
): Promise<PlanReply & { readonly next: DiskImage }> {
	const reply = await planDisk(host, { disk, ...circumstances });
	return { ...reply, next: applyWrites(disk, reply.writes) };
}

/** Boots over and over without ever proving a slot. */
async function bootUnproven(disk: DiskImage, count: number): Promise<string[]> {
	const slots: string[] = [];
	let present = disk;
	for (let round = 0; round < count; round++) {
		const reply = await boot(present);
		slots.push(reply.slot);
		present = reply.next;
	}
	return slots;
}

/** After a repair both copies are valid, equal and where they belong, and nothing is left to do. */
async function expectSound(disk: DiskImage): Promise<void> {
	const { primaryStatus, backupStatus, mbrSound, repairs } = await boot(disk);
	expect({ primaryStatus, backupStatus, mbrSound, repairs }).toEqual({
		primaryStatus: 0,
		backupStatus: 0,
		mbrSound: true,
		repairs: 0,
	});
}

describe("scenarios of choice", () => {
	test("1: a proven A boots, and its unproven boots are counted", async () => {
		const reply = await boot(somaDisk({ attributes: [provenA, 0n] }));
		expect(reply).toMatchObject({ slot: "A", reason: reason.highestPriority, repairs: 0 });
		expect(reply.after).toEqual([attributesOf(1, 0, 1, 1), 0n]);
	});

	test("2 and 3: B with one try is preferred once, then A", async () => {
		const disk = somaDisk({ attributes: [provenA, attributesOf(2, 1, 0, 0)] });
		const first = await boot(disk);
		expect(first).toMatchObject({ slot: "B", reason: reason.highestPriority });
		expect(first.after[1]).toBe(attributesOf(2, 0, 0, 0));
		expect(await boot(first.next)).toMatchObject({ slot: "A", reason: reason.onlyEligible });
	});

	test("4: three tries of B, two of A, then rescue", async () => {
		const disk = somaDisk({ attributes: [attributesOf(2, 2, 0, 0), attributesOf(3, 3, 0, 0)] });
		expect(await bootUnproven(disk, 7)).toEqual(["B", "B", "B", "A", "A", "rescue", "rescue"]);
	});

	test("4: a good slot that rots gives way after three boots", async () => {
		const disk = somaDisk({ attributes: [attributesOf(2, 0, 1, 0), attributesOf(1, 0, 1, 0)] });
		expect(await bootUnproven(disk, 7)).toEqual(["A", "A", "A", "B", "B", "B", "rescue"]);
	});

	test("5: a tie goes to the lower index", async () => {
		const reply = await boot(somaDisk({ attributes: [provenA, provenA] }));
		expect(reply).toMatchObject({ slot: "A", reason: reason.tieLowerIndex });
	});

	test("6: priority 0 never boots", async () => {
		const reply = await boot(somaDisk({ attributes: [attributesOf(0, 0, 1, 0), newB] }));
		expect(reply).toMatchObject({ slot: "B", reason: reason.highestPriority });
	});

	test("7: both bad means rescue, and no write", async () => {
		const reply = await boot(somaDisk({ attributes: [attributesOf(1, 0, 0, 0), 0n] }));
		expect(reply).toMatchObject({ slot: "rescue", reason: reason.noneEligible, repairs: 0 });
		expect(reply.writes).toEqual([]);
	});

	test("a bad boot image costs its slot a count and the other slot boots at once", async () => {
		const first = await boot(somaDisk({ attributes: [provenA, newB] }));
		const second = await boot(first.next, { failed: 2 });
		expect(second).toMatchObject({ slot: "A", reason: reason.fallback });
		expect(second.after).toEqual([attributesOf(1, 0, 1, 1), attributesOf(2, 2, 0, 0)]);
		const third = await boot(second.next, { failed: 3 });
		expect(third).toMatchObject({ slot: "rescue", reason: reason.noneEligible });
	});

	test("rescue on request counts nothing but still repairs", async () => {
		const disk = somaDisk({ attributes: [provenA, 0n] });
		const { backupHeader } = tablePlaces(disk);
		const reply = await boot(damaged(disk, [backupHeader]), { rescueRequested: true });
		expect(reply).toMatchObject({
			slot: "rescue",
			reason: reason.requested,
			repairs: repair.backup,
		});
		expect(reply.after).toEqual(reply.before);
		await expectSound(reply.next);
	});

	test("a table that cannot be written: proven slot uncounted, else rescue", async () => {
		const disk = somaDisk({ attributes: [provenA, newB] });
		const reply = await boot(disk, { writable: false });
		expect(reply).toMatchObject({
			slot: "A",
			reason: reason.uncounted,
			repairs: repair.unwritable,
		});
		expect(reply.writes).toEqual([]);
		expect(await boot(somaDisk(), { writable: false })).toMatchObject({
			slot: "rescue",
			reason: reason.unwritable,
		});
	});
});

describe.each([512, 4096] as const)("scenarios of damage, %i-byte blocks", (blockSizeBytes) => {
	const disk = somaDisk({ attributes: [provenA, newB], blockSizeBytes });
	const { primary, backup, backupHeader, backupEntries } = tablePlaces(disk);

	test("nothing is changed but the count", async () => {
		const reply = await boot(disk);
		const changed = [...reply.next.blocks].filter(
			([lba, bytes]) => Buffer.compare(bytes, disk.blocks.get(lba) ?? bytes) !== 0,
		);
		const entry = blockSizeBytes === 512 ? 1 : 0;
		expect(changed.map(([lba]) => lba)).toEqual([
			1,
			2 + entry,
			backupEntries + entry,
			backupHeader,
		]);
		const lengths = reply.writes.map((write) => (write.kind === "flush" ? 0 : write.lba));
		expect(lengths).toEqual([backupEntries, backupHeader, 0, 1, 2, 0]);
		await expectSound(reply.next);
	});

	test.each(["zero", "noise"] as const)("8: primary wiped (%s)", async (how) => {
		const reply = await boot(damaged(disk, primary, how));
		expect(reply).toMatchObject({ slot: "B", source: 2, repairs: repair.primary });
		// The only sound copy is never overwritten first.
		expect(reply.writes[0]).toMatchObject({ kind: "write", lba: 1 });
		await expectSound(reply.next);
	});

	test("8: MBR and primary wiped", async () => {
		const reply = await boot(damaged(disk, [0, ...primary]));
		expect(reply).toMatchObject({ slot: "B", repairs: repair.primary | repair.mbr });
		await expectSound(reply.next);
	});

	test("9: backup wiped", async () => {
		const reply = await boot(damaged(disk, backup));
		expect(reply).toMatchObject({ slot: "B", source: 1, repairs: repair.backup });
		await expectSound(reply.next);
	});

	test("protective MBR wiped; boot code is kept", async () => {
		const reply = await boot(damaged(disk, [0], "noise"));
		expect(reply).toMatchObject({ slot: "B", repairs: repair.mbr });
		expect(readBlocks(reply.next, 0, 1).subarray(0, 440)).toEqual(
			readBlocks(damaged(disk, [0], "noise"), 0, 1).subarray(0, 440),
		);
		await expectSound(reply.next);
		const wiped = await boot(damaged(disk, [0]));
		expect(readBlocks(wiped.next, 0, 1)).toEqual(readBlocks(disk, 0, 1));
	});

	test.each([2, backupEntries])("10: entries in block %i have a bad CRC", async (lba) => {
		const reply = await boot(damaged(disk, [lba], "noise"));
		expect(reply.slot).toBe("B");
		expect(reply.repairs).toBe(lba === 2 ? repair.primary : repair.backup);
		await expectSound(reply.next);
	});

	test("7 of the table: both copies bad means rescue without a write", async () => {
		const reply = await boot(damaged(disk, [1, backupHeader], "noise"));
		expect(reply).toMatchObject({ slot: "rescue", reason: reason.noValidTable, writes: [] });
		expect(reply.problem).toBe("neither copy of the table is valid");
	});
});

describe("a disk of another size", () => {
	const large = { attributes: [provenA, 0n] as const, diskSizeBytes: 4 * usualSizeBytes };

	test.each([512, 4096] as const)("11: grown, %i-byte blocks", async (blockSizeBytes) => {
		const reply = await boot(somaDisk({ ...large, blockSizeBytes }));
		expect(reply).toMatchObject({ slot: "A", repairs: repair.grown });
		const last = (4 * usualSizeBytes) / blockSizeBytes - 1;
		const header = readBlocks(reply.next, 1, 1);
		const view = new DataView(header.buffer);
		expect(Number(view.getBigUint64(32, true))).toBe(last);
		expect(Number(view.getBigUint64(48, true))).toBe(last - 16_384 / blockSizeBytes - 1);
		const entries = new DataView(readBlocks(reply.next, 2, 4).buffer);
		const stateEndBytes = (Number(entries.getBigUint64(7 * 128 + 40, true)) + 1) * blockSizeBytes;
		expect(stateEndBytes % 1_048_576).toBe(0);
		expect(4 * usualSizeBytes - stateEndBytes).toBeLessThan(2 * 1_048_576);
		await expectSound(reply.next);
	});

	test("11: grown, primary entries bad: the header leads to the old backup", async () => {
		const reply = await boot(damaged(somaDisk(large), [2, 3], "noise"));
		expect(reply).toMatchObject({ slot: "A", source: 3, repairs: repair.grown | repair.primary });
		await expectSound(reply.next);
	});

	test("11: an old foreign backup at the end of a grown disk is not taken", async () => {
		const grown = somaDisk(large);
		const foreign = foreignDisk(grown.blockCount);
		const tail = [...foreign.blocks].filter(([lba]) => lba > 100);
		const disk = { ...grown, blocks: new Map([...grown.blocks, ...tail]) };
		const reply = await boot(damaged(disk, [2, 3], "noise"));
		expect(reply).toMatchObject({ slot: "A", source: 3 });
		await expectSound(reply.next);
	});

	test("shrunk, but every partition still fits: the backup moves back", async () => {
		const disk = somaDisk({ attributes: [provenA, 0n] });
		const reply = await boot(resizedImage(disk, disk.blockCount - 2048));
		expect(reply).toMatchObject({ slot: "A", repairs: repair.backup });
		await expectSound(reply.next);
	});

	test("shrunk into STATE: rescue, and nothing is written", async () => {
		const disk = somaDisk({ attributes: [provenA, 0n] });
		const reply = await boot(resizedImage(disk, 5_600_000));
		expect(reply).toMatchObject({ slot: "rescue", reason: reason.noValidTable, writes: [] });
		expect(reply.problem).toBe("the table names blocks beyond the end of the disk");
	});
});

describe("13: tables that are not ours", () => {
	test("a foreign table is explained and never written", async () => {
		const disk = foreignDisk(6_000_000);
		const reply = await boot(disk);
		expect(reply).toMatchObject({ slot: "rescue", reason: reason.noValidTable, writes: [] });
		expect(reply.problem).toBe("no EFI system partition");
		const broken = await boot(damaged(disk, [0, 1]));
		expect(broken).toMatchObject({ slot: "rescue", writes: [] });
	});

	test("an empty disk and one that is too small", async () => {
		const empty = { blockSizeBytes: 512, blockCount: 100_000, blocks: new Map() };
		expect(await boot(empty)).toMatchObject({ slot: "rescue", reason: reason.noValidTable });
		const tiny = await boot({ ...empty, blockCount: 60 });
		expect(tiny.problem).toBe("no disk that can hold a table");
	});
});

/** A disk of somebody else: a table with one Linux partition. */
function foreignDisk(blockCount: number): DiskImage {
	const soma = somaDisk({ tableSizeBytes: blockCount * 512 });
	const types = [2, 3].flatMap((lba) => [...readBlocks(soma, lba, 1)]);
	const bytes = Uint8Array.from(types);
	for (let entry = 0; entry < 8; entry++) {
		bytes.set([0xaf, 0x3d, 0xc6, 0x0f], entry * 128);
	}
	return withEntries(soma, bytes);
}

/** Both copies with other entries and the right checksums. */
function withEntries(disk: DiskImage, firstEntries: Uint8Array): DiskImage {
	const entries = readBlocks(disk, 2, 32);
	entries.set(firstEntries);
	const header = (lba: number): Uint8Array => {
		const bytes = readBlocks(disk, lba, 1);
		const view = new DataView(bytes.buffer);
		view.setUint32(88, Bun.hash.crc32(entries), true);
		view.setUint32(16, 0, true);
		view.setUint32(16, Bun.hash.crc32(bytes.subarray(0, 92)), true);
		return bytes;
	};
	const { backupEntries, backupHeader } = tablePlaces(disk);
	return diskImage(disk, [
		{ lba: 0, bytes: readBlocks(disk, 0, 1) },
		{ lba: 1, bytes: header(1) },
		{ lba: 2, bytes: entries },
		{ lba: backupEntries, bytes: entries },
		{ lba: backupHeader, bytes: header(backupHeader) },
	]);
}

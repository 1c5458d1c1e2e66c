import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { partitionTypes } from "../../userland/core/disk-layout.ts";
import { loadTable } from "../../userland/core/gpt/load.ts";
import { readEnds } from "../../userland/testing/soma-disks.ts";
import { openToolTree } from "../tools/tree.ts";
import { ensureSelectorHost } from "./build.ts";
import { applyWrites, type DiskImage, putBlocks, readBlocks } from "./disk-image.ts";
import { type PlanReply, planDisks } from "./host.ts";
import { attributesOf, somaDisk, tablePlaces, usualSizeBytes } from "./testing-disks.ts";

let host = "";

beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

const headerFields = [8, 12, 24, 32, 40, 48, 56, 72, 80, 84] as const;
const entryFields = [0, 16, 32, 40, 48] as const;

/** One change of a number in a header or an entry of either copy, checksums made right again. */
const change = fc.record({
	copy: fc.constantFrom("primary", "backup"),
	place: fc.oneof(
		fc.record({ kind: fc.constant("header" as const), at: fc.constantFrom(...headerFields) }),
		fc.record({
			kind: fc.constant("entry" as const),
			index: fc.integer({ min: 0, max: 9 }),
			at: fc.constantFrom(...entryFields),
		}),
	),
	value: fc.oneof(
		fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
		fc.bigInt({ min: 0n, max: 300n }),
		fc.bigInt({ min: 5_600_000n, max: 5_800_000n }),
	),
	fixChecksums: fc.boolean(),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const disks = [
	somaDisk({ attributes: [attributesOf(1, 0, 1, 0), attributesOf(2, 3, 0, 0)] }),
	somaDisk({ diskSizeBytes: 2 * usualSizeBytes }),
	somaDisk({ blockSizeBytes: 4096 }),
];

function applyChange(disk: DiskImage, { copy, place, value, fixChecksums }: Change): DiskImage {
	const { backupEntries, backupHeader } = tablePlaces(disk);
	const headerLba = copy === "primary" ? 1 : backupHeader;
	const entriesLba = copy === "primary" ? 2 : backupEntries;
	const header = readBlocks(disk, headerLba, 1);
	const entries = readBlocks(disk, entriesLba, 16_384 / disk.blockSizeBytes);
	const target = place.kind === "header" ? header : entries;
	const at = place.kind === "header" ? place.at : place.index * 128 + place.at;
	new DataView(target.buffer).setBigUint64(at, value, true);
	if (fixChecksums) {
		const view = new DataView(header.buffer);
		view.setUint32(88, Bun.hash.crc32(entries), true);
		view.setUint32(16, 0, true);
		const size = Math.min(view.getUint32(12, true), 512);
		view.setUint32(16, Bun.hash.crc32(header.subarray(0, size)), true);
	}
	const blocks = new Map(disk.blocks);
	putBlocks(blocks, disk, headerLba, header);
	putBlocks(blocks, disk, entriesLba, entries);
	return { ...disk, blocks };
}

/** Nothing but MBR and the two places of the table is ever written. */
function expectOnlyTables(disk: DiskImage, reply: PlanReply): void {
	const entryBlocks = 16_384 / disk.blockSizeBytes;
	for (const write of reply.writes) {
		if (write.kind === "flush") {
			continue;
		}
		const end = write.lba + write.bytes.length / disk.blockSizeBytes;
		expect(end <= 2 + entryBlocks || write.lba >= disk.blockCount - 1 - entryBlocks).toBe(true);
	}
}

/** Seeded cases by the disk that they start from. */
function brokenDisks(seed: number): { readonly base: DiskImage; readonly broken: DiskImage[] }[] {
	const cases = fc.sample(
		fc.record({
			disk: fc.constantFrom(...disks),
			changes: fc.array(change, { minLength: 1, maxLength: 3 }),
		}),
		{ numRuns: 1500, seed },
	);
	return disks.map((base) => ({
		base,
		broken: cases
			.filter(({ disk }) => disk === base)
			.map(({ changes }) => changes.reduce(applyChange, base)),
	}));
}

/** What userland's own reader makes of a disk: the copy it believes and its partitions. */
function readByUserland(disk: DiskImage): { source: number; attributes: readonly bigint[] } {
	const blockSizeBytes = disk.blockSizeBytes;
	const geometry = { diskSizeBytes: disk.blockCount * blockSizeBytes, blockSizeBytes };
	const ends = readEnds(geometry, (offset, length) =>
		readBlocks(disk, offset / blockSizeBytes, length / blockSizeBytes),
	);
	try {
		const { source, table } = loadTable(ends);
		const usr = table.partitions.filter(({ type }) => type === partitionTypes.usr);
		const attributes = usr.map((partition) => partition.attributes);
		return { source: ["none", "primary", "backup", "former-backup"].indexOf(source), attributes };
	} catch {
		return { source: 0, attributes: [] };
	}
}

test("the selector and userland believe the same copy of any table", async () => {
	for (const { base, broken } of brokenDisks(4800)) {
		const replies = await planDisks(
			host,
			base,
			broken.map((disk) => ({ disk })),
		);
		for (const [at, reply] of replies.entries()) {
			const { source, attributes } = readByUserland(broken[at] ?? base);
			expect(reply.source).toBe(source);
			if (reply.problem === "") {
				expect(reply.before).toEqual(attributes);
			}
		}
	}
});

test("whatever a table says, only tables are written, and what is written is sound", async () => {
	for (const { base, broken } of brokenDisks(4799)) {
		const replies = await planDisks(
			host,
			base,
			broken.map((disk) => ({ disk })),
			true,
		);
		const written = replies.flatMap((reply, at) => {
			const disk = broken[at] ?? base;
			expectOnlyTables(disk, reply);
			return reply.writes.length === 0 ? [] : [applyWrites(disk, reply.writes)];
		});
		expect(written.length).toBeGreaterThan(50);
		const again = await planDisks(
			host,
			base,
			written.map((disk) => ({ disk })),
		);
		for (const reply of again) {
			expect(reply).toMatchObject({ primaryStatus: 0, backupStatus: 0, repairs: 0, problem: "" });
		}
	}
});

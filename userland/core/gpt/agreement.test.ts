import { beforeAll, expect, test } from "vitest";
import { ensureSelectorHost } from "../../../image/boot-selector/build.ts";
import {
	type DiskImage,
	diskImage,
	readBlocks,
	resizedImage,
} from "../../../image/boot-selector/disk-image.ts";
import { planDisks } from "../../../image/boot-selector/host.ts";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { viewOf } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { recordFigure } from "../../testing/figure.ts";
import { freshSlot, provenSlot, readEnds, somaTable } from "../../testing/soma-disks.ts";
import { rawAttributes } from "../slot/disk.ts";
import { crc32 } from "./crc32.ts";
import { placesOf } from "./geometry.ts";
import { loadTable } from "./load.ts";

/*
 * Two programs write the table of one disk: the selector in C and `soma` in TypeScript. On disks
 * with random damage, and with headers whose fields lie under a right CRC, both must believe the
 * same copy, or both none. Otherwise one would undo what the other has written.
 */

let host = "";
beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

const rounds = 2000;
const mebibyte = 1024 * 1024;

test.each([512, 4096] as const)(
	"both programs believe the same copy (%i)",
	async (blockSizeBytes) => {
		const random = seededNumbers(blockSizeBytes);
		const sizes = [0, 300 * mebibyte, -2 * mebibyte, -60 * mebibyte];
		let compared = 0;
		let none = 0;
		for (const growthBytes of sizes) {
			const base = makeDisk(blockSizeBytes, growthBytes);
			const disks = Array.from({ length: rounds / sizes.length }, () => damage(base, random));
			const replies = await planDisks(
				host,
				base,
				disks.map((disk) => ({ disk })),
			);
			for (const [index, reply] of replies.entries()) {
				const disk = disks[index] ?? base;
				const theirs = reply.problem === "" ? reply.before.join() : "none";
				expect(readOurs(disk), `growth ${growthBytes}, disk ${index}: ${reply.problem}`).toBe(
					theirs,
				);
				compared++;
				none += theirs === "none" ? 1 : 0;
			}
		}
		recordFigure(`0 of ${compared} differ (${none} without a valid copy)`);
		expect(none).toBeGreaterThan(10);
		expect(none).toBeLessThan(compared * 0.9);
	},
);

/** The attributes of both slots in the copy that we believe, or "none". */
function readOurs(disk: DiskImage): string {
	const { blockSizeBytes, blockCount } = disk;
	const geometry = { blockSizeBytes, diskSizeBytes: blockCount * blockSizeBytes };
	try {
		const { table } = loadTable(
			readEnds(geometry, (offsetBytes, lengthBytes) =>
				readBlocks(disk, offsetBytes / blockSizeBytes, lengthBytes / blockSizeBytes),
			),
		);
		return Object.values(rawAttributes(table)).join();
	} catch (error) {
		if (error instanceof SomaError) {
			return "none";
		}
		throw error;
	}
}

/** A disk whose two copies differ in the attributes, so that it shows which one is believed. */
function makeDisk(blockSizeBytes: 512 | 4096, growthBytes: number): DiskImage {
	const room = { blockSizeBytes, diskSizeBytes: 2_800 * mebibyte };
	const primary = somaTable({ ...room, slots: { A: provenSlot, B: freshSlot } });
	const backup = somaTable({ ...room, slots: { A: freshSlot } });
	const shape = { blockSizeBytes, blockCount: room.diskSizeBytes / blockSizeBytes };
	const disk = diskImage(shape, [
		{ lba: 0, bytes: primary.head },
		{ lba: placesOf(room).backupEntriesLba, bytes: backup.tail },
	]);
	return resizedImage(disk, shape.blockCount + growthBytes / blockSizeBytes);
}

/** One or two injuries: noise in a block, a flipped byte, or a header field that lies. */
function damage(base: DiskImage, random: (limit: number) => number): DiskImage {
	const blocks = new Map(base.blocks);
	const used = [...blocks.keys()];
	const headers = used.filter((lba) => isHeader(blocks.get(lba)));
	for (let injuries = 1 + random(2); injuries > 0; injuries--) {
		const kind = random(4);
		const among = kind < 2 ? headers : used;
		const lba = among[random(among.length)] ?? 0;
		const old = blocks.get(lba) ?? new Uint8Array(base.blockSizeBytes);
		if (kind < 2 && isHeader(old)) {
			blocks.set(lba, lyingHeader(old, base, random));
		} else if (kind === 2) {
			blocks.set(lba, old.with(random(old.length), random(256)));
		} else {
			blocks.set(
				lba,
				old.map(() => random(256)),
			);
		}
	}
	return { ...base, blocks };
}

function isHeader(block: Uint8Array | undefined): boolean {
	return block !== undefined && new TextDecoder().decode(block.subarray(0, 8)) === "EFI PART";
}

/** A header with one field changed and its CRC made right again. */
function lyingHeader(
	block: Uint8Array,
	disk: DiskImage,
	random: (limit: number) => number,
): Uint8Array {
	const bytes = block.slice();
	const view = viewOf(bytes);
	const offset = [24, 32, 40, 48, 72, 88][random(6)] ?? 24;
	const value = view.getBigUint64(offset, true);
	const lies = [value + 1n, value - 1n, 0n, BigInt(disk.blockCount - 1), BigInt(random(100_000))];
	if (offset === 88) {
		view.setUint32(offset, random(0xffffffff), true);
	} else {
		view.setBigUint64(offset, BigInt.asUintN(64, lies[random(lies.length)] ?? 0n), true);
	}
	view.setUint32(16, 0, true);
	view.setUint32(16, crc32(bytes.subarray(0, 92)), true);
	return bytes;
}

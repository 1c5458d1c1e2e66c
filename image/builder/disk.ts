import { createHash } from "node:crypto";
import {
	closeSync,
	ftruncateSync,
	openSync,
	readSync,
	rmSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import {
	diskLayout,
	type LayoutRow,
	layoutBlocks,
	layoutRow,
	minimumDiskSizeBytes,
	partitionLabel,
	slotPartitionUuids,
} from "../../userland/core/disk-layout.ts";
import { guidFromRandom } from "../../userland/core/gpt/guid.ts";
import { createTable } from "../../userland/core/gpt/table.ts";
import { assert, required } from "../../userland/lib/assert.ts";
import type { ToolTree } from "../tools/tree.ts";
import { biosBootCode } from "./bios-sector.ts";

const blockSizeBytes = 512;

/** What the ESP holds, by path on it. */
export type EspFiles = Readonly<Record<string, string>>;

/** Makes the EFI system partition: FAT32 with a fixed id, and all times those of the release. */
export async function makeEsp(
	tree: ToolTree,
	files: EspFiles,
	epochSeconds: number,
	target: string,
): Promise<void> {
	rmSync(target, { force: true });
	writeFileSync(target, "");
	truncateSync(target, layoutRow("esp").sizeBytes);
	const steps = [
		["mkfs.vfat", "-F", "32", "-n", "ESP", "-i", "50a605b0", "--invariant", target],
		["mmd", "-i", target, "::EFI", "::EFI/BOOT", "::EFI/soma"],
		...Object.entries(files).map(([path, source]) => [
			...["mcopy", "-i", target, source, `::${path}`],
		]),
	];
	for (const argv of steps) {
		await tree.run({ argv, env: { SOURCE_DATE_EPOCH: String(epochSeconds) } });
	}
}

/** Files of the disk image, by what they are. */
export interface DiskParts {
	readonly version: string;
	readonly rootHash: string;
	readonly esp: string;
	readonly boot: string;
	readonly usr: string;
	readonly verity: string;
}

/**
 * Writes the factory disk: slot A with priority 1 and three tries, slot B empty, STATE blank. The
 * file is sparse where the disk is zero.
 */
export function writeDisk(parts: DiskParts, target: string): void {
	rmSync(target, { force: true });
	const file = openSync(target, "w+");
	try {
		ftruncateSync(file, minimumDiskSizeBytes);
		const { head, tail } = factoryTable(parts);
		writeSync(file, head, 0, head.length, 0);
		writeSync(file, tail, 0, tail.length, minimumDiskSizeBytes - tail.length);
		for (const [at, row] of diskLayout.entries()) {
			const source = sourceOf(parts, row);
			if (source !== undefined) {
				const { firstLba } = required(layoutBlocks(blockSizeBytes)[at], "row of the layout");
				copyInto(file, firstLba * blockSizeBytes, source, row.sizeBytes);
			}
		}
	} finally {
		closeSync(file);
	}
}

/** The file of a partition: the ESP and slot A are filled, slot B and STATE stay blank. */
function sourceOf(parts: DiskParts, { role, slot }: LayoutRow): string | undefined {
	if (role === "esp") {
		return parts.esp;
	}
	return slot === "A" && role !== "state" ? parts[role] : undefined;
}

function factoryTable({ version, rootHash }: DiskParts): { head: Uint8Array; tail: Uint8Array } {
	const fixed = (name: string) =>
		guidFromRandom(
			createHash("sha256").update(`soma disk ${version} ${name}`).digest().subarray(0, 16),
		);
	const uuids = slotPartitionUuids(rootHash);
	const blocks = layoutBlocks(blockSizeBytes);
	return createTable({
		diskGuid: fixed("disk"),
		blockSizeBytes,
		diskSizeBytes: minimumDiskSizeBytes,
		bootCode: biosBootCode(),
		partitions: diskLayout.map((row, at) => ({
			...required(blocks[at], "row of the layout"),
			label: partitionLabel(row.role, row.slot === "A" ? version : undefined),
			type: row.type,
			uuid:
				row.slot === "A" && (row.role === "usr" || row.role === "verity")
					? uuids[row.role]
					: fixed(`partition ${row.index}`),
			// priority 1, three tries; docs/on-disk-formats.md
			attributes: row.slot === "A" && row.role === "usr" ? 0x0031_0000_0000_0000n : 0n,
		})),
	});
}

function copyInto(file: number, offsetBytes: number, source: string, limitBytes: number): void {
	const chunk = new Uint8Array(1024 * 1024);
	const input = openSync(source, "r");
	try {
		for (let done = 0; ; ) {
			const got = readSync(input, chunk, 0, chunk.length, done);
			if (got === 0) {
				return;
			}
			assert(done + got <= limitBytes, `${source} does not fit its partition`);
			const piece = chunk.subarray(0, got);
			if (piece.some((byte) => byte !== 0)) {
				writeSync(file, piece, 0, got, offsetBytes + done);
			}
			done += got;
		}
	} finally {
		closeSync(input);
	}
}

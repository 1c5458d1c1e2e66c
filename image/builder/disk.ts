import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import {
	diskLayout,
	type LayoutRow,
	layoutBlocks,
	layoutRow,
	minimumDiskSizeBytes,
	partitionLabel,
} from "../../userland/core/disk-layout.ts";
import { planFatVolume } from "../../userland/core/fat/volume.ts";
import { guidFromRandom } from "../../userland/core/gpt/guid.ts";
import { createTable } from "../../userland/core/gpt/table.ts";
import { biosBootCode } from "../../userland/core/install/bios-sector.ts";
import { newDiskTable } from "../../userland/core/install/table.ts";
import { assert, required } from "../../userland/lib/assert.ts";

const blockSizeBytes = 512;

/** What the ESP holds, by path on it. */
export type EspFiles = Readonly<Record<string, string>>;

/**
 * Makes the EFI system partition: FAT32 with a fixed id, and all times those of the release. The
 * installer makes it in the same way.
 */
export function makeEsp(files: EspFiles, epochSeconds: number, target: string): void {
	const volume = {
		sizeBytes: layoutRow("esp").sizeBytes,
		blockSizeBytes,
		label: partitionLabel("esp", undefined),
		volumeId: 0x50a605b0,
		epochSeconds,
	} as const;
	const sizes = Object.entries(files).map(([path, source]) => ({
		path,
		sizeBytes: statSync(source).size,
	}));
	rmSync(target, { force: true });
	const file = openSync(target, "w+");
	try {
		ftruncateSync(file, volume.sizeBytes);
		for (const piece of planFatVolume(volume, sizes)) {
			if (piece.kind === "bytes") {
				writeSync(file, piece.bytes, 0, piece.bytes.length, piece.offsetBytes);
			} else {
				const source = required(files[piece.file.path], `source of ${piece.file.path}`);
				copyInto(file, piece.offsetBytes, source, piece.file.sizeBytes);
			}
		}
	} finally {
		closeSync(file);
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
	const geometry = { blockSizeBytes, diskSizeBytes: minimumDiskSizeBytes };
	const { diskGuid, partitions } = newDiskTable({
		...geometry,
		version,
		rootHash,
		diskGuid: fixed("disk"),
		partitionGuid: (index) => fixed(`partition ${index}`),
	});
	return createTable({ ...geometry, diskGuid, partitions, bootCode: biosBootCode() });
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

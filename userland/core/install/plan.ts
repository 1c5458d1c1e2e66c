import { assert, required } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import { diskLayout, layoutBlocks, layoutRow, partitionLabel } from "../disk-layout.ts";
import { fatRoomBytes, planFatVolume } from "../fat/volume.ts";
import { type Geometry, placesOf } from "../gpt/geometry.ts";
import type { Guid } from "../gpt/guid.ts";
import type { DiskStep } from "../gpt/plan.ts";
import { formatTable, type Table } from "../gpt/table.ts";
import { type EspPart, type Manifest, type ReleasePart, slotParts } from "../release/manifest.ts";
import { lastStateLba } from "../slot/repair.ts";
import { biosBootCode } from "./bios-sector.ts";
import { formatUnfinishedBlock } from "./marker.ts";
import { newDiskTable } from "./table.ts";

/** What is to be installed, and the random numbers that make this machine differ from others. */
export interface InstallRequest {
	/** Of the target; it was judged before. */
	readonly geometry: Geometry;
	readonly manifest: Manifest;
	/** The configuration of the first boot, if it is to lie on the disk. */
	readonly config?: Uint8Array;
	readonly diskGuid: Guid;
	readonly partitionGuid: (index: number) => Guid;
	readonly volumeId: number;
}

/** Bytes of a disk that an installation writes and reads back. */
export type Region =
	| {
			readonly kind: "bytes";
			readonly what: string;
			readonly offsetBytes: number;
			readonly bytes: Uint8Array;
	  }
	| {
			readonly kind: "zeros";
			readonly what: string;
			readonly offsetBytes: number;
			readonly sizeBytes: number;
	  }
	| {
			/** A file of the release, unpacked. */
			readonly kind: "part";
			readonly what: string;
			readonly offsetBytes: number;
			readonly part: ReleasePart;
	  };

/**
 * An installation in its three stages. After the first flush nothing starts from the disk; before
 * the last ones everything on it has been read back. So a power cut leaves the old disk, or one
 * that does not boot, or the new system.
 */
export interface InstallPlan {
	readonly table: Table;
	/** Takes away both tables and what else is known by its place at the ends of the disk. */
	readonly begin: readonly DiskStep[];
	/** By their places. */
	readonly regions: readonly Region[];
	/** The new table: backup, primary, and last the protective MBR, each flushed. */
	readonly finish: readonly DiskStep[];
}

/** The configuration of the first boot on the ESP: a credential by its name. */
export const configPath = "soma/soma.config.cred";

/** What a configuration may have: the limit of systemd for a credential. */
export const configLimitBytes: number = 1024 * 1024;

const mebibyte = 1024 * 1024;
/** Both tables, whatever the block size they were written for, and RAID or ZFS at the end. */
const endsBytes = mebibyte;
/** The headers of LUKS2 take this much; file systems have their signature in the first part. */
const stateWipeBytes = 16 * mebibyte;

/** Plans an installation: what is written where, and in which order. */
export function planInstall(request: InstallRequest): InstallPlan {
	const { geometry, manifest, diskGuid, partitionGuid } = request;
	const { version, rootHash } = manifest;
	const table = newDiskTable({ ...geometry, version, rootHash, diskGuid, partitionGuid });
	return {
		table,
		begin: planBegin(geometry),
		regions: [
			...planEsp(request),
			...slotParts.map((name) => ({
				kind: "part" as const,
				what: `${name} of slot A`,
				offsetBytes: offsetOf(geometry, layoutRow(name, "A").index),
				part: manifest.parts[name],
			})),
			...planState(geometry),
		],
		finish: planFinish(table, geometry),
	};
}

/** The bytes that all regions write. */
export function sizeOfRegion(region: Region): number {
	switch (region.kind) {
		case "bytes":
			return region.bytes.length;
		case "zeros":
			return region.sizeBytes;
		case "part":
			return region.part.sizeBytes;
	}
}

function planBegin({ diskSizeBytes }: Geometry): DiskStep[] {
	const head = new Uint8Array(endsBytes);
	head.set(formatUnfinishedBlock());
	return [
		{ kind: "write", offsetBytes: 0, bytes: head, what: "the mark of an installation" },
		{
			kind: "write",
			offsetBytes: diskSizeBytes - endsBytes,
			bytes: new Uint8Array(endsBytes),
			what: "zeros over the backup table",
		},
		{ kind: "flush" },
	];
}

function planEsp(request: InstallRequest): Region[] {
	const { geometry, manifest, config } = request;
	const { blockSizeBytes } = geometry;
	assert(blockSizeBytes === 512 || blockSizeBytes === 4096, "the target was judged before");
	const volume = {
		sizeBytes: layoutRow("esp").sizeBytes,
		blockSizeBytes,
		label: partitionLabel("esp", undefined),
		volumeId: request.volumeId,
		epochSeconds: manifest.epochSeconds,
	} as const;
	const configFile =
		config === undefined ? [] : [{ path: configPath, sizeBytes: config.length, bytes: config }];
	const files: readonly (EspPart | { path: string; sizeBytes: number; bytes: Uint8Array })[] = [
		...manifest.esp,
		...configFile,
	];
	refuseFullEsp(files, fatRoomBytes(volume));
	const start = offsetOf(geometry, layoutRow("esp").index);
	return planFatVolume(volume, files).map((piece): Region => {
		const offsetBytes = start + piece.offsetBytes;
		if (piece.kind === "bytes") {
			return { kind: "bytes", what: "the file system of the ESP", offsetBytes, bytes: piece.bytes };
		}
		const { path } = piece.file;
		const file = required(
			files.find((candidate) => candidate.path === path),
			`file ${path} of the ESP`,
		);
		const what = `${path} on the ESP`;
		return "bytes" in file
			? { kind: "bytes", what, offsetBytes, bytes: file.bytes }
			: { kind: "part", what, offsetBytes, part: file };
	});
}

function refuseFullEsp(files: readonly { sizeBytes: number }[], roomBytes: number): void {
	// Every file and directory may leave the rest of a cluster unused.
	const needed = files.reduce((sum, { sizeBytes }) => sum + sizeBytes + 4096, 16 * 4096);
	if (needed > roomBytes) {
		throw new SomaError({
			code: "esp-full",
			message: `the ESP has room for ${formatBytes(roomBytes)}, not for ${formatBytes(needed)}`,
			hint: "fetch large files from the configuration by URL instead of putting them into it",
		});
	}
}

/**
 * STATE is blank: the first boot makes its file system only where nothing is. Zeros go up to the
 * end of the disk: on one that claims more than it has they land on other content, which then reads
 * back wrong, and not the table that comes last.
 */
function planState(geometry: Geometry): Region[] {
	const { blockSizeBytes, diskSizeBytes } = geometry;
	const start = offsetOf(geometry, layoutRow("state").index);
	const end = (lastStateLba(geometry) + 1) * blockSizeBytes;
	const first = Math.min(stateWipeBytes, end - start);
	const last = Math.max(start + first, end - endsBytes);
	return [
		{ kind: "zeros", what: "zeros over STATE", offsetBytes: start, sizeBytes: first },
		{
			kind: "zeros",
			what: "zeros over the end of the disk",
			offsetBytes: last,
			sizeBytes: diskSizeBytes - last,
		},
	];
}

function planFinish(table: Table, geometry: Geometry): DiskStep[] {
	const blocks = formatTable(table, geometry, bootCodeBlock());
	const places = placesOf(geometry);
	const write = (lba: number, bytes: Uint8Array, what: string): DiskStep => ({
		kind: "write",
		offsetBytes: lba * geometry.blockSizeBytes,
		bytes,
		what,
	});
	const flush: DiskStep = { kind: "flush" };
	return [
		write(places.backupEntriesLba, blocks.entries, "backup entries"),
		write(places.backupHeaderLba, blocks.backupHeader, "backup header"),
		flush,
		write(places.primaryEntriesLba, blocks.entries, "primary entries"),
		write(places.primaryHeaderLba, blocks.primaryHeader, "primary header"),
		flush,
		write(0, blocks.protectiveMbr, "protective MBR"),
		flush,
	];
}

/** A block 0 of which the table takes the boot code. */
function bootCodeBlock(): Uint8Array {
	const block = new Uint8Array(446);
	block.set(biosBootCode());
	return block;
}

function offsetOf({ blockSizeBytes }: Geometry, index: number): number {
	const at = diskLayout.findIndex((row) => row.index === index);
	return required(layoutBlocks(blockSizeBytes)[at], `partition ${index}`).firstLba * blockSizeBytes;
}

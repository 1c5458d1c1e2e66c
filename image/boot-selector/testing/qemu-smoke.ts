import {
	closeSync,
	copyFileSync,
	fstatSync,
	ftruncateSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { formatBootHeader } from "../../../userland/core/boot/header.ts";
import { type BootRecord, parseBootRecord } from "../../../userland/core/boot/record.ts";
import { layoutBlocks, type SlotName, slotNames } from "../../../userland/core/disk-layout.ts";
import { assert } from "../../../userland/lib/assert.ts";
import { cacheDirectory, contentKey } from "../../tools/cache.ts";
import type { ToolTree } from "../../tools/tree.ts";
import { buildEfiProgram, buildInto, ensureSelector } from "../build.ts";
import { type DiskImage, diskImage } from "../disk-image.ts";
import { testRootHashes } from "../testing-disks.ts";

/**
 * What is in the boot partition of a slot: a program that says its name, or one of these faults.
 */
export type SmokePayload =
	| "good"
	| "returns"
	| "hangs"
	| "bad-header"
	| "bad-hash"
	| "wrong-slot"
	| "no-program";

/** A disk for the smoke test. */
export interface SmokeDisk {
	/** The partition table, see `somaDisk`. */
	readonly table: DiskImage;
	/** Default: both good. */
	readonly slots?: Partial<Readonly<Record<SlotName, SmokePayload>>>;
	/** Default: true. */
	readonly rescue?: boolean;
}

/** One boot of a machine with that disk, from power-on to power-off. */
export interface SmokeBoot {
	/** What was started: "slot A", "slot B", "rescue", or undefined. */
	readonly started: string | undefined;
	/** The selector's lines, without the prefix. */
	readonly selectorLines: readonly string[];
	/** The record as the program that was started found it. */
	readonly record: BootRecord | undefined;
	readonly console: string;
	readonly seconds: number;
}

/** How the machine differs from a plain one with a virtio disk. */
export interface SmokeBootOptions {
	/** Value of `-drive`; its id is `disk`. */
	readonly drive?: string;
	/** Arguments that make the disk's device. */
	readonly device?: readonly string[];
	readonly more?: readonly string[];
	/** What somebody types on the serial console. */
	readonly typed?: string;
}

const mebibyte = 1024 * 1024;
const espBytes = 320 * mebibyte;
const bootTimeoutMs = 240_000;

/**
 * Writes a sparse disk with ESP, selector, rescue and boot images into `directory` and returns its
 * path.
 */
export async function makeSmokeDisk(
	tree: ToolTree,
	directory: string,
	disk: SmokeDisk,
): Promise<string> {
	const path = join(mkdtempSync(join(directory, "disk-")), "disk.raw");
	const file = openSync(path, "wx");
	try {
		ftruncateSync(file, disk.table.blockCount * disk.table.blockSizeBytes);
		writeBlocks(file, disk.table);
		for (const slot of slotNames) {
			const bytes = await bootPartition(tree, slot, disk.slots?.[slot] ?? "good");
			writeSync(file, bytes, 0, bytes.length, bootOffsetBytes(slot));
		}
	} finally {
		closeSync(file);
	}
	await makeEsp(tree, path, disk);
	return path;
}

/** Puts the blocks of a table, or any others, on a disk file. */
export function writeBlocksToFile(path: string, image: DiskImage): void {
	const file = openSync(path, "r+");
	try {
		writeBlocks(file, image);
	} finally {
		closeSync(file);
	}
}

/** The blocks of both tables that are on the disk file now. */
export function readTables(path: string, blockSizeBytes: 512 | 4096 = 512): DiskImage {
	const entryBlocks = 16_384 / blockSizeBytes;
	const file = openSync(path, "r");
	try {
		const shape = { blockSizeBytes, blockCount: fstatSync(file).size / blockSizeBytes };
		const piece = (lba: number, count: number): { lba: number; bytes: Uint8Array } => {
			const bytes = new Uint8Array(count * blockSizeBytes);
			readSync(file, bytes, 0, bytes.length, lba * blockSizeBytes);
			return { lba, bytes };
		};
		return diskImage(shape, [
			piece(0, entryBlocks + 2),
			piece(shape.blockCount - entryBlocks - 1, entryBlocks + 1),
		]);
	} finally {
		closeSync(file);
	}
}

/**
 * Boots the disk under OVMF (TCG, no network) until the machine switches itself off or restarts.
 */
export async function smokeBoot(
	tree: ToolTree,
	path: string,
	options: SmokeBootOptions = {},
): Promise<SmokeBoot> {
	const variables = `${path}.vars`;
	copyFileSync(join(tree.path, "usr/share/OVMF/OVMF_VARS_4M.fd"), variables);
	const code = "/usr/share/OVMF/OVMF_CODE_4M.fd";
	const log = `${path}.console`;
	const start = performance.now();
	const { stdout, stderr, exitCode } = await tree.runUnchecked({
		argv: [
			...["qemu-system-x86_64", "-M", "q35", "-cpu", "max", "-m", "512", "-nodefaults"],
			...["-display", "none", "-no-reboot", "-nic", "none"],
			// A file loses nothing when the machine is busy; a pipe does.
			...["-serial", options.typed === undefined ? `file:${log}` : "stdio"],
			...["-drive", `if=pflash,format=raw,readonly=on,file=${code}`],
			...["-drive", `if=pflash,format=raw,file=${variables}`],
			...["-drive", options.drive ?? `if=none,id=disk,format=raw,file=${path}`],
			...(options.device ?? ["-device", "virtio-blk-pci,drive=disk,bootindex=1"]),
			...(options.more ?? []),
		],
		...(options.typed === undefined ? {} : { stdin: options.typed }),
		timeoutMs: bootTimeoutMs,
	});
	assert(exitCode === 0, `QEMU ended with exit code ${exitCode}: ${stderr}`);
	const console = options.typed === undefined ? readFileSync(log, "latin1") : stdout;
	return { ...readConsole(console), seconds: (performance.now() - start) / 1000 };
}

function readConsole(console: string): Omit<SmokeBoot, "seconds"> {
	const lines = console.split(/\r?\n/);
	const after = (prefix: string): string[] =>
		lines.flatMap((line) => {
			const at = line.indexOf(prefix);
			return at < 0 ? [] : [line.slice(at + prefix.length).trim()];
		});
	const parsed = parseBootRecord(readRecord(console));
	return {
		started: after("smoke-payload: ").at(-1),
		selectorLines: after("soma-selector: "),
		record: "problem" in parsed ? undefined : parsed,
		console,
	};
}

/**
 * The last record on the console: the firmware may lose characters, so each line comes three
 * times.
 */
function readRecord(console: string): Uint8Array {
	const last = console.slice(console.lastIndexOf("smoke-payload: "));
	const pieces = new Map<string, string>();
	for (const [, offset, hex] of last.matchAll(/smoke-record ([0-9A-F]{3}): ([0-9A-F]{64})\s/g)) {
		pieces.set(offset ?? "", hex ?? "");
	}
	const sorted = [...pieces].sort(([left], [right]) => (left < right ? -1 : 1));
	return Buffer.from(sorted.map(([, hex]) => hex).join(""), "hex");
}

function writeBlocks(file: number, image: DiskImage): void {
	for (const [lba, bytes] of image.blocks) {
		writeSync(file, bytes, 0, bytes.length, lba * image.blockSizeBytes);
	}
}

function bootOffsetBytes(slot: SlotName): number {
	const place = layoutBlocks(512)[slot === "A" ? 1 : 4];
	assert(place !== undefined, "the layout has eight partitions");
	return place.firstLba * 512;
}

async function bootPartition(
	tree: ToolTree,
	slot: SlotName,
	kind: SmokePayload,
): Promise<Uint8Array> {
	const program = await ensurePayload(tree, `slot ${slot}`, kind);
	const payload = kind === "no-program" ? Buffer.alloc(70_000, "x") : readFileSync(program);
	const header = formatBootHeader({
		payloadBytes: payload.length,
		sha256: new Bun.CryptoHasher("sha256").update(payload).digest("hex"),
		version: slot === "A" ? "4799" : "4800",
		rootHash: testRootHashes[kind === "wrong-slot" && slot === "A" ? "B" : slot],
	});
	const bytes = Buffer.concat([header, payload]);
	if (kind === "bad-header") {
		bytes[130] = (bytes[130] ?? 0) ^ 1;
	}
	if (kind === "bad-hash") {
		bytes[5000] = (bytes[5000] ?? 0) ^ 1;
	}
	return bytes;
}

async function makeEsp(tree: ToolTree, path: string, disk: SmokeDisk): Promise<void> {
	const { efi } = await ensureSelector(tree);
	const esp = `${path}@@1M`;
	const sectorBytes = disk.table.blockSizeBytes;
	const kibibytes = String(espBytes / 1024);
	await tree.run({
		argv: [
			// Clusters of 4 KiB: firmware takes FAT32 with fewer than 65525 clusters for damaged.
			...["mkfs.vfat", "-F", "32", "-S", String(sectorBytes), "-s", String(4096 / sectorBytes)],
			...[`--offset=${mebibyte / sectorBytes}`, "-n", "ESP", path, kibibytes],
		],
	});
	const directories = ["::/EFI", "::/EFI/BOOT", "::/EFI/soma"];
	await tree.run({ argv: ["mmd", "-i", esp, ...directories] });
	await tree.run({ argv: ["mcopy", "-i", esp, efi, "::/EFI/BOOT/BOOTX64.EFI"] });
	if (disk.rescue ?? true) {
		const program = await ensurePayload(tree, "rescue", "good");
		await tree.run({ argv: ["mcopy", "-i", esp, program, "::/EFI/soma/rescue.efi"] });
	}
}

async function ensurePayload(tree: ToolTree, name: string, kind: SmokePayload): Promise<string> {
	const ending = kind === "returns" || kind === "hangs" ? kind.toUpperCase() : "SHUTS_DOWN";
	const source = join(import.meta.dirname, "payload.c");
	const key = contentKey([readFileSync(source), name, ending, tree.path]);
	const directory = join(cacheDirectory(), `selector-smoke-${key}`);
	const efi = join(directory, "payload.efi");
	if (!(await Bun.file(efi).exists())) {
		const flags = [`-DPAYLOAD_NAME=L"${name}"`, `-DPAYLOAD_${ending}=1`];
		await buildInto(directory, (staging) =>
			buildEfiProgram(tree, { sources: [source], efi: join(staging, "payload.efi"), flags }),
		);
	}
	return efi;
}

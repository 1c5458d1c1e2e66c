import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slotNames } from "../../userland/core/disk-layout.ts";
import { type Guid, guidFromBytes } from "../../userland/core/gpt/guid.ts";
import { assert } from "../../userland/lib/assert.ts";
import { run } from "../../userland/system/process.ts";
import type { DiskImage, Write } from "./disk-image.ts";

/** One disk to decide on, and under which circumstances. */
export interface PlanCase {
	readonly disk: DiskImage;
	/** False: the selector cannot write the table. Default true. */
	readonly writable?: boolean;
	readonly rescueRequested?: boolean;
	/** Slots whose boot image failed its check in this boot: bit 0 is A, bit 1 is B. */
	readonly failed?: number;
}

/** What the selector decides for a disk; the fields of `struct plan` in plan.h. */
export interface PlanReply {
	readonly slot: "A" | "B" | "rescue";
	/** Reason code of the record, see docs/on-disk-formats.md. */
	readonly reason: number;
	/** Repair bits of the record. */
	readonly repairs: number;
	/** 0 none, 1 primary, 2 backup at the end of the disk, 3 backup elsewhere. */
	readonly source: number;
	/** `enum gpt_status` in gpt.h; 0 is valid. */
	readonly primaryStatus: number;
	readonly backupStatus: number;
	readonly mbrSound: boolean;
	readonly before: readonly [bigint, bigint];
	readonly after: readonly [bigint, bigint];
	readonly diskGuid: Guid;
	readonly headerCrc32: number;
	readonly slots: readonly [PlanSlot, PlanSlot];
	/** Why no slot could be considered, or an empty text. */
	readonly problem: string;
	/** What must be written before anything is started; empty unless asked for. */
	readonly writes: readonly Write[];
}

/** Where a slot's parts are. */
export interface PlanSlot {
	readonly bootFirstLba: number;
	readonly bootLastLba: number;
	readonly usrGuid: Guid;
	readonly verityGuid: Guid;
}

const operationBase = 1;
const operationPlan = 2;
const replySizeBytes = 256;

/**
 * Lets the selector's own code decide on many disks in one process.
 * @param host the program, see `ensureSelectorHost`
 * @param base a disk that the others resemble; only blocks that are other objects are handed over
 * @param withWrites also return the bytes of the writes
 */
export async function planDisks(
	host: string,
	base: DiskImage,
	cases: readonly PlanCase[],
	withWrites = false,
): Promise<PlanReply[]> {
	const directory = mkdtempSync(join(tmpdir(), "soma-selector-"));
	try {
		const requests = join(directory, "requests");
		const replies = join(directory, "replies");
		writeFileSync(requests, encodeRequests(base, cases, withWrites));
		await run({ argv: [host, "plan", requests, replies], timeoutMs: 600_000 });
		return decodeReplies(readFileSync(replies), cases.length, base.blockSizeBytes);
	} finally {
		rmSync(directory, { recursive: true });
	}
}

/** The decision on one disk, with its writes. */
export async function planDisk(host: string, question: PlanCase): Promise<PlanReply> {
	const [reply] = await planDisks(host, question.disk, [question], true);
	assert(reply !== undefined, "one question has one reply");
	return reply;
}

/** Answers of `selector-host answers`, one per question line (see host-answers.c). */
export async function askHost(host: string, questions: readonly string[]): Promise<string[]> {
	const { stdout } = await run({ argv: [host, "answers"], stdin: `${questions.join("\n")}\n` });
	return stdout.split("\n").slice(0, -1);
}

function encodeRequests(
	base: DiskImage,
	cases: readonly PlanCase[],
	withWrites: boolean,
): Uint8Array {
	const frames: Uint8Array[] = [
		frame([operationBase, base.blockSizeBytes], [base.blockCount]),
		...encodeExtents(base.blocks),
	];
	for (const { disk, writable, rescueRequested, failed } of cases) {
		assert(
			disk.blockSizeBytes === base.blockSizeBytes && disk.blockCount === base.blockCount,
			"all disks of a batch have the size of its base",
		);
		const flags =
			((writable ?? true) ? 1 : 0) |
			(rescueRequested ? 2 : 0) |
			(withWrites ? 4 : 0) |
			((failed ?? 0) << 8);
		frames.push(frame([operationPlan, flags], []), ...encodeExtents(changes(base, disk)));
	}
	return Buffer.concat(frames);
}

/** Blocks of `disk` that are not the very objects of `base`. */
function changes(base: DiskImage, disk: DiskImage): Map<number, Uint8Array> {
	const changed = new Map<number, Uint8Array>();
	for (const [lba, bytes] of disk.blocks) {
		if (base.blocks.get(lba) !== bytes) {
			changed.set(lba, bytes);
		}
	}
	for (const [lba, bytes] of base.blocks) {
		if (!disk.blocks.has(lba)) {
			changed.set(lba, new Uint8Array(bytes.length));
		}
	}
	return changed;
}

function encodeExtents(blocks: ReadonlyMap<number, Uint8Array>): Uint8Array[] {
	const sorted = [...blocks].sort(([left], [right]) => left - right);
	const runs: { lba: number; pieces: Uint8Array[] }[] = [];
	for (const [lba, bytes] of sorted) {
		const last = runs.at(-1);
		if (last !== undefined && last.lba + last.pieces.length === lba) {
			last.pieces.push(bytes);
		} else {
			runs.push({ lba, pieces: [bytes] });
		}
	}
	const encoded = [frame([runs.length], [])];
	for (const { lba, pieces } of runs) {
		encoded.push(frame([], [lba]), frame([pieces.length], []), ...pieces);
	}
	return encoded;
}

/** 32-bit numbers, then 64-bit ones, little-endian. */
function frame(short: readonly number[], long: readonly number[]): Uint8Array {
	const bytes = Buffer.alloc(4 * short.length + 8 * long.length);
	for (const [index, value] of short.entries()) {
		bytes.writeUInt32LE(value, 4 * index);
	}
	for (const [index, value] of long.entries()) {
		bytes.writeBigUInt64LE(BigInt(value), 4 * short.length + 8 * index);
	}
	return bytes;
}

function decodeReplies(bytes: Buffer, count: number, blockSizeBytes: number): PlanReply[] {
	const replies: PlanReply[] = [];
	let at = 0;
	while (replies.length < count) {
		const head = bytes.subarray(at, at + replySizeBytes);
		at += replySizeBytes;
		const writes: Write[] = [];
		for (let index = head.readUInt32LE(60); index > 0; index--) {
			const lba = Number(bytes.readBigUInt64LE(at));
			const blocks = bytes.readUInt32LE(at + 8);
			const size = bytes.readUInt32LE(at + 12);
			at += 16 + size;
			if (blocks === 0) {
				writes.push({ kind: "flush" });
			} else if (size === blocks * blockSizeBytes) {
				writes.push({ kind: "write", lba, bytes: Uint8Array.from(bytes.subarray(at - size, at)) });
			}
		}
		replies.push({ ...decodeHead(head), writes });
	}
	assert(at === bytes.length, "the host program answers exactly what was asked");
	return replies;
}

function decodeHead(head: Buffer): Omit<PlanReply, "writes"> {
	const slotAt = (index: number): PlanSlot => ({
		bootFirstLba: Number(head.readBigUInt64LE(64 + 8 * index)),
		bootLastLba: Number(head.readBigUInt64LE(80 + 8 * index)),
		usrGuid: guidFromBytes(head.subarray(96 + 16 * index, 112 + 16 * index)),
		verityGuid: guidFromBytes(head.subarray(128 + 16 * index, 144 + 16 * index)),
	});
	const slot = head.readUInt8(0);
	return {
		slot: slotNames[slot] ?? "rescue",
		reason: head.readUInt8(1),
		repairs: head.readUInt16LE(2),
		source: head.readUInt8(4),
		primaryStatus: head.readUInt8(5),
		backupStatus: head.readUInt8(6),
		mbrSound: head.readUInt8(7) === 1,
		before: [head.readBigUInt64LE(8), head.readBigUInt64LE(16)],
		after: [head.readBigUInt64LE(24), head.readBigUInt64LE(32)],
		diskGuid: guidFromBytes(head.subarray(40, 56)),
		headerCrc32: head.readUInt32LE(56),
		slots: [slotAt(0), slotAt(1)],
		problem: head.subarray(160, head.indexOf(0, 160)).toString("latin1"),
	};
}

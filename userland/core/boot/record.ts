import { equalBytes, viewOf } from "../../lib/bytes.ts";
import type { SlotName } from "../disk-layout.ts";
import { crc32, formatCrc32 } from "../gpt/crc32.ts";
import { type Guid, guidFromBytes, guidToBytes } from "../gpt/guid.ts";
import { type SelectReason, selectReasons } from "../slot/select.ts";

/** What the selector did to the table of its own disk, and what it saw. */
export const recordRepairs = {
	"primary-written": 1,
	"backup-written": 2,
	"protective-mbr-written": 4,
	"disk-grown": 8,
	"table-unwritable": 16,
	"other-disk-with-same-guid": 32,
	"boot-image-failed": 64,
} as const;

export type RecordRepair = keyof typeof recordRepairs;

/**
 * What the selector leaves for userland in the volatile EFI variable SomaBoot (docs: on-disk
 * formats).
 */
export interface BootRecord {
	readonly slot: SlotName | "rescue";
	readonly reason: SelectReason;
	readonly repairs: readonly RecordRepair[];
	/** Attribute bits of the usr entries as the selector found and as it left them. */
	readonly before: Readonly<Record<SlotName, bigint>>;
	readonly after: Readonly<Record<SlotName, bigint>>;
	readonly diskGuid: Guid;
	/** The CRC32 field of the primary header when the boot image started. */
	readonly headerCrc32: number;
	/** Slots whose boot image failed its check in this boot. */
	readonly failed: readonly SlotName[];
	/** Microseconds since power-on when the selector started, and when it started the boot image. */
	readonly startedAtUs: number;
	readonly handedOverAtUs: number;
	readonly version: string;
	readonly usrPartUuid: Guid;
	readonly devicePath: string;
	/** What the selector printed on the console. */
	readonly line: string;
}

export const recordSizeBytes = 512;
export const recordVariable = "SomaBoot-50a605b0-07e1-4f5e-8c2d-736f6d61626f";

/** Any content asks the selector for rescue, once. */
export const rescueVariable = "SomaRescue-50a605b0-07e1-4f5e-8c2d-736f6d61626f";

const magic = new TextEncoder().encode("SOMAREC1");
const crcOffset = recordSizeBytes - 4;
const slotCodes: Readonly<Record<BootRecord["slot"], number>> = { A: 0, B: 1, rescue: 255 };

/** Reads a record; the problem says which field is wrong. */
export function parseBootRecord(bytes: Uint8Array): BootRecord | { problem: string } {
	if (bytes.length !== recordSizeBytes) {
		return { problem: `it has ${bytes.length} bytes but should have ${recordSizeBytes}` };
	}
	const view = viewOf(bytes);
	if (!equalBytes(bytes.subarray(0, 8), magic) || view.getUint32(8, true) !== recordSizeBytes) {
		return { problem: "it does not start with SOMAREC1 and its size" };
	}
	const stored = view.getUint32(crcOffset, true);
	const computed = crc32(bytes.subarray(0, crcOffset));
	if (stored !== computed) {
		return { problem: `CRC32 is ${formatCrc32(stored)} but should be ${formatCrc32(computed)}` };
	}
	const slot = keyOf(slotCodes, view.getUint8(12));
	const reason = keyOf(selectReasons, view.getUint8(13));
	if (slot === undefined || reason === undefined) {
		return { problem: `unknown slot ${view.getUint8(12)} or reason ${view.getUint8(13)}` };
	}
	return {
		slot,
		reason,
		repairs: readFlags(recordRepairs, view.getUint16(14, true)),
		before: { A: view.getBigUint64(16, true), B: view.getBigUint64(24, true) },
		after: { A: view.getBigUint64(32, true), B: view.getBigUint64(40, true) },
		diskGuid: guidFromBytes(bytes.subarray(48, 64)),
		headerCrc32: view.getUint32(64, true),
		failed: readFlags({ A: 1, B: 2 }, view.getUint32(68, true)),
		startedAtUs: Number(view.getBigUint64(72, true)),
		handedOverAtUs: Number(view.getBigUint64(80, true)),
		version: readText(bytes.subarray(88, 152)),
		usrPartUuid: guidFromBytes(bytes.subarray(152, 168)),
		devicePath: readText(bytes.subarray(168, 424)),
		line: readText(bytes.subarray(424, crcOffset)),
	};
}

/** The 512 bytes of a record, CRC32 filled in; texts that are too long are cut. */
export function formatBootRecord(record: BootRecord): Uint8Array {
	const bytes = new Uint8Array(recordSizeBytes);
	const view = viewOf(bytes);
	bytes.set(magic, 0);
	view.setUint32(8, recordSizeBytes, true);
	view.setUint8(12, slotCodes[record.slot]);
	view.setUint8(13, selectReasons[record.reason]);
	view.setUint16(14, writeFlags(recordRepairs, record.repairs), true);
	view.setBigUint64(16, record.before.A, true);
	view.setBigUint64(24, record.before.B, true);
	view.setBigUint64(32, record.after.A, true);
	view.setBigUint64(40, record.after.B, true);
	bytes.set(guidToBytes(record.diskGuid), 48);
	view.setUint32(64, record.headerCrc32, true);
	view.setUint32(68, writeFlags({ A: 1, B: 2 }, record.failed), true);
	view.setBigUint64(72, BigInt(record.startedAtUs), true);
	view.setBigUint64(80, BigInt(record.handedOverAtUs), true);
	writeText(bytes.subarray(88, 152), record.version);
	bytes.set(guidToBytes(record.usrPartUuid), 152);
	writeText(bytes.subarray(168, 424), record.devicePath);
	writeText(bytes.subarray(424, crcOffset), record.line);
	view.setUint32(crcOffset, crc32(bytes.subarray(0, crcOffset)), true);
	return bytes;
}

function keyOf<Key extends string>(
	codes: Readonly<Record<Key, number>>,
	code: number,
): Key | undefined {
	return keysOf(codes).find((key) => codes[key] === code);
}

function readFlags<Key extends string>(codes: Readonly<Record<Key, number>>, bits: number): Key[] {
	return keysOf(codes).filter((key) => (bits & codes[key]) !== 0);
}

function writeFlags<Key extends string>(
	codes: Readonly<Record<Key, number>>,
	keys: readonly Key[],
): number {
	return keys.reduce((bits, key) => bits | codes[key], 0);
}

/** `Object.keys` with the type that a record of ours is known to have. */
function keysOf<Key extends string>(codes: Readonly<Record<Key, number>>): Key[] {
	return Object.keys(codes) as Key[];
}

function readText(bytes: Uint8Array): string {
	const end = bytes.indexOf(0);
	return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function writeText(target: Uint8Array, text: string): void {
	target.set(new TextEncoder().encode(text).subarray(0, target.length - 1));
}

import { assert } from "../../lib/assert.ts";
import { isAllZero, viewOf } from "../../lib/bytes.ts";
import { crc32, formatCrc32 } from "./crc32.ts";
import { entryCount, entrySizeBytes } from "./geometry.ts";
import { type Guid, guidFromBytes, guidToBytes } from "./guid.ts";

/** The fields of a GPT header (UEFI 2.10 table 5.5); block addresses are exact up to 2^53. */
export interface Header {
	readonly ownLba: number;
	readonly alternateLba: number;
	readonly firstUsableLba: number;
	readonly lastUsableLba: number;
	readonly diskGuid: Guid;
	readonly entriesLba: number;
	readonly entriesCrc32: number;
}

/** A header and the CRC32 that its own field holds: together they name one state of one table. */
export interface ParsedHeader extends Header {
	readonly headerCrc32: number;
}

const signature = 0x5452415020494645n; // "EFI PART"
const revision = 0x00010000;
const headerSizeBytes = 92;

/** The header in a block of its own, CRC32 filled in. */
export function formatHeader(header: Header, blockSizeBytes: number): Uint8Array {
	const block = new Uint8Array(blockSizeBytes);
	const view = viewOf(block);
	view.setBigUint64(0, signature, true);
	view.setUint32(8, revision, true);
	view.setUint32(12, headerSizeBytes, true);
	setLba(view, 24, header.ownLba);
	setLba(view, 32, header.alternateLba);
	setLba(view, 40, header.firstUsableLba);
	setLba(view, 48, header.lastUsableLba);
	block.set(guidToBytes(header.diskGuid), 56);
	setLba(view, 72, header.entriesLba);
	view.setUint32(80, entryCount, true);
	view.setUint32(84, entrySizeBytes, true);
	view.setUint32(88, header.entriesCrc32, true);
	view.setUint32(16, crc32(block.subarray(0, headerSizeBytes)), true);
	return block;
}

/**
 * Reads a header strictly. The problem says which field of which copy is wrong and what it should
 * be.
 * @param place "primary header" or "backup header", for messages
 */
export function parseHeader(block: Uint8Array, place: string): ParsedHeader | { problem: string } {
	const view = viewOf(block);
	const problem = findFormatProblem(block, view);
	if (problem !== undefined) {
		return { problem: `${place}: ${problem}` };
	}
	const lba = (offset: number): number => Number(view.getBigUint64(offset, true));
	return {
		ownLba: lba(24),
		alternateLba: lba(32),
		firstUsableLba: lba(40),
		lastUsableLba: lba(48),
		diskGuid: guidFromBytes(block.subarray(56, 72)),
		entriesLba: lba(72),
		entriesCrc32: view.getUint32(88, true),
		headerCrc32: view.getUint32(16, true),
	};
}

function findFormatProblem(block: Uint8Array, view: DataView): string | undefined {
	if (view.getBigUint64(0, true) !== signature) {
		return isAllZero(block)
			? "the block is empty; it should start with EFI PART"
			: "the signature EFI PART is missing";
	}
	if (view.getUint32(8, true) !== revision) {
		return `revision is ${formatCrc32(view.getUint32(8, true))} but should be 0x00010000`;
	}
	const size = view.getUint32(12, true);
	if (size < headerSizeBytes || size > block.length) {
		return `header size is ${size} but should be between ${headerSizeBytes} and ${block.length}`;
	}
	const stored = view.getUint32(16, true);
	const bytes = block.slice(0, size);
	bytes.fill(0, 16, 20);
	const computed = crc32(bytes);
	if (stored !== computed) {
		return `CRC32 is ${formatCrc32(stored)} but should be ${formatCrc32(computed)}`;
	}
	const reserved = view.getUint32(20, true);
	if (reserved !== 0) {
		return `the reserved field is ${formatCrc32(reserved)} but should be zero`;
	}
	const count = view.getUint32(80, true);
	const entrySize = view.getUint32(84, true);
	if (count !== entryCount || entrySize !== entrySizeBytes) {
		return (
			`the table has ${count} entries of ${entrySize} bytes; this system uses ` +
			`${entryCount} of ${entrySizeBytes}`
		);
	}
	return undefined;
}

function setLba(view: DataView, offset: number, lba: number): void {
	assert(Number.isSafeInteger(lba) && lba >= 0, `not a block address: ${lba}`);
	view.setBigUint64(offset, BigInt(lba), true);
}

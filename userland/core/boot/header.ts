import { assert } from "../../lib/assert.ts";
import { fromHex, isAllZero, readAscii, toHex, viewOf } from "../../lib/bytes.ts";
import { crc32 } from "../gpt/crc32.ts";

/** What stands in front of a signed boot image in its raw partition (docs: on-disk formats). */
export interface BootHeader {
	/** Length of the boot image that follows the header. */
	readonly payloadBytes: number;
	/** SHA-256 of the boot image, 64 hexadecimal digits. */
	readonly sha256: string;
	/** Printable ASCII, 1 to 63 characters. */
	readonly version: string;
	/** Root hash of the verity tree of /usr, 64 hexadecimal digits. */
	readonly rootHash: string;
}

/** The first thing that is wrong with a header; the names are those of the selector. */
export type BootHeaderProblem =
	| "magic"
	| "format"
	| "header-size"
	| "crc"
	| "length"
	| "version"
	| "reserved";

export const bootHeaderSizeBytes = 4096;

const magic = new TextEncoder().encode("SOMABOOT");
const format = 1;
const versionSize = 64;
const reservedOffset = 152;
const crcOffset = 4092;

/** The 4096 bytes of a header, little-endian, CRC32 filled in. */
export function formatBootHeader(header: BootHeader): Uint8Array {
	const version = new TextEncoder().encode(header.version);
	assert(
		/^[!-~]{1,63}$/.test(header.version),
		`a version is 1 to ${versionSize - 1} printable ASCII characters: ${header.version}`,
	);
	const bytes = new Uint8Array(bootHeaderSizeBytes);
	const view = viewOf(bytes);
	bytes.set(magic, 0);
	view.setUint32(8, format, true);
	view.setUint32(12, bootHeaderSizeBytes, true);
	view.setBigUint64(16, BigInt(header.payloadBytes), true);
	bytes.set(hashBytes(header.sha256), 24);
	bytes.set(version, 56);
	bytes.set(hashBytes(header.rootHash), 120);
	view.setUint32(crcOffset, crc32(bytes.subarray(0, crcOffset)), true);
	return bytes;
}

/**
 * Reads a header strictly; `problem` names the first thing that is wrong.
 * @param partitionSizeBytes the size of the partition, which header and boot image must fit into
 */
export function parseBootHeader(
	bytes: Uint8Array,
	partitionSizeBytes: number,
): BootHeader | { problem: BootHeaderProblem } {
	assert(bytes.length === bootHeaderSizeBytes, `a boot header has ${bootHeaderSizeBytes} bytes`);
	const view = viewOf(bytes);
	if (!magic.every((byte, index) => bytes[index] === byte)) {
		return { problem: "magic" };
	}
	if (view.getUint32(crcOffset, true) !== crc32(bytes.subarray(0, crcOffset))) {
		return { problem: "crc" };
	}
	if (view.getUint32(8, true) !== format) {
		return { problem: "format" };
	}
	if (view.getUint32(12, true) !== bootHeaderSizeBytes) {
		return { problem: "header-size" };
	}
	const payloadBytes = view.getBigUint64(16, true);
	if (payloadBytes === 0n || payloadBytes > BigInt(partitionSizeBytes - bootHeaderSizeBytes)) {
		return { problem: "length" };
	}
	const version = readVersion(bytes.subarray(56, 56 + versionSize));
	if (version === undefined) {
		return { problem: "version" };
	}
	if (!isAllZero(bytes.subarray(reservedOffset, crcOffset))) {
		return { problem: "reserved" };
	}
	return {
		payloadBytes: Number(payloadBytes),
		sha256: toHex(bytes.subarray(24, 56)),
		version,
		rootHash: toHex(bytes.subarray(120, 152)),
	};
}

function readVersion(bytes: Uint8Array): string | undefined {
	const text = readAscii(bytes);
	if (text === undefined || !/^[^ ]{1,63}$/.test(text)) {
		return undefined;
	}
	return isAllZero(bytes.subarray(text.length)) ? text : undefined;
}

function hashBytes(hex: string): Uint8Array {
	const bytes = fromHex(hex);
	assert(bytes?.length === 32, `a hash has 64 hexadecimal digits: ${hex}`);
	return bytes;
}

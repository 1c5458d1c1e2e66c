import { assert } from "../../lib/assert.ts";
import { concatBytes, viewOf } from "../../lib/bytes.ts";
import { type Guid, guidFromBytes, guidToBytes } from "../gpt/guid.ts";

/** A partition as a device path names it (UEFI 2.10 table 10-49); sizes in logical blocks. */
export interface HardDrive {
	readonly partitionIndex: number;
	readonly firstLba: number;
	readonly blocks: number;
	readonly partitionGuid: Guid;
}

/** A boot entry of the firmware that starts a file on a partition. */
export interface LoadOption {
	readonly description: string;
	readonly drive: HardDrive;
	/** With backslashes, from the root of the file system: `\EFI\soma\selector.efi`. */
	readonly file: string;
}

/** What of a foreign boot entry is of interest; the rest is kept as it is. */
export interface ParsedLoadOption {
	readonly description: string;
	/** The partition that the path begins with, if it does. */
	readonly partitionGuid: Guid | undefined;
	readonly file: string | undefined;
}

const active = 1; // LOAD_OPTION_ACTIVE
const media = { type: 4, hardDrive: 1, filePath: 4 } as const;
const end = Uint8Array.of(0x7f, 0xff, 4, 0);
const hardDriveBytes = 42;
const signatureIsGuid = 2;
const tableIsGpt = 2;

/** EFI_LOAD_OPTION (UEFI 2.10 section 3.1.3) with the short path HD()/File(). */
export function formatLoadOption(option: LoadOption): Uint8Array {
	const path = concatBytes([formatDrive(option.drive), formatFile(option.file), end]);
	const head = new Uint8Array(6);
	viewOf(head).setUint32(0, active, true);
	viewOf(head).setUint16(4, path.length, true);
	return concatBytes([head, utf16(option.description), path]);
}

/** Reads an entry as far as it is of the usual form; undefined for anything else. */
export function parseLoadOption(bytes: Uint8Array): ParsedLoadOption | undefined {
	if (bytes.length < 8) {
		return undefined;
	}
	const pathBytes = viewOf(bytes).getUint16(4, true);
	const text = readUtf16(bytes, 6);
	if (text === undefined || text.end + pathBytes > bytes.length) {
		return undefined;
	}
	let partitionGuid: Guid | undefined;
	let file: string | undefined;
	const path = bytes.subarray(text.end, text.end + pathBytes);
	for (let at = 0; at + 4 <= path.length; ) {
		const length = viewOf(path).getUint16(at + 2, true);
		if (length < 4 || at + length > path.length) {
			return undefined;
		}
		const node = path.subarray(at, at + length);
		if (node[0] === media.type && node[1] === media.hardDrive && length === hardDriveBytes) {
			partitionGuid = node[41] === signatureIsGuid ? guidFromBytes(node.slice(24, 40)) : undefined;
		} else if (node[0] === media.type && node[1] === media.filePath) {
			file = readUtf16(node, 4)?.text;
		}
		at += length;
	}
	return { description: text.text, partitionGuid, file };
}

function formatDrive(drive: HardDrive): Uint8Array {
	const bytes = new Uint8Array(hardDriveBytes);
	const view = viewOf(bytes);
	bytes.set([media.type, media.hardDrive]);
	view.setUint16(2, hardDriveBytes, true);
	view.setUint32(4, drive.partitionIndex, true);
	view.setBigUint64(8, BigInt(drive.firstLba), true);
	view.setBigUint64(16, BigInt(drive.blocks), true);
	bytes.set(guidToBytes(drive.partitionGuid), 24);
	bytes[40] = tableIsGpt;
	bytes[41] = signatureIsGuid;
	return bytes;
}

function formatFile(file: string): Uint8Array {
	assert(file.startsWith("\\"), `a path of EFI starts with a backslash: ${file}`);
	const text = utf16(file);
	const head = Uint8Array.of(media.type, media.filePath, 0, 0);
	viewOf(head).setUint16(2, head.length + text.length, true);
	return concatBytes([head, text]);
}

/** UTF-16 with its final NUL. */
function utf16(text: string): Uint8Array {
	const bytes = new Uint8Array(2 * (text.length + 1));
	for (let unit = 0; unit < text.length; unit++) {
		viewOf(bytes).setUint16(2 * unit, text.charCodeAt(unit), true);
	}
	return bytes;
}

function readUtf16(bytes: Uint8Array, offset: number): { text: string; end: number } | undefined {
	let text = "";
	for (let at = offset; at + 2 <= bytes.length; at += 2) {
		const code = viewOf(bytes).getUint16(at, true);
		if (code === 0) {
			return { text, end: at + 2 };
		}
		text += String.fromCharCode(code);
	}
	return undefined;
}

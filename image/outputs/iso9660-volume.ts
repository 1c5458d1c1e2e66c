import { assert } from "../../userland/lib/assert.ts";
import { concatBytes, viewOf } from "../../userland/lib/bytes.ts";

/** A directory takes exactly one sector here. */
export const directorySectorBytes = 2048;

/** How a volume descriptor and its directory spell names. */
export interface Naming {
	/** The first byte of the descriptor: 1 is the primary volume, 2 a supplementary one. */
	readonly descriptorType: 1 | 2;
	/** Bytes 88 to 120: which characters the names have. */
	readonly escapes: string;
	/** The identifier of a file. */
	file(name: string): Uint8Array;
	/** A text of the descriptor, filled up with blanks to its length in bytes. */
	text(value: string, lengthBytes: number): Uint8Array;
}

const encodeAscii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Names of ECMA-119 level 2: capitals, digits, underscores and one dot, at most 30 of them. */
export const isoNaming: Naming = {
	descriptorType: 1,
	escapes: "",
	file: (name) => {
		const [, stem = "", extension = ""] = /^(.*?)(?:\.([^.]*))?$/.exec(name) ?? [];
		const plain = (part: string): string => part.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
		const identifier = `${plain(stem)}.${plain(extension)}`;
		assert(identifier.length <= 31, `${name} is too long for ISO 9660`);
		return encodeAscii(`${identifier};1`);
	},
	text: (value, lengthBytes) => encodeAscii(value.toUpperCase().padEnd(lengthBytes)),
};

/** Joliet: UCS-2 with the high byte first (level 3), at most 64 characters. */
export const jolietNaming: Naming = {
	descriptorType: 2,
	escapes: "%/E",
	file: (name) => {
		assert(/^[\w.-]{1,62}$/.test(name), `${name} is no name for Joliet`);
		return encodeUcs2(`${name};1`);
	},
	text: (value, lengthBytes) => {
		const padded = encodeUcs2(value.padEnd(Math.floor(lengthBytes / 2)));
		return concatBytes([padded, new Uint8Array(lengthBytes % 2)]);
	},
};

function encodeUcs2(text: string): Uint8Array {
	return Uint8Array.from([...text].flatMap((letter) => [0, letter.charCodeAt(0)]));
}

/** What a directory of files says. */
export interface Directory {
	readonly sector: number;
	readonly epochSeconds: number;
	readonly entries: readonly {
		readonly name: string;
		readonly sector: number;
		readonly sizeBytes: number;
	}[];
}

/** The one sector of a directory: itself, its parent (itself again), and its files (9.1). */
export function directorySector(naming: Naming, directory: Directory): Uint8Array {
	const { sector, epochSeconds, entries } = directory;
	const own = { sector, epochSeconds, sizeBytes: directorySectorBytes, isDirectory: true };
	const files = entries
		.map((entry) => ({ ...entry, identifier: naming.file(entry.name) }))
		.sort((left, right) => Buffer.compare(left.identifier, right.identifier))
		.map((entry) => directoryRecord({ ...entry, epochSeconds, isDirectory: false }));
	const records = concatBytes([
		directoryRecord({ ...own, identifier: Uint8Array.of(0) }),
		directoryRecord({ ...own, identifier: Uint8Array.of(1) }),
		...files,
	]);
	assert(records.length <= directorySectorBytes, "the directory fits one sector");
	return concatBytes([records, new Uint8Array(directorySectorBytes - records.length)]);
}

interface DirectoryRecord {
	readonly identifier: Uint8Array;
	readonly sector: number;
	readonly sizeBytes: number;
	readonly epochSeconds: number;
	readonly isDirectory: boolean;
}

function directoryRecord(record: DirectoryRecord): Uint8Array {
	const { identifier } = record;
	const bytes = new Uint8Array(2 * Math.ceil((33 + identifier.length) / 2));
	bytes[0] = bytes.length;
	setBoth32(bytes, 2, record.sector);
	setBoth32(bytes, 10, record.sizeBytes);
	const at = new Date(record.epochSeconds * 1000);
	const day = [at.getUTCFullYear() - 1900, at.getUTCMonth() + 1, at.getUTCDate()];
	bytes.set([...day, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), 0], 18);
	bytes[25] = record.isDirectory ? 2 : 0;
	setBoth16(bytes, 28, 1);
	bytes[32] = identifier.length;
	bytes.set(identifier, 33);
	return bytes;
}

/** A number in both byte orders, as ECMA-119 7.3.3 wants it. */
function setBoth32(bytes: Uint8Array, at: number, value: number): void {
	viewOf(bytes).setUint32(at, value, true);
	viewOf(bytes).setUint32(at + 4, value, false);
}

function setBoth16(bytes: Uint8Array, at: number, value: number): void {
	viewOf(bytes).setUint16(at, value, true);
	viewOf(bytes).setUint16(at + 2, value, false);
}

/** What a volume descriptor says besides its names. */
interface Volume {
	readonly naming: Naming;
	readonly name: string;
	readonly epochSeconds: number;
	readonly sectors: number;
	readonly rootSector: number;
	/** The first of two sectors: little-endian, then big-endian. */
	readonly pathTableSector: number;
}

const pathTableBytes = 10;

/** A primary or supplementary volume descriptor (ECMA-119 8.4 and 8.5). */
export function volumeDescriptor(volume: Volume): Uint8Array {
	const { naming, epochSeconds } = volume;
	const bytes = new Uint8Array(directorySectorBytes);
	const view = viewOf(bytes);
	const text = (at: number, lengthBytes: number, value: string): void =>
		bytes.set(naming.text(value, lengthBytes), at);
	bytes.set(encodeAscii("CD001\u0001"), 1);
	bytes[0] = naming.descriptorType;
	text(8, 32, "");
	text(40, 32, volume.name);
	setBoth32(bytes, 80, volume.sectors);
	bytes.set(encodeAscii(naming.escapes), 88);
	setBoth16(bytes, 120, 1);
	setBoth16(bytes, 124, 1);
	setBoth16(bytes, 128, directorySectorBytes);
	setBoth32(bytes, 132, pathTableBytes);
	view.setUint32(140, volume.pathTableSector, true);
	view.setUint32(148, volume.pathTableSector + 1, false);
	const root = { sector: volume.rootSector, sizeBytes: directorySectorBytes, epochSeconds };
	bytes.set(directoryRecord({ ...root, isDirectory: true, identifier: Uint8Array.of(0) }), 156);
	for (const at of [190, 318, 446, 574]) {
		text(at, 128, ""); // volume set, publisher, preparer, application
	}
	for (const at of [702, 739, 776]) {
		text(at, 37, ""); // files with copyright, abstract, bibliography
	}
	const digitsOfTime = new Date(epochSeconds * 1000).toISOString().replaceAll(/\D/g, "");
	const made = `${digitsOfTime.slice(0, 14)}00`;
	for (const [at, digits] of [
		[813, made], // made
		[830, made], // changed
		[847, "0".repeat(16)], // expires: never
		[864, "0".repeat(16)], // to be used from: always
	] as const) {
		bytes.set(encodeAscii(digits), at);
	}
	bytes[881] = 1;
	return bytes;
}

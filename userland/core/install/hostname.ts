import { viewOf } from "../../lib/bytes.ts";

/** Reads bytes of the partition that holds STATE. */
export type ReadState = (offsetBytes: number, lengthBytes: number) => Promise<Uint8Array>;

/** Where a node keeps its name: `/etc` of a node lies in this folder of STATE. */
const hostnamePath = ["etc", "hostname"];

const superblockOffset = 1024;
const magic = 0xef53;
const rootInode = 2;
const extentMagic = 0xf30a;
const extentsFlag = 0x80000;
const inlineFlag = 0x10000000;
/** Nobody's name is longer, and no folder of a node that we look into has more blocks. */
const limitBytes = 256 * 1024;

/** What of an ext4 file system is needed to find a file (Documentation/filesystems/ext4). */
interface FileSystem {
	readonly read: ReadState;
	readonly blockBytes: number;
	readonly inodesPerGroup: number;
	readonly inodeBytes: number;
	readonly descriptorBytes: number;
	readonly descriptorsOffset: number;
}

/**
 * The name of a node in the ext4 file system of its STATE, to tell an operator whose disk this is;
 * undefined when it has none or cannot be read. The journal is not replayed, nothing is changed.
 */
export async function readHostname(read: ReadState): Promise<string | undefined> {
	try {
		const system = await openFileSystem(read);
		let inode: number | undefined = rootInode;
		for (const name of hostnamePath) {
			if (system === undefined || inode === undefined) {
				return undefined;
			}
			inode = findEntry(await readContent(system, inode), name);
		}
		if (system === undefined || inode === undefined) {
			return undefined;
		}
		const text = new TextDecoder().decode(await readContent(system, inode));
		return /^([\w.-]{1,64})\s*$/.exec(text)?.[1];
	} catch {
		return undefined; // a damaged file system leads anywhere: then the name is not known
	}
}

async function openFileSystem(read: ReadState): Promise<FileSystem | undefined> {
	const view = viewOf(await read(superblockOffset, 1024));
	if (view.getUint16(56, true) !== magic) {
		return undefined;
	}
	const blockBytes = 1024 << view.getUint32(24, true);
	const is64Bit = (view.getUint32(96, true) & 0x80) !== 0;
	const firstBlock = view.getUint32(20, true);
	return {
		read,
		blockBytes,
		inodesPerGroup: view.getUint32(40, true),
		inodeBytes: view.getUint16(88, true),
		descriptorBytes: is64Bit ? view.getUint16(254, true) : 32,
		descriptorsOffset: (firstBlock + 1) * blockBytes,
	};
}

/** The bytes of a small file or folder. */
async function readContent(system: FileSystem, number: number): Promise<Uint8Array> {
	const { read, inodeBytes, inodesPerGroup, descriptorBytes, descriptorsOffset } = system;
	const group = Math.floor((number - 1) / inodesPerGroup);
	const descriptor = viewOf(await read(descriptorsOffset + group * descriptorBytes, 64));
	const high = descriptorBytes >= 64 ? descriptor.getUint32(40, true) : 0;
	const table = descriptor.getUint32(8, true) + high * 2 ** 32;
	const offset = table * system.blockBytes + ((number - 1) % inodesPerGroup) * inodeBytes;
	const inode = await read(offset, inodeBytes);
	const view = viewOf(inode);
	const sizeBytes = Math.min(view.getUint32(4, true), limitBytes);
	const flags = view.getUint32(32, true);
	if ((flags & inlineFlag) !== 0) {
		return inode.subarray(40, 40 + Math.min(sizeBytes, 60));
	}
	const content = new Uint8Array(sizeBytes);
	if ((flags & extentsFlag) === 0 || view.getUint16(40, true) !== extentMagic) {
		return content;
	}
	// Files this small have their extents in the inode itself, unless they are scattered.
	const entries = view.getUint16(46, true) === 0 ? Math.min(view.getUint16(42, true), 4) : 0;
	for (let entry = 0; entry < entries; entry++) {
		const at = 52 + 12 * entry;
		const start = view.getUint32(at, true) * system.blockBytes;
		const blocks = view.getUint16(at + 4, true);
		const place = view.getUint16(at + 6, true) * 2 ** 32 + view.getUint32(at + 8, true);
		const length = Math.min(blocks * system.blockBytes, sizeBytes - start);
		if (blocks <= 32_768 && length > 0) {
			content.set(await read(place * system.blockBytes, length), start);
		}
	}
	return content;
}

/** The inode of a name in the bytes of a folder, hashed or not. */
function findEntry(folder: Uint8Array, name: string): number | undefined {
	const view = viewOf(folder);
	for (let at = 0; at + 8 <= folder.length; ) {
		const length = view.getUint16(at + 4, true);
		if (length < 8) {
			return undefined;
		}
		const text = folder.subarray(at + 8, at + 8 + (folder[at + 6] ?? 0));
		if (view.getUint32(at, true) !== 0 && new TextDecoder().decode(text) === name) {
			return view.getUint32(at, true);
		}
		at += length;
	}
	return undefined;
}

import { assert, required } from "../../lib/assert.ts";
import { viewOf } from "../../lib/bytes.ts";
import { clusterBytes, DirectoryTree } from "./tree.ts";

/** An empty FAT32 file system to be made. */
export interface FatVolume {
	readonly sizeBytes: number;
	/** The logical block size of the disk: FAT must have the same, or firmware does not read it. */
	readonly blockSizeBytes: 512 | 4096;
	/** At most 11 capitals. */
	readonly label: string;
	/** 32 bits by which programs tell volumes apart. */
	readonly volumeId: number;
	/** The time of every file, in seconds since 1970. */
	readonly epochSeconds: number;
}

/** A file to put into it, by its path: `EFI/BOOT/BOOTX64.EFI`. */
export interface FatFile {
	readonly path: string;
	readonly sizeBytes: number;
}

/** Bytes of the file system, or the place where the bytes of a file go. */
export type FatPiece =
	| { readonly kind: "bytes"; readonly offsetBytes: number; readonly bytes: Uint8Array }
	| { readonly kind: "file"; readonly offsetBytes: number; readonly file: FatFile };

const reservedBlocks = 32;
const copies = 2;
const firstCluster = 2;
/** With fewer clusters the very same bytes would be FAT16 (specification of FAT, section 3.5). */
const leastClusters = 65_525;
const endOfChain = 0x0fffffff;

interface Shape {
	readonly fatBlocks: number;
	readonly clusters: number;
	readonly dataOffsetBytes: number;
}

/**
 * A whole FAT32 file system with these files and nothing else, as pieces in the order of their
 * places; what lies between the pieces is free space, whose content does not count. The same input
 * gives the same bytes. Files must fit (see {@link fatRoomBytes}).
 */
export function planFatVolume(volume: FatVolume, files: readonly FatFile[]): readonly FatPiece[] {
	const shape = shapeOf(volume);
	const tree = new DirectoryTree(volume, files);
	const fat = new Uint32Array(firstCluster + shape.clusters);
	fat[0] = 0x0ffffff8;
	fat[1] = endOfChain;
	let next = firstCluster;
	const places = tree.extents().map((extent) => {
		const count = Math.ceil(extent.sizeBytes / clusterBytes);
		assert(next + count <= fat.length, "the files do not fit the file system");
		const start = count === 0 ? 0 : next;
		for (let at = 0; at < count; at++) {
			fat[next + at] = at === count - 1 ? endOfChain : next + at + 1;
		}
		next += count;
		return { extent, start };
	});
	const clusterOf = new Map(places.map(({ extent, start }) => [extent.path, start]));
	const offsetOf = (cluster: number): number =>
		shape.dataOffsetBytes + (cluster - firstCluster) * clusterBytes;
	const pieces: FatPiece[] = [
		{ kind: "bytes", offsetBytes: 0, bytes: formatReserved(volume, shape, next) },
		...formatFats(volume, shape, fat),
	];
	for (const { extent, start } of places) {
		if (extent.file === undefined) {
			const bytes = tree.formatDirectory(extent.path, (path) =>
				required(clusterOf.get(path), `cluster of ${path}`),
			);
			pieces.push({ kind: "bytes", offsetBytes: offsetOf(start), bytes });
		} else if (extent.file.sizeBytes > 0) {
			pieces.push({ kind: "file", offsetBytes: offsetOf(start), file: extent.file });
		}
	}
	return pieces;
}

/** The bytes of whole clusters that such a file system has for directories and files. */
export function fatRoomBytes(volume: Pick<FatVolume, "sizeBytes" | "blockSizeBytes">): number {
	return shapeOf(volume).clusters * clusterBytes;
}

function shapeOf(volume: Pick<FatVolume, "sizeBytes" | "blockSizeBytes">): Shape {
	const { sizeBytes, blockSizeBytes } = volume;
	const blocks = Math.floor(sizeBytes / blockSizeBytes);
	const most = Math.floor(sizeBytes / clusterBytes);
	// Rounded up to whole clusters, so that data is aligned as well as the partition.
	const fatBytes = Math.ceil((4 * (most + firstCluster)) / clusterBytes) * clusterBytes;
	const fatBlocks = fatBytes / blockSizeBytes;
	const dataBlock = reservedBlocks + copies * fatBlocks;
	const clusters = Math.floor(((blocks - dataBlock) * blockSizeBytes) / clusterBytes);
	assert(clusters >= leastClusters, `${sizeBytes} bytes are too few for FAT32`);
	return { fatBlocks, clusters, dataOffsetBytes: dataBlock * blockSizeBytes };
}

/** Boot sector and its copy, and what helps to find free clusters. */
function formatReserved(volume: FatVolume, shape: Shape, nextCluster: number): Uint8Array {
	const { blockSizeBytes } = volume;
	const bytes = new Uint8Array(reservedBlocks * blockSizeBytes);
	const boot = formatBootSector(volume, shape);
	const free = firstCluster + shape.clusters - nextCluster;
	const info = new Uint8Array(blockSizeBytes);
	const view = viewOf(info);
	view.setUint32(0, 0x41615252, true);
	view.setUint32(484, 0x61417272, true);
	view.setUint32(488, free, true);
	view.setUint32(492, nextCluster, true);
	view.setUint32(508, 0xaa550000, true);
	for (const start of [0, 6]) {
		bytes.set(boot, start * blockSizeBytes);
		bytes.set(info, (start + 1) * blockSizeBytes);
	}
	return bytes;
}

/** The parameters of the file system (specification of FAT, sections 3.1 to 3.3). */
function formatBootSector(volume: FatVolume, shape: Shape): Uint8Array {
	const { blockSizeBytes, sizeBytes, label, volumeId } = volume;
	const bytes = new Uint8Array(blockSizeBytes);
	const view = viewOf(bytes);
	const text = (offset: number, value: string): void =>
		bytes.set(new TextEncoder().encode(value), offset);
	bytes.set([0xeb, 0x58, 0x90]); // jump to the code below
	text(3, "SOMA OS ");
	view.setUint16(11, blockSizeBytes, true);
	bytes[13] = clusterBytes / blockSizeBytes;
	view.setUint16(14, reservedBlocks, true);
	bytes[16] = copies;
	bytes[21] = 0xf8; // a fixed disk
	view.setUint16(24, 63, true); // sectors and heads of a disk that has none
	view.setUint16(26, 255, true);
	view.setUint32(32, Math.floor(sizeBytes / blockSizeBytes), true);
	view.setUint32(36, shape.fatBlocks, true);
	view.setUint32(44, firstCluster, true); // the root directory
	view.setUint16(48, 1, true); // the block of free clusters
	view.setUint16(50, 6, true); // the copy of this block
	bytes[64] = 0x80;
	bytes[66] = 0x29; // the next three fields are there
	view.setUint32(67, volumeId, true);
	text(71, label.padEnd(11));
	text(82, "FAT32   ");
	bytes.set([0xcd, 0x18, 0xeb, 0xfe], 90); // int 18h: no system to start here
	view.setUint16(510, 0xaa55, true);
	return bytes;
}

function formatFats(volume: FatVolume, shape: Shape, fat: Uint32Array): FatPiece[] {
	const bytes = new Uint8Array(shape.fatBlocks * volume.blockSizeBytes);
	const view = viewOf(bytes);
	for (const [index, value] of fat.entries()) {
		view.setUint32(4 * index, value, true);
	}
	return Array.from({ length: copies }, (_, copy) => ({
		kind: "bytes" as const,
		offsetBytes: reservedBlocks * volume.blockSizeBytes + copy * bytes.length,
		bytes,
	}));
}

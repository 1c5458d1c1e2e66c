import { assert } from "../../userland/lib/assert.ts";

/** A disk of which only the interesting blocks are held; every other block is zero. */
export interface DiskImage {
	/** Logical block size, 512 or 4096. */
	readonly blockSizeBytes: number;
	readonly blockCount: number;
	/** By logical block address; each has exactly `blockSizeBytes` bytes and is never changed. */
	readonly blocks: ReadonlyMap<number, Uint8Array>;
}

/**
 * One step of a writer: bytes for consecutive blocks, or a barrier behind which all before it is
 * safe.
 */
export type Write =
	| { readonly kind: "write"; readonly lba: number; readonly bytes: Uint8Array }
	| { readonly kind: "flush" };

/** An image of zeros with these pieces on it. */
export function diskImage(
	shape: { readonly blockSizeBytes: number; readonly blockCount: number },
	pieces: readonly { readonly lba: number; readonly bytes: Uint8Array }[],
): DiskImage {
	const blocks = new Map<number, Uint8Array>();
	for (const piece of pieces) {
		putBlocks(blocks, shape, piece.lba, piece.bytes);
	}
	return { ...shape, blocks };
}

/** The image after all these writes. */
export function applyWrites(image: DiskImage, writes: readonly Write[]): DiskImage {
	const blocks = new Map(image.blocks);
	for (const write of writes) {
		if (write.kind === "write") {
			putBlocks(blocks, image, write.lba, write.bytes);
		}
	}
	return { ...image, blocks };
}

/** The image with another size; blocks beyond its end are gone. */
export function resizedImage(image: DiskImage, blockCount: number): DiskImage {
	const kept = [...image.blocks].filter(([lba]) => lba < blockCount);
	return { blockSizeBytes: image.blockSizeBytes, blockCount, blocks: new Map(kept) };
}

/** A copy of consecutive blocks. */
export function readBlocks(image: DiskImage, lba: number, count: number): Uint8Array {
	const bytes = new Uint8Array(count * image.blockSizeBytes);
	for (let block = 0; block < count; block++) {
		const found = image.blocks.get(lba + block);
		if (found !== undefined) {
			bytes.set(found, block * image.blockSizeBytes);
		}
	}
	return bytes;
}

/** Puts bytes into a map of blocks, cut into blocks. */
export function putBlocks(
	blocks: Map<number, Uint8Array>,
	shape: { readonly blockSizeBytes: number; readonly blockCount: number },
	lba: number,
	bytes: Uint8Array,
): void {
	const size = shape.blockSizeBytes;
	assert(bytes.length % size === 0, `a write of ${bytes.length} bytes is not made of whole blocks`);
	assert(lba + bytes.length / size <= shape.blockCount, `a write at ${lba} leaves the disk`);
	for (let at = 0; at < bytes.length; at += size) {
		blocks.set(lba + at / size, bytes.slice(at, at + size));
	}
}

import { equalBytes, fromHex, isAllZero, readAscii, viewOf } from "../../lib/bytes.ts";

/**
 * A dm-verity hash tree as veritysetup(8) writes it: one superblock, then the levels from the one
 * that is a single block down to the one that holds a digest for every data block.
 */
export interface VerityTree {
	readonly blockSizeBytes: number;
	readonly dataBlocks: number;
	readonly salt: Uint8Array;
	/** From the top down: where a level starts in the hash partition, and how many blocks it has. */
	readonly levels: readonly { readonly firstBlock: number; readonly blocks: number }[];
}

/** SHA-256 of the pieces one after another. */
export type Hash = (pieces: readonly Uint8Array[]) => Uint8Array;

export const veritySuperblockBytes = 512;
const digestBytes = 32;
/** Blocks of other sizes than the page of the processor are never made for /usr. */
const blockSizeBytes = 4096;

/**
 * Reads a superblock (cryptsetup's DMVerity page), strictly for what an image is made with: version
 * 1, format 1, sha256, blocks of 4096 bytes.
 */
export function parseVeritySuperblock(bytes: Uint8Array): VerityTree | { problem: string } {
	const view = viewOf(bytes);
	if (readAscii(bytes.subarray(0, 8)) !== "verity") {
		return { problem: "the hash tree does not begin with a superblock" };
	}
	const [version, format] = [view.getUint32(8, true), view.getUint32(12, true)];
	const algorithm = readAscii(bytes.subarray(32, 64)) ?? "";
	const sizes = [view.getUint32(64, true), view.getUint32(68, true)];
	const saltBytes = view.getUint16(80, true);
	const dataBlocks = Number(view.getBigUint64(72, true));
	if (version !== 1 || format !== 1 || algorithm !== "sha256" || saltBytes > 256) {
		return { problem: `the hash tree has version ${version}, format ${format}, ${algorithm}` };
	}
	if (sizes.some((size) => size !== blockSizeBytes) || dataBlocks < 1 || dataBlocks > 2 ** 32) {
		return { problem: `the hash tree is for ${dataBlocks} blocks of ${sizes.join(" and ")} bytes` };
	}
	const salt = bytes.slice(88, 88 + saltBytes);
	return { blockSizeBytes, dataBlocks, salt, levels: levelsOf(dataBlocks) };
}

function levelsOf(dataBlocks: number): VerityTree["levels"] {
	const perBlock = blockSizeBytes / digestBytes;
	const counts: number[] = [];
	for (let blocks = dataBlocks; blocks > 1; ) {
		blocks = Math.ceil(blocks / perBlock);
		counts.unshift(blocks);
	}
	let firstBlock = 1; // behind the superblock
	return counts.map((blocks) => {
		const level = { firstBlock, blocks };
		firstBlock += blocks;
		return level;
	});
}

/** How many bytes of the hash partition superblock and levels take. */
export function verityTreeBytes(tree: VerityTree): number {
	const blocks = tree.levels.reduce((sum, level) => sum + level.blocks, 1);
	return blocks * tree.blockSizeBytes;
}

/**
 * Checks the levels from the root hash down and gives the digests of the data blocks, or what is
 * wrong.
 * @param bytes the first {@link verityTreeBytes} of the hash partition
 * @param rootHash 64 hexadecimal digits
 */
export function checkVerityLevels(
	tree: VerityTree,
	bytes: Uint8Array,
	rootHash: string,
	hash: Hash,
): { digests: Uint8Array } | { problem: string } {
	let digests = fromHex(rootHash) ?? new Uint8Array();
	for (const { firstBlock, blocks } of tree.levels) {
		const from = firstBlock * tree.blockSizeBytes;
		const level = bytes.subarray(from, from + blocks * tree.blockSizeBytes);
		const bad = findBadBlock(tree, digests, 0, level, hash);
		if (bad !== undefined) {
			return { problem: `block ${firstBlock + bad} of the hash tree is damaged` };
		}
		digests = level;
	}
	return { digests };
}

/**
 * The first of some blocks in a row that does not have its digest, counted from the first given.
 * @param first the number of the first block among those that `digests` is for
 */
export function findBadBlock(
	tree: VerityTree,
	digests: Uint8Array,
	first: number,
	bytes: Uint8Array,
	hash: Hash,
): number | undefined {
	const count = bytes.length / tree.blockSizeBytes;
	for (let index = 0; index < count; index++) {
		const at = index * tree.blockSizeBytes;
		const block = bytes.subarray(at, at + tree.blockSizeBytes);
		const digestAt = (first + index) * digestBytes;
		const digest = digests.subarray(digestAt, digestAt + digestBytes);
		if (isAllZero(digest) || !equalBytes(hash([tree.salt, block]), digest)) {
			return index;
		}
	}
	return undefined;
}

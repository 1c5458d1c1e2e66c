import { createHash } from "node:crypto";
import { bootHeaderSizeBytes, parseBootHeader } from "../../core/boot/header.ts";
import { slotPartitionUuids } from "../../core/disk-layout.ts";
import type { Partition } from "../../core/gpt/entries.ts";
import type { Verdict } from "../../core/rescue/verdict.ts";
import type { Slot } from "../../core/slot/disk.ts";
import {
	checkVerityLevels,
	findBadBlock,
	type Hash,
	parseVeritySuperblock,
	veritySuperblockBytes,
	verityTreeBytes,
} from "../../core/verity/tree.ts";
import { SomaError } from "../../lib/errors.ts";

/** Reads bytes of a disk; fails with a SomaError. */
export type ReadDisk = (offsetBytes: number, lengthBytes: number) => Uint8Array;

/** A piece of work between two looks at the keyboard. */
const pieceBytes = 1024 * 1024;

const hash: Hash = (pieces) => {
	const digest = createHash("sha256");
	for (const piece of pieces) {
		digest.update(piece);
	}
	return digest.digest();
};

/** Reads every byte of a slot and judges it; yields often. */
export function* verifySlot(
	slot: Slot,
	read: ReadDisk,
	blockSizeBytes: number,
): Generator<undefined, Verdict> {
	if (slot.rootHash === undefined) {
		return { kind: "empty" };
	}
	const { boot, usr, verity } = slot.partitions;
	const within = (partition: Partition): ReadDisk => {
		const start = partition.firstLba * blockSizeBytes;
		return (offsetBytes, lengthBytes) => read(start + offsetBytes, lengthBytes);
	};
	const sizeOf = ({ firstLba, lastLba }: Partition): number =>
		(lastLba - firstLba + 1) * blockSizeBytes;
	let kind: "damaged-boot" | "damaged-usr" = "damaged-boot";
	try {
		const image = yield* verifyBootImage(slot, within(boot), sizeOf(boot));
		if ("problem" in image) {
			return { kind, problem: image.problem };
		}
		kind = "damaged-usr";
		const sizes = { usr: sizeOf(usr), verity: sizeOf(verity) };
		const problem = yield* verifyUsr(image.rootHash, within(usr), within(verity), sizes);
		return problem === undefined ? { kind: "intact" } : { kind, problem };
	} catch (error) {
		if (error instanceof SomaError) {
			return { kind, problem: error.message };
		}
		throw error;
	}
}

function* verifyBootImage(
	slot: Slot,
	read: ReadDisk,
	sizeBytes: number,
): Generator<undefined, { rootHash: string } | { problem: string }> {
	const header = parseBootHeader(read(0, bootHeaderSizeBytes), sizeBytes);
	if ("problem" in header) {
		return { problem: `the header of its boot image is bad (${header.problem})` };
	}
	const uuids = slotPartitionUuids(header.rootHash);
	const { usr, verity } = slot.partitions;
	if (usr.uuid !== uuids.usr || verity.uuid !== uuids.verity) {
		return { problem: "its boot image belongs to another /usr" };
	}
	const digest = createHash("sha256");
	for (let at = 0; at < header.payloadBytes; at += pieceBytes) {
		digest.update(read(bootHeaderSizeBytes + at, Math.min(pieceBytes, header.payloadBytes - at)));
		yield;
	}
	return digest.digest("hex") === header.sha256
		? { rootHash: header.rootHash }
		: { problem: "its boot image does not have the SHA-256 of its header" };
}

function* verifyUsr(
	rootHash: string,
	readUsr: ReadDisk,
	readVerity: ReadDisk,
	sizes: { readonly usr: number; readonly verity: number },
): Generator<undefined, string | undefined> {
	const tree = parseVeritySuperblock(readVerity(0, veritySuperblockBytes));
	if ("problem" in tree) {
		return tree.problem;
	}
	const usrBytes = tree.dataBlocks * tree.blockSizeBytes;
	if (verityTreeBytes(tree) > sizes.verity || usrBytes > sizes.usr) {
		return "the hash tree is for a /usr that is larger than its partition";
	}
	const levels = checkVerityLevels(tree, readVerity(0, verityTreeBytes(tree)), rootHash, hash);
	if ("problem" in levels) {
		return levels.problem;
	}
	for (let at = 0; at < usrBytes; at += pieceBytes) {
		yield;
		const bytes = readUsr(at, Math.min(pieceBytes, usrBytes - at));
		const first = at / tree.blockSizeBytes;
		const bad = findBadBlock(tree, levels.digests, first, bytes, hash);
		if (bad !== undefined) {
			return `/usr differs from what was signed at byte ${(first + bad) * tree.blockSizeBytes}`;
		}
	}
	return undefined;
}

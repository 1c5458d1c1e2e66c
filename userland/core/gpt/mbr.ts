import { assert } from "../../lib/assert.ts";
import { viewOf } from "../../lib/bytes.ts";
import type { Geometry } from "./geometry.ts";

const partitionOffset = 446;
const partitionSize = 16;
const protectiveType = 0xee;

/**
 * Why firmware would not take the block for a protective MBR (UEFI 2.10 section 5.2.3), or
 * undefined when it would. Its size field is not judged: it goes stale when a disk grows, and no
 * firmware or kernel minds.
 */
export function findMbrProblem(block: Uint8Array): string | undefined {
	const view = viewOf(block);
	if (view.getUint16(510, true) !== 0xaa55) {
		return "protective MBR: the signature 55 aa is missing at byte 510";
	}
	for (let slot = 0; slot < 4; slot++) {
		const at = partitionOffset + slot * partitionSize;
		if (view.getUint8(at + 4) === protectiveType && view.getUint32(at + 8, true) === 1) {
			return undefined;
		}
	}
	return "protective MBR: no partition of type 0xee starts at block 1";
}

/**
 * A block with one protective partition over the whole disk. The first 446 bytes (boot code and
 * disk signature) are taken from `former`, so that a repair keeps them.
 */
export function formatProtectiveMbr(geometry: Geometry, former?: Uint8Array): Uint8Array {
	const block = new Uint8Array(geometry.blockSizeBytes);
	if (former !== undefined) {
		assert(former.length >= partitionOffset, "a former MBR holds at least its boot code");
		block.set(former.subarray(0, partitionOffset));
	}
	const blocks = geometry.diskSizeBytes / geometry.blockSizeBytes;
	const view = viewOf(block);
	block.set([0x00, 0x00, 0x02, 0x00, protectiveType, 0xff, 0xff, 0xff], partitionOffset);
	view.setUint32(partitionOffset + 8, 1, true);
	view.setUint32(partitionOffset + 12, Math.min(blocks - 1, 0xffffffff), true);
	view.setUint16(510, 0xaa55, true);
	return block;
}

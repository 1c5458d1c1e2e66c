import { unfinishedBootCode } from "./bios-sector.ts";

/**
 * Block 0 of a disk on which an installation has begun: a program that says so, no partition, and
 * a mark in either half, so that a block that was written by halves is known too.
 */
const mark = new TextEncoder().encode("SOMA-UNFINISHED");
const markOffsets = [224, 424] as const;

/** The first 512 bytes of a disk that is being installed. */
export function formatUnfinishedBlock(): Uint8Array {
	const block = new Uint8Array(512);
	block.set(unfinishedBootCode());
	for (const offset of markOffsets) {
		block.set(mark, offset);
	}
	block.set([0x55, 0xaa], 510); // a BIOS starts nothing else
	return block;
}

/** True when an installation has begun on the disk whose first block this is. */
export function isUnfinishedBlock(block: Uint8Array): boolean {
	return markOffsets.some((offset) => mark.every((byte, at) => block[offset + at] === byte));
}

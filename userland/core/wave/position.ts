import { assert } from "../../lib/assert.ts";
import { toHex, viewOf } from "../../lib/bytes.ts";

const nodeIdBytes = 16;

/** What is hashed (SHA-256) for the name under which a node is known to the release server. */
export function nodeIdText(machineId: string): string {
	return `soma wave node 1\n${machineId}\n`;
}

/** The name from that hash: 32 hexadecimal digits, which tell nothing about the machine id. */
export function nodeIdOf(digest: Uint8Array): string {
	assert(digest.length === 32, "a digest of SHA-256 has 32 bytes");
	return toHex(digest.subarray(0, nodeIdBytes));
}

/**
 * What is hashed (SHA-256) for the place of a node in the wave of a release. Each release shuffles
 * the nodes anew, so that not always the same ones are first.
 */
export function positionText(nodeId: string, release: string): string {
	return `soma wave position 1\n${nodeId}\n${release}\n`;
}

/** The place from that hash: from 0 up to, but not including, 1. */
export function positionOf(digest: Uint8Array): number {
	assert(digest.length === 32, "a digest of SHA-256 has 32 bytes");
	// 53 bits are what a number holds exactly.
	const bits = viewOf(digest).getBigUint64(0) >> 11n;
	return Number(bits) / 2 ** 53;
}

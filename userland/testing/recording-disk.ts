import type { InstallDisk } from "../system/install-disk.ts";

/** One write or flush, in the order in which a disk got them. */
export type RecordedWrite =
	| { readonly kind: "write"; readonly lba: number; readonly bytes: Uint8Array }
	| { readonly kind: "flush" };

/** A disk in memory that holds only blocks which are not zero, and remembers who wrote what. */
export interface RecordingDisk extends InstallDisk {
	readonly writes: readonly RecordedWrite[];
	readonly blocks: ReadonlyMap<number, Uint8Array>;
}

/** Makes such a disk, with these blocks on it at first. */
export function recordingDisk(
	blockSizeBytes: 512 | 4096,
	diskSizeBytes: number,
	initial: ReadonlyMap<number, Uint8Array>,
): RecordingDisk {
	const blocks = new Map(initial);
	const writes: RecordedWrite[] = [];
	const zero = new Uint8Array(blockSizeBytes);
	const read = (offsetBytes: number, lengthBytes: number): Uint8Array => {
		const bytes = new Uint8Array(lengthBytes);
		const first = Math.floor(offsetBytes / blockSizeBytes);
		for (let lba = first; lba * blockSizeBytes < offsetBytes + lengthBytes; lba++) {
			const block = blocks.get(lba);
			if (block !== undefined) {
				const at = lba * blockSizeBytes - offsetBytes;
				const skip = Math.max(0, -at);
				bytes.set(block.subarray(skip, Math.min(blockSizeBytes, lengthBytes - at)), at + skip);
			}
		}
		return bytes;
	};
	return {
		diskSizeBytes,
		blockSizeBytes,
		writes,
		blocks,
		read: async (offsetBytes, lengthBytes) => read(offsetBytes, lengthBytes),
		readInto: async (offsetBytes, target) => target.set(read(offsetBytes, target.length)),
		write: async (offsetBytes, bytes) => {
			// As the kernel does it: a part of a block is filled up with what is there.
			const lba = Math.floor(offsetBytes / blockSizeBytes);
			const end = Math.ceil((offsetBytes + bytes.length) / blockSizeBytes);
			const whole = read(lba * blockSizeBytes, (end - lba) * blockSizeBytes);
			whole.set(bytes, offsetBytes - lba * blockSizeBytes);
			writes.push({ kind: "write", lba, bytes: whole });
			for (let at = 0; at < whole.length; at += blockSizeBytes) {
				const block = whole.subarray(at, at + blockSizeBytes);
				const place = lba + at / blockSizeBytes;
				if (Buffer.compare(block, zero) === 0) {
					blocks.delete(place);
				} else {
					blocks.set(place, block);
				}
			}
		},
		flush: async () => {
			writes.push({ kind: "flush" });
		},
		forgetCache: () => {},
		tellKernel: () => {},
		close: () => {},
	};
}

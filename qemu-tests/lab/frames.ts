import { SomaError } from "../../userland/lib/errors.ts";

/** Longest frame that QEMU's stream network sends: 64 KiB and its header (NET_BUFSIZE of QEMU). */
const greatestFrameBytes = 4096 + 65536;
const prefixBytes = 4;

/**
 * A frame as QEMU's `-netdev stream` sends it: its length in 4 big-endian bytes, then the frame.
 */
export function encodeFrame(frame: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(prefixBytes + frame.length);
	new DataView(bytes.buffer).setUint32(0, frame.length);
	bytes.set(frame, prefixBytes);
	return bytes;
}

/** Cuts a byte stream into frames; returns the function that takes the next chunk. */
export function frameSplitter(onFrame: (frame: Uint8Array) => void): (chunk: Uint8Array) => void {
	let pending: Uint8Array = new Uint8Array(0);
	return (chunk) => {
		const bytes = pending.length === 0 ? chunk : concatenated(pending, chunk);
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		let offset = 0;
		while (bytes.length - offset >= prefixBytes) {
			const length = view.getUint32(offset);
			if (length > greatestFrameBytes) {
				throw new SomaError({
					code: "frame-too-long",
					message: `a frame of ${length} bytes came in; the stream is out of step`,
				});
			}
			if (bytes.length - offset - prefixBytes < length) {
				break;
			}
			// A copy: the slice of a Buffer would share its memory.
			onFrame(new Uint8Array(bytes.subarray(offset + prefixBytes, offset + prefixBytes + length)));
			offset += prefixBytes + length;
		}
		pending = new Uint8Array(bytes.subarray(offset));
	};
}

function concatenated(left: Uint8Array, right: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(left.length + right.length);
	bytes.set(left);
	bytes.set(right, left.length);
	return bytes;
}

import { viewOf } from "../../lib/bytes.ts";

/** What the heads of a frame say, without unpacking any of it. */
export interface FrameSize {
	/** What it unpacks to, as it says. */
	readonly contentBytes: number;
	/** What its blocks unpack to at most, whatever it says. */
	readonly mostBytes: number;
}

const magic = 0xfd2fb528;
const greatestBlockBytes = 128 * 1024;
const greatestWindowBytes = 8 * 1024 * 1024;
const blockHeadBytes = 3;
const checksumBytes = 4;
/** Bytes of the field that has the size of the content, by the first two bits of the frame. */
const sizeFieldBytes = [0, 2, 4, 8] as const;

/**
 * Measures a zstd frame (RFC 8878). Undefined unless the bytes are one frame from the first to the
 * last, with the size of its content and without a dictionary.
 */
export function measureFrame(bytes: Uint8Array): FrameSize | undefined {
	const view = viewOf(bytes);
	const head = readHead(view);
	if (head === undefined) {
		return undefined;
	}
	const blockBytes = Math.min(head.windowBytes, greatestBlockBytes);
	let mostBytes = 0;
	let isLast = false;
	let at = head.endsAt;
	while (!isLast) {
		if (at + blockHeadBytes > bytes.length) {
			return undefined;
		}
		const block = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
		const sizeBytes = block >>> 3;
		isLast = (block & 1) === 1;
		at += blockHeadBytes;
		switch ((block >>> 1) & 3) {
			case 0: // as they are
				mostBytes += sizeBytes;
				at += sizeBytes;
				break;
			case 1: // one byte, so many times
				mostBytes += sizeBytes;
				at += 1;
				break;
			case 2:
				mostBytes += blockBytes;
				at += sizeBytes;
				break;
			default:
				return undefined;
		}
	}
	const isWhole = at + (head.hasChecksum ? checksumBytes : 0) === bytes.length;
	return isWhole ? { contentBytes: head.contentBytes, mostBytes } : undefined;
}

interface FrameHead {
	readonly contentBytes: number;
	readonly windowBytes: number;
	readonly hasChecksum: boolean;
	readonly endsAt: number;
}

function readHead(view: DataView): FrameHead | undefined {
	if (view.byteLength < 6 || view.getUint32(0, true) !== magic) {
		return undefined;
	}
	const flags = view.getUint8(4);
	const isSingle = (flags & 0x20) !== 0; // all of the content is the window
	const hasUnknown = (flags & 0x0b) !== 0; // a reserved bit, or the name of a dictionary
	const fieldBytes = sizeFieldBytes[(flags >>> 6) as 0 | 1 | 2 | 3] || (isSingle ? 1 : 0);
	const fieldAt = isSingle ? 5 : 6;
	const endsAt = fieldAt + fieldBytes;
	if (hasUnknown || fieldBytes === 0 || endsAt > view.byteLength) {
		return undefined;
	}
	const contentBytes = readSize(view, fieldAt, fieldBytes);
	const windowBytes = isSingle ? contentBytes : windowOf(view.getUint8(5));
	return windowBytes > greatestWindowBytes
		? undefined
		: { contentBytes, windowBytes, hasChecksum: (flags & 0x04) !== 0, endsAt };
}

function readSize(view: DataView, at: number, fieldBytes: 1 | 2 | 4 | 8): number {
	switch (fieldBytes) {
		case 1:
			return view.getUint8(at);
		case 2:
			return view.getUint16(at, true) + 256;
		case 4:
			return view.getUint32(at, true);
		case 8:
			return Number(view.getBigUint64(at, true));
	}
}

function windowOf(descriptor: number): number {
	const baseBytes = 2 ** (10 + (descriptor >>> 3));
	return baseBytes + (baseBytes / 8) * (descriptor & 7);
}

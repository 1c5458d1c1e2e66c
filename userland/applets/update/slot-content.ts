import type { Chunk } from "../../core/chunk/index-file.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import type { Table } from "../../core/gpt/table.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import { slotPartition } from "../../core/slot/disk.ts";
import type { Place } from "../../core/update/assembly.ts";
import { sha256Of } from "../../system/chunk-store.ts";
import type { UpdateDisk } from "../../system/update/ports.ts";

/** Where the partitions of a slot are, in bytes from the start of the disk. */
export type SlotExtents = Readonly<
	Record<SlotPart, { readonly startBytes: number; readonly sizeBytes: number }>
>;

/** Finds the partitions of a slot. */
export function slotExtents(table: Table, slot: SlotName, blockSizeBytes: number): SlotExtents {
	const extentOf = (part: SlotPart): SlotExtents[SlotPart] => {
		const { firstLba, lastLba } = slotPartition(table, part, slot);
		return {
			startBytes: firstLba * blockSizeBytes,
			sizeBytes: (lastLba - firstLba + 1) * blockSizeBytes,
		};
	};
	return { boot: extentOf("boot"), usr: extentOf("usr"), verity: extentOf("verity") };
}

/** So much is read at a time of what lies together. */
const aheadBytes = 1024 * 1024;

/** Reads a place of a disk in its order; a piece is valid until the next one is asked for. */
export async function* readPieces(
	disk: Pick<UpdateDisk, "readInto">,
	startBytes: number,
	lengthBytes: number,
): AsyncGenerator<Uint8Array> {
	const buffer = new Uint8Array(aheadBytes);
	for (let at = 0; at < lengthBytes; at += aheadBytes) {
		const piece = buffer.subarray(0, Math.min(aheadBytes, lengthBytes - at));
		await disk.readInto(startBytes + at, piece);
		yield piece;
	}
}

/**
 * Reads chunks out of a slot into one buffer: a release has ten thousand of them, which mostly
 * follow each other, so that one read serves many. Whoever writes to the slot meanwhile writes no
 * place that is read later.
 */
export class ChunkReader {
	readonly #disk: Pick<UpdateDisk, "readInto">;
	readonly #extents: SlotExtents;
	#buffer = new Uint8Array(aheadBytes);
	/** Which bytes of the disk the buffer has. */
	#startBytes = 0;
	#endBytes = 0;
	/** Where the chunk before ended. */
	#expectedBytes = -1;

	constructor(disk: Pick<UpdateDisk, "readInto">, extents: SlotExtents) {
		this.#disk = disk;
		this.#extents = extents;
	}

	/** The bytes at a place of the slot if they are those of the chunk; valid until the next call. */
	async read(
		{ part, offsetBytes }: Pick<Place, "part" | "offsetBytes">,
		{ id, lengthBytes }: Chunk,
	): Promise<Uint8Array | undefined> {
		const { startBytes, sizeBytes } = this.#extents[part];
		const from = startBytes + offsetBytes;
		if (from < this.#startBytes || from + lengthBytes > this.#endBytes) {
			const followsOn = from === this.#expectedBytes;
			const mostBytes = followsOn ? Math.min(aheadBytes, sizeBytes - offsetBytes) : 0;
			await this.#fill(from, Math.max(lengthBytes, mostBytes));
		}
		this.#expectedBytes = from + lengthBytes;
		const at = from - this.#startBytes;
		const bytes = this.#buffer.subarray(at, at + lengthBytes);
		return sha256Of(bytes) === id ? bytes : undefined;
	}

	async #fill(from: number, lengthBytes: number): Promise<void> {
		if (lengthBytes > this.#buffer.length) {
			this.#buffer = new Uint8Array(lengthBytes);
		}
		this.#endBytes = this.#startBytes; // nothing is known of it if the read fails
		await this.#disk.readInto(from, this.#buffer.subarray(0, lengthBytes));
		this.#startBytes = from;
		this.#endBytes = from + lengthBytes;
	}
}

import type { Chunk } from "../../core/chunk/index-file.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import type { Table } from "../../core/gpt/table.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import { slotPartition } from "../../core/slot/disk.ts";
import type { Place } from "../../core/update/assembly.ts";
import { sha256Of } from "../../system/chunk-store.ts";
import type { UpdateDisk } from "../../system/update/ports.ts";

/** Where the partitions of a slot begin, in bytes from the start of the disk. */
export function partStarts(
	table: Table,
	slot: SlotName,
	blockSizeBytes: number,
): Readonly<Record<SlotPart, number>> {
	const startOf = (part: SlotPart): number =>
		slotPartition(table, part, slot).firstLba * blockSizeBytes;
	return { boot: startOf("boot"), usr: startOf("usr"), verity: startOf("verity") };
}

/** Reads chunks out of slots into one buffer: a release has ten thousand of them. */
export class ChunkReader {
	readonly #disk: Pick<UpdateDisk, "readInto">;
	#buffer = new Uint8Array(64 * 1024);

	constructor(disk: Pick<UpdateDisk, "readInto">) {
		this.#disk = disk;
	}

	/** The bytes at a place of a slot if they are those of the chunk; valid until the next call. */
	async read(
		starts: Readonly<Record<SlotPart, number>>,
		{ part, offsetBytes }: Pick<Place, "part" | "offsetBytes">,
		chunk: Chunk,
	): Promise<Uint8Array | undefined> {
		if (chunk.lengthBytes > this.#buffer.length) {
			this.#buffer = new Uint8Array(chunk.lengthBytes);
		}
		const bytes = this.#buffer.subarray(0, chunk.lengthBytes);
		await this.#disk.readInto(starts[part] + offsetBytes, bytes);
		return sha256Of(bytes) === chunk.id ? bytes : undefined;
	}
}

import { createHash } from "node:crypto";
import type { Chunk } from "../../core/chunk/index-file.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import type { Table } from "../../core/gpt/table.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import { slotPartition } from "../../core/slot/disk.ts";
import type { Place } from "../../core/update/assembly.ts";
import type { UpdateDisk } from "../../system/update/ports.ts";

/** The SHA-256 of bytes, 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

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

/** The bytes at a place of a slot, if they are those of the chunk. */
export async function readChunkAt(
	disk: UpdateDisk,
	starts: Readonly<Record<SlotPart, number>>,
	{ part, offsetBytes }: Pick<Place, "part" | "offsetBytes">,
	chunk: Chunk,
): Promise<Uint8Array | undefined> {
	const bytes = await disk.read(starts[part] + offsetBytes, chunk.lengthBytes);
	return sha256Of(bytes) === chunk.id ? bytes : undefined;
}

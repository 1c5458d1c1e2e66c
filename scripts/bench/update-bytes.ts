import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openToolTree } from "../../image/tools/tree.ts";
import {
	type Chunk,
	type ChunkIndex,
	formatChunkIndex,
} from "../../userland/core/chunk/index-file.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import { chunkSizesOf } from "../../userland/core/repository/release.ts";
import { required } from "../../userland/lib/assert.ts";
import { chunkFile } from "../../userland/system/chunk-blob.ts";
import { encodeChunk, sha256Of } from "../../userland/system/chunk-store.ts";
import { cutRows, RowAssembly } from "../../userland/system/repository/index-rows.ts";

/** The parts of a slot: paths of files as they lie on a disk. */
export type SlotFiles = Readonly<Record<SlotPart, string>>;

/** What an update fetches. */
export interface UpdateBytes {
	readonly bytes: number;
	/** How many of these tell which chunks or blocks there are. */
	readonly indexBytes: number;
}

/** What a node fetches that has one slot: of the indexes, and the chunks that it lacks. */
export async function ourBytes(before: SlotFiles, after: SlotFiles): Promise<UpdateBytes> {
	const known = new Set<string>();
	const here = new Map<SlotPart, ChunkIndex>();
	for (const part of slotParts) {
		const { index } = await chunkFile(before[part], chunkSizesOf(part), ({ id }) => known.add(id));
		here.set(part, index);
	}
	let chunkBytes = 0;
	let indexBytes = 0;
	for (const part of slotParts) {
		const { index } = await chunkFile(after[part], chunkSizesOf(part), ({ id }, bytes) => {
			chunkBytes += known.has(id) ? 0 : encodeChunk(bytes).length;
			known.add(id);
		});
		indexBytes += await ourIndexBytes(required(here.get(part), "an index"), index);
	}
	return { bytes: chunkBytes + indexBytes, indexBytes };
}

/** What a node fetches of an index that has that of the release before: it does so, and counts. */
export async function ourIndexBytes(here: ChunkIndex, index: ChunkIndex): Promise<number> {
	const file = formatChunkIndex(index);
	const store = new Map<string, Uint8Array>();
	const rows = cutRows(index, ({ id }, bytes) => store.set(id, encodeChunk(bytes)));
	let fetchedBytes = formatChunkIndex(rows).length;
	const signed = { sizeBytes: file.length, sha256: sha256Of(file) };
	const fetchChunk = async ({ id }: Chunk): Promise<Uint8Array> => {
		const stored = required(store.get(id), "a chunk of the rows");
		fetchedBytes += stored.length;
		return stored;
	};
	const sources = { here: [here], fetchChunk };
	const made = await new RowAssembly(signed, rows).complete(sources);
	return made === undefined ? fetchedBytes + file.length : fetchedBytes;
}

/** What `casync extract` fetches with its own defaults: 64 KiB on average, zstd 3. */
export async function casyncBytes(
	before: SlotFiles,
	after: SlotFiles,
	work: string,
): Promise<UpdateBytes> {
	mkdirSync(work, { recursive: true });
	const [old, young] = [join(work, "before.castr"), join(work, "after.castr")];
	let indexBytes = 0;
	for (const part of slotParts) {
		for (const [file, store] of [
			[before[part], old],
			[after[part], young],
		] as const) {
			const index = join(work, `${part}.caibx`);
			const argv = ["casync", "make", "--compression=zstd", `--store=${store}`, index, file];
			await openToolTree().run({ argv });
			indexBytes += store === young ? statSync(index).size : 0;
		}
	}
	const known = new Set(chunkFiles(old));
	const chunkBytes = chunkFiles(young)
		.filter((name) => !known.has(name))
		.reduce((sum, name) => sum + statSync(join(young, name)).size, 0);
	return { bytes: chunkBytes + indexBytes, indexBytes };
}

function chunkFiles(store: string): string[] {
	return readdirSync(store, { recursive: true, encoding: "utf8" }).filter((name) =>
		name.endsWith(".cacnk"),
	);
}

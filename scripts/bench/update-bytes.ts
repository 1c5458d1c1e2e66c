import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChunkIndex } from "../../userland/core/chunk/index-file.ts";
import { formatIndexRows, rowChunkSizes } from "../../userland/core/chunk/index-rows.ts";
import { type ChunkSizes, defaultChunkSizes } from "../../userland/core/chunk/sizes.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import { type ChunkedBlob, chunkBlob, chunkFile } from "../../userland/system/chunk-blob.ts";
import { encodeChunk } from "../../userland/system/chunk-store.ts";

/** The parts of a slot: paths of files as they lie on a disk. */
export type SlotFiles = Readonly<Record<SlotPart, string>>;

/** What an update fetches. */
export interface UpdateBytes {
	readonly bytes: number;
	/** How many of these tell which chunks or blocks there are. */
	readonly indexBytes: number;
}

/** What we fetch, and what the indexes would take if they were fetched as rows. */
export interface OurBytes extends UpdateBytes {
	readonly rowBytes: number;
}

/** What a node fetches that has one slot: the indexes, and the chunks that it lacks. */
export async function ourBytes(before: SlotFiles, after: SlotFiles): Promise<OurBytes> {
	const known = new Set<string>();
	const oldRows = new Map<SlotPart, Uint8Array>();
	for (const part of slotParts) {
		const { index } = await chunkFile(before[part], defaultChunkSizes, ({ id }) => known.add(id));
		oldRows.set(part, formatIndexRows(index));
	}
	let chunkBytes = 0;
	let indexBytes = 0;
	let rowBytes = 0;
	const add = (id: string, bytes: Uint8Array): number => {
		const isNew = !known.has(id);
		known.add(id);
		return isNew ? encodeChunk(bytes).length : 0;
	};
	for (const part of slotParts) {
		const { index } = await chunkFile(after[part], defaultChunkSizes, ({ id }, bytes) => {
			chunkBytes += add(id, bytes);
		});
		await cut(oldRows.get(part) ?? new Uint8Array(0), rowChunkSizes, (id) => known.add(id));
		const rows = await cut(formatIndexRows(index), rowChunkSizes, (id, bytes) => {
			rowBytes += add(id, bytes);
		});
		rowBytes += formatChunkIndex(rows.index).length;
		indexBytes += formatChunkIndex(index).length;
	}
	return { bytes: chunkBytes + indexBytes, indexBytes, rowBytes };
}

async function cut(
	bytes: Uint8Array,
	sizes: ChunkSizes,
	onChunk: (id: string, bytes: Uint8Array) => void,
): Promise<ChunkedBlob> {
	async function* pieces(): AsyncGenerator<Uint8Array> {
		yield await Promise.resolve(bytes);
	}
	return await chunkBlob(pieces(), sizes, ({ id }, chunk) => onChunk(id, chunk));
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

import type { Chunk } from "../../core/chunk/index-file.ts";
import {
	packName,
	parseRecordHead,
	putRecordHead,
	type RecordHead,
	recordHeadBytes,
} from "../../core/update/pack.ts";
import { forEachAtOnce } from "../../lib/at-once.ts";
import { SomaError } from "../../lib/errors.ts";
import { greatestCompressedBytes, unpackChunk } from "../chunk-store.ts";
import type { LooseFile, UpdateFiles } from "./ports.ts";

/** Where a record lies; whether it is whole is judged when it is read. */
interface Place {
	readonly offsetBytes: number;
	readonly storedBytes: number;
}

/** Chunks that are in memory at a time. */
const parallelReads = 8;

/**
 * Chunks are garbage as soon as they were used, of which the runtime lets much pile up beside the
 * thousands of objects of an index: it is told to collect after so many bytes.
 */
const collectEveryBytes = 32 * 1024 * 1024;

/** More than any chunk has; a head that says more was not written by us. */
const greatestStoredBytes = 32 * 1024 * 1024;

/** Where the records of a pack are. */
export class PackIndex {
	#places = new Map<string, Place>();
	#last: { readonly id: string; readonly offsetBytes: number } | undefined;
	#endBytes = 0;

	/** Where the next record goes: behind the last one, in place of what a power cut tore. */
	get endBytes(): number {
		return this.#endBytes;
	}

	ids(): ReadonlySet<string> {
		return new Set(this.#places.keys());
	}

	find(id: string): Place | undefined {
		return this.#places.get(id);
	}

	/** Notes a record that was written at the end. The last of several of one name counts. */
	add(id: string, storedBytes: number): void {
		this.#last = { id, offsetBytes: this.#endBytes };
		this.#places.set(id, { offsetBytes: this.#endBytes, storedBytes });
		this.#endBytes += recordHeadBytes + storedBytes;
	}

	/** Looks at what was added since it looked last, or at all of a pack that was begun anew. */
	look(file: LooseFile): void {
		if (this.#last !== undefined && headAt(file, this.#last.offsetBytes)?.id !== this.#last.id) {
			this.#places = new Map();
			this.#last = undefined;
			this.#endBytes = 0;
		}
		const sizeBytes = file.sizeBytes();
		for (let head = headAt(file, this.#endBytes); head; head = headAt(file, this.#endBytes)) {
			if (
				head.storedBytes > greatestStoredBytes ||
				this.#endBytes + recordHeadBytes + head.storedBytes > sizeBytes
			) {
				return;
			}
			this.add(head.id, head.storedBytes);
		}
	}
}

function headAt(file: LooseFile, offsetBytes: number): RecordHead | undefined {
	const bytes = new Uint8Array(recordHeadBytes);
	return file.readInto(offsetBytes, bytes) ? parseRecordHead(bytes) : undefined;
}

/**
 * Chunks on STATE, one behind the other in one file: ten thousand files take ten times as long. A
 * chunk is safe after a flush; whatever a power cut left before is judged by the chunk's name.
 */
export class ChunkPack {
	readonly #file: LooseFile;
	readonly #index = new PackIndex();
	#isTrimmed = false;
	#garbageBytes = 0;
	/** One for all writes. */
	#record = new Uint8Array(64 * 1024);

	constructor(files: Pick<UpdateFiles, "openLoose">, folder: string) {
		this.#file = files.openLoose(`${folder}/${packName}`);
		this.#index.look(this.#file);
	}

	/** Names of chunks that are there, or were before they were damaged. */
	ids(): ReadonlySet<string> {
		return this.#index.ids();
	}

	/** The unpacked bytes of a chunk, or undefined when they are not (whole) there. */
	async read(chunk: Chunk): Promise<Uint8Array | undefined> {
		const place = this.#index.find(chunk.id);
		if (place === undefined || place.storedBytes > greatestCompressedBytes(chunk.lengthBytes)) {
			return undefined;
		}
		const stored = new Uint8Array(place.storedBytes); // several are read at a time
		if (!this.#file.readInto(place.offsetBytes + recordHeadBytes, stored)) {
			return undefined;
		}
		try {
			const bytes = await unpackChunk(stored, chunk);
			this.#noteGarbage(stored.length + bytes.length);
			return bytes;
		} catch (error) {
			if (error instanceof SomaError) {
				return undefined;
			}
			throw error;
		}
	}

	/** The names of those of the chunks that are there and whole. */
	async findWhole(chunks: readonly Chunk[]): Promise<ReadonlySet<string>> {
		const candidates = new Map(
			chunks.filter(({ id }) => this.#index.find(id)).map((chunk) => [chunk.id, chunk]),
		);
		const whole = new Set<string>();
		await forEachAtOnce(parallelReads, [...candidates.values()], async (chunk) => {
			if ((await this.read(chunk)) !== undefined) {
				whole.add(chunk.id);
			}
		});
		return whole;
	}

	/** Adds a chunk as it came, compressed. */
	add(id: string, stored: Uint8Array): void {
		if (!this.#isTrimmed) {
			// What follows may begin with a torn record of the same name, which would count.
			if (this.#file.sizeBytes() > this.#index.endBytes) {
				this.#file.truncate(this.#index.endBytes);
			}
			this.#isTrimmed = true;
		}
		const record = this.#take(recordHeadBytes + stored.length);
		putRecordHead(record, { id, storedBytes: stored.length });
		record.set(stored, recordHeadBytes);
		this.#file.write(this.#index.endBytes, record);
		this.#index.add(id, stored.length);
		this.#noteGarbage(3 * stored.length); // whoever fetched it has unpacked it, too
	}

	close(): void {
		this.#file.close();
	}

	#noteGarbage(bytes: number): void {
		this.#garbageBytes += bytes;
		if (this.#garbageBytes >= collectEveryBytes) {
			this.#garbageBytes = 0;
			Bun.gc(true);
		}
	}

	#take(lengthBytes: number): Uint8Array {
		if (lengthBytes > this.#record.length) {
			this.#record = new Uint8Array(lengthBytes);
		}
		return this.#record.subarray(0, lengthBytes);
	}
}

/** Opens the pack of a folder for as long as `use` takes. */
export async function withChunkPack<T>(
	files: Pick<UpdateFiles, "openLoose">,
	folder: string,
	use: (pack: ChunkPack) => Promise<T>,
): Promise<T> {
	const pack = new ChunkPack(files, folder);
	try {
		return await use(pack);
	} finally {
		pack.close();
	}
}

/** The compressed bytes of a record, if it still has this name. */
export function readRecord(
	file: LooseFile,
	{ offsetBytes, storedBytes }: Place,
	id: string,
): Uint8Array | undefined {
	const record = new Uint8Array(recordHeadBytes + storedBytes);
	const isThere = file.readInto(offsetBytes, record) && parseRecordHead(record)?.id === id;
	return isThere ? record.subarray(recordHeadBytes) : undefined;
}

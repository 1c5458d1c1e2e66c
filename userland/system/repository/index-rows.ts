import { Chunker } from "../../core/chunk/chunker.ts";
import { type Chunk, type ChunkIndex, formatChunkIndex } from "../../core/chunk/index-file.ts";
import {
	formatIndexRows,
	parseIndexRows,
	rowChunkSizes,
	rowsLengthBytes,
} from "../../core/chunk/index-rows.ts";
import { forEachAtOnce } from "../../lib/at-once.ts";
import { SomaError } from "../../lib/errors.ts";
import type { ChunkSink } from "../chunk-blob.ts";
import { decodeChunk, sha256Of } from "../chunk-store.ts";

/** Connections at a time. */
const parallelFetches = 8;

/** What the metadata signs of a file. */
export interface SignedFile {
	readonly sizeBytes: number;
	readonly sha256: string;
}

/** What a machine has, so that it need not fetch an index whole. */
export interface RowSources {
	/** Indexes of the same part that are here. */
	readonly here: readonly ChunkIndex[];
	/** A chunk as a store has it, compressed. */
	readonly fetchChunk: (chunk: Chunk) => Promise<Uint8Array>;
}

/** Cuts the rows of an index; hands out every chunk, whose bytes are valid until it returns. */
export function cutRows(index: ChunkIndex, onChunk: ChunkSink): ChunkIndex {
	const chunker = new Chunker(rowChunkSizes);
	const chunks: Chunk[] = [];
	let offsetBytes = 0;
	const add = (bytes: Uint8Array): void => {
		const chunk = { offsetBytes, lengthBytes: bytes.length, id: sha256Of(bytes) };
		chunks.push(chunk);
		offsetBytes += bytes.length;
		onChunk(chunk, bytes);
	};
	for (const bytes of chunker.push(formatIndexRows(index))) {
		add(bytes);
	}
	const rest = chunker.end();
	if (rest !== undefined) {
		add(rest);
	}
	return { sizes: rowChunkSizes, chunks, lengthBytes: offsetBytes };
}

/** An index whose rows come together; it is what the metadata signs, or none. */
export class RowAssembly {
	readonly #file: SignedFile;
	readonly #bytes: Uint8Array;
	/** Where chunks belong that are not there yet, by their names. */
	readonly #missing = new Map<string, Chunk[]>();

	/**
	 * @param file what is signed of the `.caibx` file
	 * @param rows the chunk index of its rows
	 * @throws SomaError `index-rows-invalid` when they cannot belong together
	 */
	constructor(file: SignedFile, rows: ChunkIndex) {
		const wantedBytes = rowsLengthBytes(file.sizeBytes);
		if (rows.lengthBytes !== wantedBytes) {
			throw invalid(`they have ${rows.lengthBytes} bytes, not ${wantedBytes}`);
		}
		const { minBytes, averageBytes, maxBytes } = rows.sizes;
		if (
			minBytes !== rowChunkSizes.minBytes ||
			averageBytes !== rowChunkSizes.averageBytes ||
			maxBytes !== rowChunkSizes.maxBytes
		) {
			throw invalid(`their chunks have ${minBytes}, ${averageBytes}, ${maxBytes} bytes`);
		}
		this.#file = file;
		this.#bytes = new Uint8Array(rows.lengthBytes);
		for (const chunk of rows.chunks) {
			const same = this.#missing.get(chunk.id);
			if (same === undefined) {
				this.#missing.set(chunk.id, [chunk]);
			} else {
				same.push(chunk);
			}
		}
	}

	/**
	 * The bytes of the `.caibx` file; undefined when that is better fetched whole.
	 * @throws SomaError `chunk-...`, or as {@link finish}
	 */
	async complete({ here, fetchChunk }: RowSources): Promise<Uint8Array | undefined> {
		for (const index of here) {
			this.take(index);
		}
		if (!this.isNearlyThere()) {
			return undefined;
		}
		await this.fetch(fetchChunk);
		return this.finish();
	}

	/** Takes what an index that is here has in common with this one. */
	take(here: ChunkIndex): void {
		cutRows(here, ({ id }, bytes) => this.#put(id, bytes));
	}

	/** True when so little is missing that many small files are less than one. */
	isNearlyThere(): boolean {
		const missingBytes = this.#wanted().reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
		return 2 * missingBytes <= this.#file.sizeBytes;
	}

	/** Fetches what is missing. @throws SomaError `chunk-...` */
	async fetch(fetchChunk: RowSources["fetchChunk"]): Promise<void> {
		await forEachAtOnce(parallelFetches, this.#wanted(), async (chunk) => {
			this.#put(chunk.id, decodeChunk(await fetchChunk(chunk), chunk));
		});
	}

	/**
	 * The bytes of the `.caibx` file, when nothing is missing any more.
	 * @throws SomaError `index-rows-invalid`, `chunk-index-invalid` unless they are what is signed
	 */
	finish(): Uint8Array {
		const file = formatChunkIndex(parseIndexRows(this.#bytes));
		if (sha256Of(file) !== this.#file.sha256) {
			throw invalid("they lead to another index than the one that is signed");
		}
		return file;
	}

	#wanted(): readonly Chunk[] {
		return [...this.#missing.values()].flatMap((chunks) => chunks.slice(0, 1));
	}

	#put(id: string, bytes: Uint8Array): void {
		for (const { offsetBytes, lengthBytes } of this.#missing.get(id) ?? []) {
			if (lengthBytes === bytes.length) {
				this.#bytes.set(bytes, offsetBytes);
			}
		}
		this.#missing.delete(id);
	}
}

function invalid(problem: string): SomaError {
	return new SomaError({
		code: "index-rows-invalid",
		message: `the rows of an index are not valid: ${problem}`,
		hint: "its publisher made them with another version of soma; the index itself may be good",
	});
}

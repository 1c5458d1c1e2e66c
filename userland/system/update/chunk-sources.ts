import type { Chunk } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { SomaError } from "../../lib/errors.ts";
import { greatestCompressedBytes, unpackChunk } from "../chunk-store.ts";
import type { RepositorySource } from "../repository/source.ts";

/** Where chunks come from, and how fast. */
export interface ChunkSourceOptions {
	/** Asked in this order: neighbours, then the servers of the repository. */
	readonly sources: readonly RepositorySource[];
	/** So often everybody is asked for a chunk, with longer and longer pauses; 4 by itself. */
	readonly rounds?: number;
	/** Undefined for no limit. */
	readonly bytesPerSecond: number | undefined;
	readonly sleep: (milliseconds: number) => Promise<unknown>;
	readonly nowMs: () => number;
	readonly log: (text: string) => void;
}

/** A source that failed so often in a row is not asked again in this run. */
const patience = 3;
const usualRounds = 4;
const firstPauseMs = 1000;

/**
 * Gets chunks from the first source that has good bytes. A source that lies or fails is left for
 * the next one, and soon not asked any more.
 */
export class ChunkSources {
	readonly #options: ChunkSourceOptions;
	readonly #failures = new Map<RepositorySource, number>();
	#freeAtMs: number;

	constructor(options: ChunkSourceOptions) {
		this.#options = options;
		this.#freeAtMs = options.nowMs();
	}

	/**
	 * A chunk as a store has it; what is in it has its name.
	 * @throws SomaError `chunk-unreachable` when nobody has it, after some patience
	 */
	async fetch(chunk: Chunk): Promise<Uint8Array> {
		const { rounds = usualRounds, sleep } = this.#options;
		let last: SomaError | undefined;
		for (let round = 0; round < rounds; round++) {
			const found = await this.#askAll(chunk);
			if (!(found instanceof SomaError)) {
				return found;
			}
			last = found;
			if (last.code === "chunk-missing" || this.#asked().length === 0 || round === rounds - 1) {
				break; // nobody has it, or nobody is left
			}
			await sleep(firstPauseMs * 2 ** round);
		}
		throw noSource(last);
	}

	#asked(): readonly RepositorySource[] {
		const { sources } = this.#options;
		return sources.filter((source) => (this.#failures.get(source) ?? 0) < patience);
	}

	/** The chunk, or the last failure. */
	async #askAll(chunk: Chunk): Promise<Uint8Array | SomaError> {
		let last = noSource(undefined);
		for (const source of this.#asked()) {
			try {
				const stored = await this.#from(source, chunk);
				this.#failures.set(source, 0);
				return stored;
			} catch (error) {
				last = expectSoma(error);
				this.#blame(source, last);
			}
		}
		return last;
	}

	async #from(source: RepositorySource, chunk: Chunk): Promise<Uint8Array> {
		const maxBytes = greatestCompressedBytes(chunk.lengthBytes);
		const stored = await source.read(`${chunkFolder}/${chunkPath(chunk.id)}`, { maxBytes });
		if (stored === undefined) {
			throw new SomaError({
				code: "chunk-missing",
				message: `${source.place} does not have the chunk ${chunk.id}`,
				hint: "copy the whole store of chunks of the repository",
			});
		}
		await this.#pace(stored.length);
		await unpackChunk(stored, chunk);
		return stored;
	}

	#blame(source: RepositorySource, failure: SomaError): void {
		const count = (this.#failures.get(source) ?? 0) + (failure.code === "chunk-missing" ? 0 : 1);
		this.#failures.set(source, count);
		if (count === patience) {
			this.#options.log(`${source.place} is not asked any more: ${failure.message}`);
		}
	}

	/** Lets bytes through no faster than allowed, on the average. */
	async #pace(bytes: number): Promise<void> {
		const { bytesPerSecond, nowMs, sleep } = this.#options;
		if (bytesPerSecond === undefined) {
			return;
		}
		this.#freeAtMs = Math.max(this.#freeAtMs, nowMs()) + (bytes / bytesPerSecond) * 1000;
		const waitMs = this.#freeAtMs - nowMs();
		if (waitMs > 0) {
			await sleep(waitMs);
		}
	}
}

function noSource(last: SomaError | undefined): SomaError {
	return new SomaError({
		code: "chunk-unreachable",
		message: `a chunk cannot be had from anywhere: ${last?.message ?? "there is no source"}`,
		hint: last?.hint ?? "name a server of releases in soma.update.servers",
		retryable: true,
	});
}

function expectSoma(error: unknown): SomaError {
	if (error instanceof SomaError) {
		return error;
	}
	throw error;
}

import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Chunk, ChunkIndex } from "../../core/chunk/index-file.ts";
import { chunkPath } from "../../core/chunk/store-path.ts";
import { chunkFolder } from "../../core/repository/paths.ts";
import { contentOf, releasePartNames } from "../../core/repository/release.ts";
import { SomaError } from "../../lib/errors.ts";
import { decodeChunk, greatestCompressedBytes } from "../../system/chunk-store.ts";
import type { RepositorySource } from "../../system/repository/source.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { readChannels } from "./reading.ts";
import { copyState, type Files } from "./testing-lab.ts";

/** What a node makes of a repository: all that it would go by, in one text, or why it refuses. */
export type Verdict =
	| { readonly kind: "took"; readonly result: string }
	| { readonly kind: "refused"; readonly code: string; readonly message: string };

/** How a node comes to a repository. */
export interface Visit {
	readonly files: Files;
	readonly firstRoot: Uint8Array;
	/** What it has on STATE before, and where its own goes; a new node without. */
	readonly stateBefore?: string;
	readonly nowMs?: number;
	readonly isSynchronised?: boolean;
	readonly epochMs?: number;
}

/** Nodes whose files lie below one directory. */
export class Visitors {
	/** Chunks of rows that came. */
	fetchedRows = 0;
	readonly #directory: string;
	readonly #decoded = new WeakMap<Uint8Array, Uint8Array>();

	constructor(directory: string) {
		this.#directory = directory;
	}

	/**
	 * Reads everything that a node ever goes by: channels, releases, indexes and every chunk.
	 * @param keepAs a name for what the node has on STATE afterwards
	 */
	async visit(visit: Visit, keepAs?: string): Promise<Verdict> {
		const state = join(this.#directory, keepAs ?? "state");
		rmSync(state, { recursive: true, force: true });
		mkdirSync(state, { recursive: true });
		if (visit.stateBefore !== undefined) {
			copyState(join(this.#directory, visit.stateBefore), state);
		}
		const { nowMs = Date.now(), isSynchronised = true, epochMs = 0 } = visit;
		const source = memorySource(visit.files);
		const repository = new TrustedRepository({
			sources: [source],
			baseRoot: visit.firstRoot,
			stateDirectory: state,
			scratchDirectory: join(this.#directory, "scratch"),
			clock: () => ({ nowMs, isSynchronised, epochMs }),
		});
		try {
			await repository.refresh();
			return { kind: "took", result: await this.#readAll(repository, source) };
		} catch (error) {
			if (error instanceof SomaError) {
				return { kind: "refused", code: error.code, message: error.message };
			}
			throw error; // whatever a repository does, a node says why it refuses
		}
	}

	async #readAll(repository: TrustedRepository, source: RepositorySource): Promise<string> {
		const versions = [...repository.versions()].sort();
		const releases: unknown[] = [];
		const here = new Map<string, readonly ChunkIndex[]>();
		for (const version of versions) {
			const release = await repository.release(version);
			const contents: string[] = [];
			const indexes: ChunkIndex[] = [];
			for (const part of releasePartNames) {
				const index = await repository.index(release, part);
				const known = here.get(part) ?? [];
				here.set(part, [...known, index]);
				const rows = { here: known, fetchChunk: this.#fetchRow(source) };
				// A node that has the releases before goes by this one.
				indexes.push(await repository.index(release, part, rows));
				const hash = createHash("sha256");
				for (const chunk of index.chunks) {
					hash.update(await this.#chunk(source, chunk));
				}
				const sha256 = hash.digest("hex");
				if (sha256 !== contentOf(release, part).sha256) {
					throw new SomaError({ code: "content", message: `${part} is made of other bytes` });
				}
				contents.push(sha256);
			}
			releases.push({ release, contents, indexes });
		}
		return JSON.stringify({ versions, releases, channels: await readChannels(repository) });
	}

	#fetchRow(source: RepositorySource): (chunk: Chunk) => Promise<Uint8Array> {
		return async ({ id, lengthBytes }) => {
			const maxBytes = greatestCompressedBytes(lengthBytes);
			const packed = await source.read(`${chunkFolder}/${chunkPath(id)}`, { maxBytes });
			if (packed === undefined) {
				throw new SomaError({ code: "chunk-missing", message: `${id} is not there` });
			}
			this.fetchedRows += 1;
			return packed;
		};
	}

	async #chunk(
		source: RepositorySource,
		chunk: Parameters<typeof decodeChunk>[1],
	): Promise<Uint8Array> {
		const path = `${chunkFolder}/${chunkPath(chunk.id)}`;
		const packed = await source.read(path, { maxBytes: 1024 * 1024 });
		if (packed === undefined) {
			throw new SomaError({ code: "chunk-missing", message: `${path} is not there` });
		}
		const known = this.#decoded.get(packed);
		// The same bytes may stand under another name: then they are judged again.
		if (known !== undefined && createHash("sha256").update(known).digest("hex") === chunk.id) {
			return known;
		}
		const bytes = decodeChunk(packed, chunk);
		this.#decoded.set(packed, bytes);
		return bytes;
	}
}

/** A copy of a repository that is nowhere but in memory. */
function memorySource(files: Files): RepositorySource {
	return {
		place: "the copy",
		read: async (path, { maxBytes }) => {
			const bytes = files.get(path);
			if (bytes !== undefined && bytes.length > maxBytes) {
				throw new SomaError({ code: "source-too-long", message: `${path} is too long` });
			}
			return bytes;
		},
	};
}

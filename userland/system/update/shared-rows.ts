import { formatChunkIndex, parseChunkIndex } from "../../core/chunk/index-file.ts";
import { rowsTarget } from "../../core/repository/paths.ts";
import { rowParts } from "../../core/repository/release.ts";
import { SomaError } from "../../lib/errors.ts";
import { encodeChunk, sha256Of } from "../chunk-store.ts";
import { cutRows } from "../repository/index-rows.ts";
import type { UpdateFiles } from "./ports.ts";

/** What a node offers of the rows of the indexes that it keeps: cut again, they are the same. */
export interface SharedRows {
	/** The index of the rows of a part, such as `usr.rows.caibx`, by its digest. */
	readIndex(name: string, sha256: string): Uint8Array | undefined;
	/** A chunk of rows as a store has it. */
	readChunk(id: string): Uint8Array | undefined;
}

interface CutRelease {
	/** By digest and name. */
	readonly indexes: ReadonlyMap<string, Uint8Array>;
	readonly chunks: ReadonlyMap<string, Uint8Array>;
}

/** Both slots, and a release on its way; half a megabyte each. */
const mostKnown = 3;

/** Offers rows of every release that is kept on STATE, which is a folder there. */
export function openSharedRows(files: UpdateFiles, folder: string): SharedRows {
	const known = new Map<string, CutRelease>(); // an index never changes
	const all = (): readonly CutRelease[] => {
		const rootHashes = files
			.list(folder)
			.filter((name) => name.endsWith(".json"))
			.map((name) => name.slice(0, -".json".length))
			.slice(-mostKnown);
		for (const rootHash of known.keys()) {
			if (!rootHashes.includes(rootHash)) {
				known.delete(rootHash);
			}
		}
		return rootHashes.map((rootHash) => {
			const cut = known.get(rootHash) ?? cutRelease(files, `${folder}/${rootHash}`);
			known.set(rootHash, cut);
			return cut;
		});
	};
	return {
		readIndex: (name, sha256) =>
			all()
				.map(({ indexes }) => indexes.get(`${sha256}.${name}`))
				.find((bytes) => bytes !== undefined),
		readChunk: (id) => {
			const bytes = all()
				.map(({ chunks }) => chunks.get(id))
				.find((chunk) => chunk !== undefined);
			return bytes === undefined ? undefined : encodeChunk(bytes);
		},
	};
}

function cutRelease(files: UpdateFiles, prefix: string): CutRelease {
	const indexes = new Map<string, Uint8Array>();
	const chunks = new Map<string, Uint8Array>();
	for (const part of rowParts) {
		const bytes = files.read(`${prefix}.${part}.caibx`);
		try {
			const rows = cutRows(parseChunkIndex(bytes ?? new Uint8Array()), ({ id }, chunk) => {
				chunks.set(id, chunk.slice());
			});
			const index = formatChunkIndex(rows);
			indexes.set(`${sha256Of(index)}.${rowsTarget(`${part}.caibx`)}`, index);
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error;
			}
			// an index that is damaged, or not there, offers nothing
		}
	}
	return { indexes, chunks };
}

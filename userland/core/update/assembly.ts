import type { Chunk, ChunkIndex } from "../chunk/index-file.ts";
import { type SlotPart, slotParts } from "../release/manifest.ts";

/** The chunk indexes of what a slot holds; a part whose index is unknown is absent. */
export type SlotIndexes = Partial<Readonly<Record<SlotPart, ChunkIndex>>>;

/** Where bytes lie in a slot. */
export interface Place {
	readonly part: SlotPart;
	readonly offsetBytes: number;
	readonly lengthBytes: number;
}

/** How the chunks of a release come together on a node. */
export interface FetchPlan {
	/** Each once: neither slot has it, and it is not on STATE yet. */
	readonly missing: readonly Chunk[];
	/** Only the slot that will be overwritten has it, elsewhere than it is needed. */
	readonly rescued: readonly { readonly chunk: Chunk; readonly from: Place }[];
	/** Bytes of the release that are on this machine already. */
	readonly presentBytes: number;
	readonly totalBytes: number;
	/** Names of all chunks that STATE needs to have before the slot is touched. */
	readonly staged: ReadonlySet<string>;
}

/** What is known of both slots and of STATE. */
export interface Holdings {
	/** Slot that stays as it is. */
	readonly running: SlotIndexes;
	/** Slot that will be overwritten, as far as its content is known. */
	readonly idle: SlotIndexes;
	/** Names of chunks on STATE. */
	readonly staged: ReadonlySet<string>;
}

/** Every chunk of a slot by its name; the first place counts. */
export function placesOf(indexes: SlotIndexes): ReadonlyMap<string, Place> {
	const places = new Map<string, Place>();
	for (const part of slotParts) {
		for (const { id, offsetBytes, lengthBytes } of indexes[part]?.chunks ?? []) {
			if (!places.has(id)) {
				places.set(id, { part, offsetBytes, lengthBytes });
			}
		}
	}
	return places;
}

/** True when the slot had these very bytes at this very place. */
export type IsInPlace = (part: SlotPart, chunk: Chunk) => boolean;

/** Tells by an index whether a chunk lies already where it is needed. */
export function inPlaceBy(indexes: SlotIndexes): IsInPlace {
	const known = new Map(
		slotParts.map((part) => [
			part,
			new Map(indexes[part]?.chunks.map(({ offsetBytes, id }) => [offsetBytes, id]) ?? []),
		]),
	);
	return (part, { offsetBytes, id }) => known.get(part)?.get(offsetBytes) === id;
}

/**
 * What has to be on STATE before the idle slot is cleared: what nobody has, and what only that slot
 * has at another place than it is needed, where it would be overwritten.
 */
export function planFetch(
	target: Readonly<Record<SlotPart, ChunkIndex>>,
	holdings: Holdings,
): FetchPlan {
	const running = placesOf(holdings.running);
	const idle = placesOf(holdings.idle);
	const isInPlace = inPlaceBy(holdings.idle);
	const missing = new Map<string, Chunk>();
	const rescued = new Map<string, { chunk: Chunk; from: Place }>();
	const staged = new Set<string>();
	let totalBytes = 0;
	for (const part of slotParts) {
		for (const chunk of target[part].chunks) {
			const { id, lengthBytes } = chunk;
			totalBytes += lengthBytes;
			if (running.has(id) || isInPlace(part, chunk)) {
				continue;
			}
			staged.add(id);
			const from = idle.get(id);
			if (holdings.staged.has(id)) {
				continue;
			}
			if (from === undefined) {
				missing.set(id, chunk);
			} else {
				rescued.set(id, { chunk, from });
			}
		}
	}
	const missingBytes = [...missing.values()].reduce((sum, chunk) => sum + chunk.lengthBytes, 0);
	return {
		missing: [...missing.values()],
		rescued: [...rescued.values()],
		presentBytes: totalBytes - missingBytes,
		totalBytes,
		staged,
	};
}

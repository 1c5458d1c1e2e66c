import { type ChunkIndex, formatChunkIndex, parseChunkIndex } from "../../core/chunk/index-file.ts";
import { type SlotPart, slotParts } from "../../core/release/manifest.ts";
import {
	formatRelease,
	parseRelease,
	type RepositoryRelease,
} from "../../core/repository/release.ts";
import type { SlotIndexes } from "../../core/update/assembly.ts";
import type { ReleaseName } from "../../core/update/phase.ts";
import { SomaError } from "../../lib/errors.ts";
import type { DescribedRelease, UpdateFiles } from "../../system/update/ports.ts";

const folder = "releases";

/**
 * Keeps a release's description and indexes on STATE, by its root hash: an installed slot is never
 * cut into chunks again, and a release that waits needs no network.
 */
export function keepDescribed(files: UpdateFiles, release: DescribedRelease): void {
	const { description, indexes } = release;
	keepIndexes(files, description.rootHash, indexes);
	const text = new TextEncoder().encode(formatRelease(description));
	files.replace(descriptionName(description.rootHash), text); // last: it says that all are there
}

/** Keeps what is known of the content of a slot, by its root hash. */
export function keepIndexes(
	files: UpdateFiles,
	rootHash: string,
	indexes: DescribedRelease["indexes"],
): void {
	for (const part of slotParts) {
		files.replace(indexName(rootHash, part), formatChunkIndex(indexes[part]));
	}
}

/** A release as it was kept; undefined when any of it is missing or damaged. */
export function readDescribed(
	files: UpdateFiles,
	release: ReleaseName,
): DescribedRelease | undefined {
	const bytes = files.read(descriptionName(release.rootHash));
	const [boot, usr, verity] = slotParts.map((part) => readIndex(files, release.rootHash, part));
	if (bytes === undefined || boot === undefined || usr === undefined || verity === undefined) {
		return undefined;
	}
	try {
		const description = parseRelease(new TextDecoder().decode(bytes), release.version);
		const isWanted = description.rootHash === release.rootHash;
		return isWanted ? { description, indexes: { boot, usr, verity } } : undefined;
	} catch (error) {
		return giveUp(error);
	}
}

/**
 * The description of what a root hash names, as it was kept; undefined when it is missing or
 * damaged. Which version it is stands in it.
 */
export function readDescription(
	files: UpdateFiles,
	rootHash: string,
): RepositoryRelease | undefined {
	const bytes = files.read(descriptionName(rootHash));
	const text = bytes === undefined ? "" : new TextDecoder().decode(bytes);
	const version = /^\t"version": "([^"]*)"/m.exec(text)?.[1];
	if (version === undefined) {
		return undefined;
	}
	try {
		const description = parseRelease(text, version);
		return description.rootHash === rootHash ? description : undefined;
	} catch (error) {
		return giveUp(error);
	}
}

/** What is known of the content of a slot by its root hash. */
export function readIndexes(files: UpdateFiles, rootHash: string | undefined): SlotIndexes {
	if (rootHash === undefined) {
		return {};
	}
	const known = slotParts.flatMap((part) => {
		const index = readIndex(files, rootHash, part);
		return index === undefined ? [] : [[part, index] as const];
	});
	return Object.fromEntries(known);
}

/** Forgets every release but these. */
export function forgetOthers(files: UpdateFiles, rootHashes: readonly string[]): void {
	for (const name of files.list(folder)) {
		if (!rootHashes.some((rootHash) => name.startsWith(`${rootHash}.`))) {
			files.remove(`${folder}/${name}`);
		}
	}
}

function readIndex(files: UpdateFiles, rootHash: string, part: SlotPart): ChunkIndex | undefined {
	const bytes = files.read(indexName(rootHash, part));
	if (bytes === undefined) {
		return undefined;
	}
	try {
		return parseChunkIndex(bytes);
	} catch (error) {
		return giveUp(error);
	}
}

/** A damaged file is as good as none: it can be had again. */
function giveUp(error: unknown): undefined {
	if (!(error instanceof SomaError)) {
		throw error;
	}
}

function indexName(rootHash: string, part: SlotPart): string {
	return `${folder}/${rootHash}.${part}.caibx`;
}

function descriptionName(rootHash: string): string {
	return `${folder}/${rootHash}.json`;
}

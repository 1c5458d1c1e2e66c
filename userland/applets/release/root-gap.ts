import { readdirSync } from "node:fs";
import { join } from "node:path";
import { metadataFolder, metadataPath } from "../../core/repository/paths.ts";
import { SomaError } from "../../lib/errors.ts";
import type { RepositorySource } from "../../system/repository/source.ts";

const rootLimitBytes = 64 * 1024;

/** A server does not say which files it has: so many numbers behind the last root are tried. */
const numbersAhead = 8;

/**
 * Nodes take the first root that is missing for the end of the roots, and stay at the one before.
 * @throws SomaError `repository-mixed` when roots lie behind one that is missing
 */
export async function checkRoots(source: RepositorySource): Promise<void> {
	const { place } = source;
	let missing = 2; // nodes have the first one
	while (await isThere(source, missing)) {
		missing++;
	}
	const behind = greatestOf(place) ?? (await triedBehind(source, missing));
	if (behind > missing) {
		throw new SomaError({
			code: "repository-mixed",
			message:
				`${place} lacks ${metadataPath("root", missing)}, and has ` +
				`${metadataPath("root", behind)}: nodes that have an older root cannot follow to it`,
			hint: "take the missing file from another copy",
		});
	}
}

async function triedBehind(source: RepositorySource, missing: number): Promise<number> {
	for (let version = missing + 1; version <= missing + numbersAhead; version++) {
		if (await isThere(source, version)) {
			return version;
		}
	}
	return 0;
}

async function isThere(source: RepositorySource, version: number): Promise<boolean> {
	const path = metadataPath("root", version);
	return (await source.read(path, { maxBytes: rootLimitBytes })) !== undefined;
}

/** The number of the last root in a folder; undefined for what is none. */
function greatestOf(place: string): number | undefined {
	try {
		const names = readdirSync(join(place, metadataFolder));
		return Math.max(0, ...names.map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0)));
	} catch {
		return undefined;
	}
}

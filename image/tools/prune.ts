import { readdirSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { removeTree } from "./make-tree.ts";

const hourMs = 3600 * 1000;
const unusedForMs = 48 * hourMs;
/** A soak of one night does not lose what it uses. */
const crowdedForMs = 12 * hourMs;

/** A day of changes makes many images; so many of them stay without being used. */
export const mostImages = 4;
const mostSmall = 24;

/**
 * Notes that an entry of the cache is in use, and removes its siblings, whose names start with
 * `prefix` too, when nobody has used them for two days, or for twelve hours and there are `most`
 * younger ones. What is open stays readable until it is closed, and what is missing is made again,
 * so this needs no lock.
 * @param path an entry that exists; its time of change becomes the time of its last use
 */
export async function keepUsed(path: string, prefix: string, most = mostSmall): Promise<void> {
	const now = new Date();
	utimesSync(path, now, now);
	const directory = dirname(path);
	const siblings = readdirSync(directory)
		.filter((name) => name.startsWith(prefix) && name !== basename(path))
		.map((name) => join(directory, name))
		.flatMap((sibling) => {
			const usedAtMs = statSync(sibling, { throwIfNoEntry: false })?.mtimeMs;
			return usedAtMs === undefined ? [] : [{ sibling, unusedMs: now.getTime() - usedAtMs }];
		})
		.sort((a, b) => a.unusedMs - b.unusedMs);
	for (const [younger, { sibling, unusedMs }] of siblings.entries()) {
		// The entry itself is one of the younger ones.
		if (unusedMs > (younger + 1 < most ? unusedForMs : crowdedForMs)) {
			await removeTree(sibling);
		}
	}
}

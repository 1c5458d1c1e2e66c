import { readdirSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { removeTree } from "./make-tree.ts";

const unusedForMs = 2 * 24 * 3600 * 1000;

/**
 * Notes that an entry of the cache is in use, and removes its siblings, whose names start with
 * `prefix` too, when nobody has used them for two days. What is open stays readable until it is
 * closed, and what is missing is made again, so this needs no lock.
 * @param path an entry that exists; its time of change becomes the time of its last use
 */
export async function keepUsed(path: string, prefix: string): Promise<void> {
	const now = new Date();
	utimesSync(path, now, now);
	const directory = dirname(path);
	const siblings = readdirSync(directory).filter(
		(name) => name.startsWith(prefix) && name !== basename(path),
	);
	for (const name of siblings) {
		const sibling = join(directory, name);
		const usedAtMs = statSync(sibling, { throwIfNoEntry: false })?.mtimeMs;
		if (usedAtMs !== undefined && now.getTime() - usedAtMs > unusedForMs) {
			await removeTree(sibling);
		}
	}
}

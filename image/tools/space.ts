import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Free bytes for the caller on the file system of a path or of its nearest ancestor that exists.
 */
export function freeBytes(path: string): number {
	let existing = path;
	while (!existsSync(existing) && existing !== "/") {
		existing = dirname(existing);
	}
	const stats = statfsSync(existing);
	return stats.bavail * stats.bsize;
}

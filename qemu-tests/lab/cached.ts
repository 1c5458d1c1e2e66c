import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ensureCacheDirectory, withLock } from "../../image/tools/lock.ts";

const unusedForMs = 2 * 24 * 3600 * 1000;

/**
 * The path of something that is made once for each content and kept in the cache: `make` is given
 * a path that does not exist and leaves a file or directory there. Two programs that want the same
 * thing make it once. Others of its `kind` go when nobody has wanted them for two days.
 */
export async function cached(
	kind: string,
	key: string,
	make: (path: string) => Promise<void>,
): Promise<string> {
	const name = `lab-${kind}-${key}`;
	const path = join(ensureCacheDirectory(), name);
	const report = (line: string): void => void process.stderr.write(`${line}\n`);
	await withLock(name, report, async () => {
		if (!existsSync(path)) {
			const staging = `${path}.partial`;
			rmSync(staging, { recursive: true, force: true });
			await make(staging);
			renameSync(staging, path);
		}
	});
	const now = new Date();
	utimesSync(path, now, now);
	removeUnused(`lab-${kind}-`);
	return path;
}

function removeUnused(prefix: string): void {
	const directory = ensureCacheDirectory();
	for (const name of readdirSync(directory).filter((entry) => entry.startsWith(prefix))) {
		const path = join(directory, name);
		const usedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
		if (Date.now() - usedAt > unusedForMs) {
			rmSync(path, { recursive: true, force: true });
		}
	}
}

import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureCacheDirectory, withLock } from "../../image/tools/lock.ts";
import { keepUsed } from "../../image/tools/prune.ts";

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
	await keepUsed(path, `lab-${kind}-`);
	return path;
}

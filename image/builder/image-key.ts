import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { repositoryRoot } from "../tools/tree.ts";

/**
 * Every file and symlink below a folder of the image's sources, each as its path from there and its
 * content or target. They decide what is built, and names are part of it. Tests do not, and neither
 * does `outputs/`, which begins with a finished image.
 */
export function sourceParts(folder = join(repositoryRoot, "image")): (string | Uint8Array)[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory() && !entry.name.endsWith(".test.ts"))
		.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
		.filter(({ path }) => !path.startsWith(join(folder, "outputs/")))
		.sort((a, b) => (a.path < b.path ? -1 : 1))
		.flatMap(({ entry, path }) => {
			const content = entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path);
			return [relative(folder, path), content];
		});
}

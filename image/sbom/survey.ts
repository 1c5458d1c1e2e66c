import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { ShippedFile } from "./component.ts";
import { ownersOf } from "./origins.ts";

/** Size and digests of a file, or of the target of a symbolic link. */
export function shippedFile(path: string, name: string): ShippedFile {
	const linkTarget = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
	const content = linkTarget === undefined ? readFileSync(path) : Buffer.from(linkTarget);
	const digest = (algorithm: string): string => createHash(algorithm).update(content).digest("hex");
	return {
		name,
		sizeBytes: content.length,
		sha1: digest("sha1"),
		sha256: digest("sha256"),
		linkTarget,
	};
}

/** Every file and symbolic link below a folder, by path there; their names get a prefix. */
export function surveyFiles(folder: string, prefix: string): Map<string, ShippedFile> {
	return new Map(
		pathsBelow(folder).map((path) => {
			const file = shippedFile(join(folder, path), `${prefix}${path}`);
			return [path, file] as const;
		}),
	);
}

/** Paths of all that is no folder, sorted. Bun's own recursion follows links to folders. */
function pathsBelow(folder: string): string[] {
	const visit = (path: string): string[] =>
		readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
			const below = join(path, entry.name);
			return entry.isDirectory() ? visit(below) : [below];
		});
	return visit("").sort();
}

/** SHA-256 of those of the paths that a tree has too. */
export function hashesIn(tree: string, paths: Iterable<string>): Map<string, string> {
	const hashes = new Map<string, string>();
	for (const path of paths) {
		const status = lstatSync(join(tree, path), { throwIfNoEntry: false });
		if (status?.isFile() === true || status?.isSymbolicLink() === true) {
			hashes.set(path, shippedFile(join(tree, path), path).sha256);
		}
	}
	return hashes;
}

/** Which package owns a path in a tree that dpkg installed. */
export function readOwners(tree: string): Map<string, string> {
	const folder = join(tree, "var", "lib", "dpkg", "info");
	const lists = readdirSync(folder)
		.filter((name) => name.endsWith(".list"))
		.map((name) => {
			const owner = name.slice(0, -".list".length).replace(/:.*$/, "");
			return [owner, readFileSync(join(folder, name), "utf8")] as const;
		});
	return ownersOf(new Map(lists));
}

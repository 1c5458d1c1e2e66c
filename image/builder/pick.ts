import { SomaError } from "../../userland/lib/errors.ts";
import type { ContentRow } from "../contents/contents.ts";

/** A tree of files by path without leading slash; the value is a symlink's target, or undefined. */
export type Listing = ReadonlyMap<string, string | undefined>;

/** The libraries that a program or library names (DT_NEEDED), by path. */
export type Needs = ReadonlyMap<string, readonly string[]>;

/** Where the loader looks (ld.so(8), Debian's built-in path). */
const libraryFolders = [
	"usr/lib/x86_64-linux-gnu",
	"usr/lib/x86_64-linux-gnu/systemd",
	"usr/lib64",
];

/**
 * Every path that the rows ask for, with the targets of symlinks and the libraries of programs.
 * A row that matches nothing is an error: a list that lies is worth nothing.
 */
export function pick(rows: readonly ContentRow[], listing: Listing, needs: Needs): string[] {
	const picked = new Set<string>();
	const missing: string[] = [];
	for (const pattern of rows.flatMap((row) => row.paths)) {
		const found = matches(pattern, listing);
		if (found.length === 0) {
			missing.push(pattern);
		}
		for (const path of found) {
			add(path, picked, listing, needs);
		}
	}
	if (missing.length > 0) {
		throw contentMissing(missing);
	}
	return [...picked].sort();
}

/** Something that a list asks for is in no package of the base tree. */
export function contentMissing(patterns: readonly string[]): SomaError {
	return new SomaError({
		code: "content-missing",
		message: `no package brings: ${patterns.join(", ")}`,
		hint: "correct image/contents or add the package to image/mkosi/mkosi.conf",
	});
}

function matches(pattern: string, listing: Listing): string[] {
	if (!pattern.includes("*")) {
		return listing.has(pattern) ? [pattern] : [];
	}
	const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
	const expression = new RegExp(`^${escaped}$`);
	return [...listing.keys()].filter((path) => expression.test(path));
}

function add(path: string, picked: Set<string>, listing: Listing, needs: Needs): void {
	if (picked.has(path)) {
		return;
	}
	picked.add(path);
	const target = listing.get(path);
	if (target !== undefined) {
		const resolved = resolveLink(path, target);
		if (listing.has(resolved)) {
			add(resolved, picked, listing, needs);
		}
		return;
	}
	for (const library of needs.get(path) ?? []) {
		const found = libraryFolders
			.map((folder) => `${folder}/${library}`)
			.find((at) => listing.has(at));
		if (found === undefined) {
			throw new SomaError({ code: "library-missing", message: `${path} needs ${library}` });
		}
		add(found, picked, listing, needs);
	}
}

/** Where a symlink leads, without a leading slash; Debian's /lib and /bin are in /usr. */
export function resolveLink(path: string, target: string): string {
	const parts = target.startsWith("/") ? [] : path.split("/").slice(0, -1);
	for (const part of target.split("/")) {
		if (part === "..") {
			parts.pop();
		} else if (part !== "" && part !== ".") {
			parts.push(part);
		}
	}
	return parts.join("/").replace(/^(bin|sbin|lib|lib64)\//, "usr/$1/");
}

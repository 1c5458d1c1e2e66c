import { SomaError } from "../../userland/lib/errors.ts";
import type { AccountedFile, Origin, ShippedFile } from "./component.ts";
import { type MadeFile, madeFiles } from "./made-files.ts";

/** What is known of the files of one tree. */
export interface TreeFacts {
	/** Prefix of names in the bill: empty for /usr, `initrd/`, `rescue/`. */
	readonly prefix: string;
	/** Files of the tree by path in it. */
	readonly files: ReadonlyMap<string, ShippedFile>;
	/** Paths that this repository's own files have there, and their SHA-256. */
	readonly own: ReadonlyMap<string, string>;
	/** Where a path of the tree lies in the base tree; the same path by default. */
	readonly inBase?: (path: string) => string;
	/** SHA-256 by path in the base tree, if it is there. */
	readonly base: ReadonlyMap<string, string>;
	/** The Debian package that owns a path, by dpkg's lists. */
	readonly owners: ReadonlyMap<string, string>;
}

/**
 * The owner of every path that dpkg lists: by package, the text of `info/PACKAGE.list`. Debian's
 * /bin and /lib are in /usr. Folders have many owners and are not asked for.
 */
export function ownersOf(lists: ReadonlyMap<string, string>): Map<string, string> {
	const owners = new Map<string, string>();
	for (const [name, text] of [...lists].sort(([a], [b]) => (a < b ? 1 : -1))) {
		for (const line of text.split("\n").filter((path) => path.length > 1)) {
			owners.set(line.slice(1).replace(/^(bin|sbin|lib|lib64)\//, "usr/$1/"), name);
		}
	}
	return owners;
}

/**
 * Says of every file where it comes from: made by the build, one of this repository's own, or
 * unchanged from a Debian package, in this order.
 * @throws SomaError `sbom-unaccounted` that names the files of which nobody knows, and rows of the
 *   table of made files that match nothing, since a list that lies is worth nothing
 */
export function accountFor(
	facts: TreeFacts,
	made: readonly MadeFile[] = madeFiles,
): AccountedFile[] {
	const rows = made.filter((row) => row.prefixes.includes(facts.prefix));
	const unknown: string[] = [];
	const accounted = [...facts.files].flatMap(([path, file]) => {
		const origin = originOf(path, file, facts, rows);
		if (origin === undefined) {
			unknown.push(file.name);
			return [];
		}
		return [{ ...file, origin }];
	});
	const stale = rows.flatMap((row) => row.paths).filter((path) => !facts.files.has(path));
	if (unknown.length > 0 || stale.length > 0) {
		throw unaccounted(unknown, stale);
	}
	return accounted;
}

function originOf(
	path: string,
	file: ShippedFile,
	facts: TreeFacts,
	rows: readonly MadeFile[],
): Origin | undefined {
	const row = rows.find(({ paths }) => paths.includes(path));
	if (row !== undefined) {
		return row.origin;
	}
	if (facts.own.get(path) === file.sha256) {
		return { component: "soma" };
	}
	const at = facts.inBase?.(path) ?? path;
	const owner = facts.owners.get(at);
	return owner !== undefined && facts.base.get(at) === file.sha256
		? { component: `deb:${owner}` }
		: undefined;
}

function unaccounted(unknown: readonly string[], stale: readonly string[]): SomaError {
	const some = (names: readonly string[]): string =>
		names.length <= 10
			? names.join(", ")
			: `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
	const parts = [
		...(unknown.length === 0 ? [] : [`nobody accounts for ${some(unknown)}`]),
		...(stale.length === 0 ? [] : [`made files that are not there: ${some(stale)}`]),
	];
	return new SomaError({
		code: "sbom-unaccounted",
		message: parts.join("; "),
		hint: "correct the table in image/sbom/made-files.ts, or do not ship the file",
	});
}

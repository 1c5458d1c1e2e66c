import * as v from "valibot";
import { SomaError } from "../../userland/lib/errors.ts";

/** A Debian package, exactly: this name and version in this file. */
export interface LockedPackage {
	readonly name: string;
	/** As dpkg writes it, with its epoch: `2:1.02.205-2`. */
	readonly version: string;
	/** `amd64` or `all`. */
	readonly architecture: string;
	/** Of the .deb file, in hex. */
	readonly sha256: string;
}

/** The packages that the base tree of the image is made of, sorted by name. */
export type PackageLock = readonly LockedPackage[];

const lockSchema = v.strictObject({
	format: v.literal(1),
	packages: v.array(
		v.strictObject({
			name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9+.-]+$/)),
			version: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.+:~-]+$/)),
			architecture: v.picklist(["amd64", "all"]),
			sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
		}),
	),
});

function damaged(path: string, problem: string): SomaError {
	return new SomaError({
		code: "lock-damaged",
		message: `${path}: ${problem}`,
		hint: "take the file from version control, or make a new one with `npm run lock`",
	});
}

/** Reads a lock file. Anything unknown, missing, doubled or out of order is an error. */
export function parseLock(text: string, path: string): PackageLock {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw damaged(path, `it is no JSON: ${String(cause)}`);
	}
	const parsed = v.safeParse(lockSchema, value);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw damaged(path, `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
	}
	const { packages } = parsed.output;
	for (const [at, { name }] of packages.entries()) {
		if (at > 0 && (packages[at - 1]?.name ?? "") >= name) {
			throw damaged(path, `${name} is there twice or out of order`);
		}
	}
	return packages;
}

/** The text of a lock file: one package a line, so that a change of lock is a readable diff. */
export function formatLock(lock: PackageLock): string {
	const rows = sorted(lock).map(({ name, version, architecture, sha256 }) =>
		JSON.stringify({ name, version, architecture, sha256 }),
	);
	return `{\n\t"format": 1,\n\t"packages": [\n\t\t${rows.join(",\n\t\t")}\n\t]\n}\n`;
}

function sorted(lock: PackageLock): PackageLock {
	return [...lock].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How one lock differs from another, a line each: `+ new 1`, `- gone 2`, `  name 1 -> 2`. */
export function diffLocks(before: PackageLock, after: PackageLock): string[] {
	const old = new Map(before.map((row) => [row.name, row]));
	const fresh = new Map(after.map((row) => [row.name, row]));
	return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((name) => {
		const [was, is] = [old.get(name), fresh.get(name)];
		if (was === undefined) {
			return [`+ ${name} ${is?.version}`];
		}
		if (is === undefined) {
			return [`- ${name} ${was.version}`];
		}
		if (was.version !== is.version) {
			return [`  ${name} ${was.version} -> ${is.version}`];
		}
		const isSame = was.sha256 === is.sha256 && was.architecture === is.architecture;
		return isSame ? [] : [`! ${name} ${was.version} with other content`];
	});
}

/** What a tree says is installed: a package without the hash of its file. */
type Installed = Pick<LockedPackage, "name" | "version" | "architecture">;

/** Every difference between what is installed and what was locked, a line each. */
export function judgeInstalled(lock: PackageLock, installed: readonly Installed[]): string[] {
	const sha256 = new Map(lock.map((row) => [row.name, row.sha256]));
	const rows = installed.map((row) => ({ ...row, sha256: sha256.get(row.name) ?? "" }));
	return diffLocks(lock, rows);
}

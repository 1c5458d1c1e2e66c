import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { ensureCacheDirectory, withLock } from "../tools/lock.ts";
import { repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { debFileName, openApt } from "./apt.ts";
import { formatLock, type LockedPackage, type PackageLock, parseLock } from "./lock.ts";
import { wantedPackages } from "./wanted.ts";

type Report = (line: string) => void;

/** The lock of this checkout. */
export const lockPath: string = join(repositoryRoot, "image", "packages.lock.json");

/** Which packages the image asks for by name. */
export const configurationPath: string = join(repositoryRoot, "image", "mkosi", "mkosi.conf");

/** What happens when the archives no longer have what was locked. */
export type DriftPolicy = "refuse" | "fresh-lock";

/**
 * A release is made from the lock or not at all. Everybody else is told what drifted and goes on,
 * or no old checkout could be started once the archives have moved.
 */
export function driftPolicy(isRelease: boolean): DriftPolicy {
	return isRelease ? "refuse" : "fresh-lock";
}

/** The lock of this checkout; that it holds every package that mkosi.conf names is checked. */
export function readLock(): PackageLock {
	if (!existsSync(lockPath)) {
		throw new SomaError({
			code: "lock-missing",
			message: `${lockPath} does not exist`,
			hint: "make it with `npm run lock`",
		});
	}
	const lock = parseLock(readFileSync(lockPath, "utf8"), lockPath);
	const locked = new Set(lock.map((row) => row.name));
	const wanted = wantedPackages(readFileSync(configurationPath, "utf8"));
	const missing = wanted.filter((name) => !locked.has(name));
	if (missing.length > 0) {
		throw new SomaError({
			code: "lock-stale",
			message: `${lockPath} lacks packages of mkosi.conf: ${missing.join(", ")}`,
			hint: "run `npm run lock` and review its diff",
		});
	}
	return lock;
}

/** What the archives would give today. */
export async function resolveLock(tree: ToolTree, report: Report): Promise<PackageLock> {
	return await withLock("packages", report, async () => {
		const apt = await openApt(tree, report);
		return await apt.resolve(wantedPackages(readFileSync(configurationPath, "utf8")));
	});
}

/** The files of packages, in the cache; each has the hash that its lock says. */
export interface Debs {
	readonly lock: PackageLock;
	/** The path of a package's file. */
	path(locked: LockedPackage): string;
}

/**
 * Every locked package as a file: from the cache, and only what is missing there from the archives.
 * So a newer version in an archive breaks nothing. A version that is gone is an error that names
 * it, or with `fresh-lock` a reason to take what the archives have today.
 */
export async function ensureDebs(
	tree: ToolTree,
	lock: PackageLock,
	policy: DriftPolicy,
	report: Report,
): Promise<Debs> {
	const directory = join(ensureCacheDirectory(), "packages", "debs");
	mkdirSync(directory, { recursive: true });
	const path = (locked: LockedPackage): string => join(directory, debFileName(locked));
	return await withLock("packages", report, async () => {
		const missing = lock.filter((row) => sha256Of(path(row)) !== row.sha256);
		if (missing.length === 0) {
			return { lock, path };
		}
		const apt = await openApt(tree, report);
		const offered = await apt.versions(missing.map((row) => row.name));
		const gone = missing.filter(({ name, version }) => offered.get(name)?.has(version) !== true);
		if (gone.length === 0) {
			await fetchInto(apt.download, missing, directory);
			return { lock, path };
		}
		const said = gone.map(({ name, version }) => `${name} ${version}`).join(", ");
		if (policy === "refuse") {
			throw driftError(said, offered, gone);
		}
		report(`the archives no longer have ${said}`);
		const fresh = await apt.resolve(wantedPackages(readFileSync(configurationPath, "utf8")));
		const rest = fresh.filter((row) => sha256Of(path(row)) !== row.sha256);
		await fetchInto(apt.download, rest, directory);
		writeFileSync(freshLockPath(lock), formatLock(fresh));
		return { lock: fresh, path };
	});
}

/** The lock that stands in for one that drifted, so that later builds need no archive. */
export function readFreshLock(lock: PackageLock): PackageLock | undefined {
	const path = freshLockPath(lock);
	return existsSync(path) ? parseLock(readFileSync(path, "utf8"), path) : undefined;
}

function freshLockPath(lock: PackageLock): string {
	const name = `fresh-lock-${contentKey([formatLock(lock)])}.json`;
	return join(cacheDirectory(), "packages", name);
}

function driftError(
	said: string,
	offered: ReadonlyMap<string, ReadonlySet<string>>,
	gone: PackageLock,
): SomaError {
	const now = gone.map(({ name }) => `${name} ${[...(offered.get(name) ?? ["-"])].join(" or ")}`);
	return new SomaError({
		code: "package-drift",
		message: `the archives no longer have ${said}; they have ${now.join(", ")}`,
		hint: "run `npm run lock`, review its diff, and commit it",
	});
}

/** Downloads beside the store, and moves each file in only when its hash is right. */
async function fetchInto(
	download: (packages: PackageLock, directory: string) => Promise<void>,
	packages: PackageLock,
	directory: string,
): Promise<void> {
	if (packages.length === 0) {
		return; // `apt-get download` of nothing is an error
	}
	const staging = `${directory}.partial`;
	rmSync(staging, { recursive: true, force: true });
	mkdirSync(staging);
	await download(packages, staging);
	for (const row of packages) {
		const file = join(staging, debFileName(row));
		if (sha256Of(file) !== row.sha256) {
			throw new SomaError({
				code: "package-differs",
				message: `${row.name} ${row.version} in the archive is not the file that was locked`,
				hint: "one version must have one content: find out why before you run `npm run lock`",
			});
		}
		renameSync(file, join(directory, debFileName(row)));
	}
	rmSync(staging, { recursive: true });
}

function sha256Of(path: string): string | undefined {
	return existsSync(path)
		? createHash("sha256").update(readFileSync(path)).digest("hex")
		: undefined;
}

import {
	copyFileSync,
	cpSync,
	existsSync,
	linkSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { parseDpkgStatus } from "../packages/dpkg-status.ts";
import { diffLocks, formatLock, judgeInstalled, type PackageLock } from "../packages/lock.ts";
import {
	configurationPath,
	type Debs,
	type DriftPolicy,
	ensureDebs,
	readFreshLock,
	readLock,
} from "../packages/store.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { keepUsed } from "../tools/prune.ts";
import type { ToolTree } from "../tools/tree.ts";

const recipe = "2";

type Report = (line: string) => void;

/** The base tree: every package of the lock, unpacked and configured. */
export interface Base {
	readonly path: string;
	readonly key: string;
	readonly lock: PackageLock;
	/** How the packages differ from the checkout's lock, a line each, when the archives moved. */
	readonly drift: readonly string[];
}

/**
 * The base tree of this checkout's lock. Made once for each lock and configuration; needs no
 * network while the packages are in the cache.
 */
export async function ensureBase(
	tree: ToolTree,
	policy: DriftPolicy,
	report: Report,
): Promise<Base> {
	const lock = readLock();
	const substitute = policy === "refuse" ? undefined : readFreshLock(lock);
	const found = [lock, ...(substitute === undefined ? [] : [substitute])]
		.map((candidate) => baseOf(tree, candidate, lock))
		.find((base) => existsSync(base.path));
	if (found !== undefined) {
		await keepUsed(dirname(found.path), "base-");
		return found;
	}
	const debs = await ensureDebs(tree, lock, policy, report);
	const base = baseOf(tree, debs.lock, lock);
	if (!existsSync(base.path)) {
		await buildBase(tree, debs, dirname(base.path), report);
	}
	return base;
}

/**
 * Builds the base tree of the same packages afresh, past the cache.
 * @param directory a directory that does not exist yet
 * @returns the path of the tree in it
 */
export async function rebuildBase(
	tree: ToolTree,
	{ lock }: Base,
	directory: string,
	report: Report,
): Promise<string> {
	await buildBase(tree, await ensureDebs(tree, lock, "refuse", report), directory, report);
	return join(directory, "base");
}

function baseOf(tree: ToolTree, lock: PackageLock, wanted: PackageLock): Base {
	const parts = [recipe, tree.path, readFileSync(configurationPath), formatLock(lock)];
	const key = contentKey(parts);
	const path = join(cacheDirectory(), `base-${key}`, "base");
	return { path, key, lock, drift: diffLocks(wanted, lock) };
}

async function buildBase(
	tree: ToolTree,
	debs: Debs,
	directory: string,
	report: Report,
): Promise<void> {
	const staging = `${directory}.partial`;
	rmSync(staging, { recursive: true, force: true });
	const sources = join(staging, "mkosi.sandbox", "etc", "apt", "sources.list.d");
	mkdirSync(sources, { recursive: true });
	cpSync(configurationPath, join(staging, "mkosi.conf"));
	writeFileSync(join(sources, "mkosi.sources"), archiveStanza);
	await makeArchive(tree, debs, join(staging, "packages", "cache", "apt", "locked"));
	await tree.run({
		argv: ["mkosi", "--force", "--package-cache-dir=packages", "build"],
		cwd: staging,
		onLine: report,
	});
	const status = readFileSync(join(staging, "base", "var", "lib", "dpkg", "status"), "utf8");
	const differences = judgeInstalled(debs.lock, parseDpkgStatus(status));
	if (differences.length > 0) {
		throw new SomaError({
			code: "lock-differs",
			message: `the base tree is not what was locked:\n    ${differences.join("\n    ")}`,
			hint: "run `npm run lock` and review its diff",
		});
	}
	rmSync(join(staging, "packages"), { recursive: true });
	renameSync(staging, directory);
}

/**
 * The only archive that mkosi is given: exactly the locked files. It may be trusted, since each
 * file's hash was compared with the lock. mkosi's sandbox sees the package cache at this path.
 */
const archiveStanza = `Types: deb
URIs: file:///var/cache/apt/locked
Suites: ./
Trusted: yes
`;

async function makeArchive(tree: ToolTree, debs: Debs, directory: string): Promise<void> {
	mkdirSync(directory, { recursive: true });
	for (const row of debs.lock) {
		const path = debs.path(row);
		linkOrCopy(path, join(directory, basename(path)));
	}
	const scanned = await tree.run({ argv: ["dpkg-scanpackages", "."], cwd: directory });
	writeFileSync(join(directory, "Packages"), scanned.stdout);
}

function linkOrCopy(source: string, target: string): void {
	try {
		linkSync(source, target);
	} catch {
		copyFileSync(source, target); // a cache on two file systems, or one without links
	}
}

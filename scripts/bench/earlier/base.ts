import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Base, rebuildBase } from "../../../image/builder/base.ts";
import { debFileName, openApt } from "../../../image/packages/apt.ts";
import type { LockedPackage, PackageLock } from "../../../image/packages/lock.ts";
import { cacheDirectory, contentKey } from "../../../image/tools/cache.ts";
import { withLock } from "../../../image/tools/lock.ts";
import type { ToolTree } from "../../../image/tools/tree.ts";
import { SomaError } from "../../../userland/lib/errors.ts";
import type { Report } from "../../lib/progress.ts";

/** A base tree with other versions of some packages, and which they are. */
export interface EarlierBase {
	readonly path: string;
	/** As `libssl3t64 3.5.7-1 (now 3.5.9-1)`. */
	readonly packages: readonly string[];
}

/** A package of whose source nearly every system has a part that listens to the network. */
const preferred = "libssl3t64";

/** How many packages are another version: those of one source, or all that can be had. */
export type Extent = "one-source" | "all";

/**
 * The base tree with packages in a version that the archives still have besides the locked one, or
 * have already. Made once, in a minute.
 * @throws SomaError `no-other-version` when they have none.
 */
export async function earlierBase(
	tree: ToolTree,
	present: Base,
	extent: Extent,
	report: Report,
): Promise<EarlierBase> {
	const directory = join(cacheDirectory(), `bench-base-${contentKey([present.key, extent])}`);
	const record = join(directory, "packages.json");
	if (!existsSync(record)) {
		const lock = await otherLock(tree, present.lock, extent, report);
		rmSync(directory, { recursive: true, force: true });
		await rebuildBase(tree, { ...present, lock }, directory, report);
		const packages = lock
			.map((row, at) => ({ ...row, now: present.lock[at]?.version ?? "" }))
			.filter(({ version, now }) => version !== now)
			.map(({ name, version, now }) => `${name} ${version} (now ${now})`);
		writeFileSync(record, JSON.stringify(packages));
	}
	const packages: unknown = JSON.parse(readFileSync(record, "utf8"));
	return { path: join(directory, "base"), packages: Array.isArray(packages) ? packages : [] };
}

async function otherLock(
	tree: ToolTree,
	lock: PackageLock,
	extent: Extent,
	report: Report,
): Promise<PackageLock> {
	return await withLock("packages", report, async () => {
		const apt = await openApt(tree, report);
		const offered = await apt.versions(lock.map(({ name }) => name));
		const others = lock.flatMap((row) => {
			const version = [...(offered.get(row.name) ?? [])].find((one) => one !== row.version);
			return version === undefined ? [] : [{ row, other: { ...row, version } }];
		});
		const chosen = others.find(({ row }) => row.name === preferred) ?? others[0];
		if (chosen === undefined) {
			throw new SomaError({
				code: "no-other-version",
				message: "the archives have every package of the lock in one version only",
				hint: "run this benchmark after the next security update of Debian",
			});
		}
		const isWanted = (candidate: LockedPackage): boolean =>
			extent === "all" || candidate.version === chosen.row.version;
		const wanted = others.filter(({ row }) => isWanted(row)).map(({ other }) => other);
		mkdirSync(cacheDirectory(), { recursive: true });
		const downloads = mkdtempSync(join(cacheDirectory(), "bench-debs-"));
		try {
			await apt.download(wanted, downloads);
			return lock.map((row) => {
				const other = wanted.find(({ name }) => name === row.name);
				return other === undefined ? row : { ...other, sha256: sha256Of(downloads, other) };
			});
		} finally {
			rmSync(downloads, { recursive: true });
		}
	});
}

function sha256Of(directory: string, row: LockedPackage): string {
	return createHash("sha256")
		.update(readFileSync(join(directory, debFileName(row))))
		.digest("hex");
}

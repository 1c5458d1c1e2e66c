import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSelector } from "../boot-selector/build.ts";
import { driftPolicy } from "../packages/store.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { withLock } from "../tools/lock.ts";
import { keepUsed, mostImages } from "../tools/prune.ts";
import { openToolTree, repositoryRoot } from "../tools/tree.ts";
import { buildImage } from "./assemble.ts";
import { ensureBase } from "./base.ts";
import { sourceParts } from "./image-key.ts";
import { ensureKernel } from "./kernel.ts";
import { ensureDevelopmentRepository } from "./release-repository.ts";
import type { Release } from "./trees.ts";
import { ensureUserland } from "./userland.ts";

const dayMs = 86_400_000;

/**
 * The release of a day: days since 2013-10-03, the day on which CoreOS was born.
 * @param point which of several releases of the day, from 1 on; the first one has none
 */
export function releaseOf(today: Date, point?: number): Release {
	const first = Date.UTC(2013, 9, 3);
	const days = Math.floor((today.getTime() - first) / dayMs);
	const version = point === undefined ? String(days) : `${days}.${point}`;
	return { version, epochSeconds: (first + days * dayMs) / 1000 };
}

/** How an image is built. */
export interface ImageOptions {
	/** For others than the builder: drift of the package lock is an error. */
	readonly isRelease: boolean;
	/** See {@link releaseOf}. */
	readonly point?: number | undefined;
}

/**
 * Builds the image of this checkout into `out/`, unless the same inputs were built before. Returns
 * how its packages differ from the checkout's lock, a line each.
 */
export async function ensureImage(
	options: ImageOptions,
	report: (line: string) => void,
): Promise<readonly string[]> {
	const tree = openToolTree();
	const [kernel, userland] = [await ensureKernel(tree, report), await ensureUserland()];
	const release = releaseOf(new Date(), options.point);
	return await withLock("image", report, async () => {
		report("base tree");
		const base = await ensureBase(tree, driftPolicy(options.isRelease), report);
		const repository = await ensureDevelopmentRepository(userland.binary);
		const root = readFileSync(repository.root);
		const made = [tree.path, kernel.key, userland.binary, base.key, release.version, root];
		const key = contentKey([...made, ...sourceParts()]);
		const work = join(cacheDirectory(), `image-${key}`);
		if (!existsSync(join(work, "build.json"))) {
			const { efi: selector } = await ensureSelector(tree);
			const inputs = { kernel, userland, base: base.path, selector, release, repository, work };
			await buildImage(tree, inputs, report);
		}
		await keepUsed(work, "image-", mostImages);
		mkdirSync(join(repositoryRoot, "out"), { recursive: true });
		const recordPath = join(repositoryRoot, "out", "build.json");
		writeFileSync(`${recordPath}.new`, readFileSync(join(work, "build.json")));
		renameSync(`${recordPath}.new`, recordPath);
		return base.drift;
	});
}

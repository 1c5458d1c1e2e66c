import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { withLock } from "../tools/lock.ts";
import { keepUsed, mostImages } from "../tools/prune.ts";
import { freeBytes } from "../tools/space.ts";
import { openToolTree, repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { checkImage, statOfImageFile } from "./check-image.ts";
import { makeOutputs } from "./perform.ts";
import { neededBytes, type ReleaseFiles } from "./plan.ts";
import { damageOf, publish } from "./publish.ts";

type Report = (line: string) => void;

/**
 * Everything that is published of a release, in `out/VERSION/`: from the cache, or made in half a
 * minute. Gives that directory.
 */
export async function ensureOutputs(release: ReleaseFiles, report: Report): Promise<string> {
	const tree = openToolTree();
	const directory = join(cacheDirectory(), `outputs-${keyOf(tree, release)}`);
	const target = join(repositoryRoot, "out", release.version);
	await withLock("outputs", report, async () => {
		const damage = existsSync(directory) ? await damageOf(directory) : undefined;
		if (damage !== undefined) {
			report(`${directory} is damaged (${damage}) and made again`);
			rmSync(directory, { recursive: true });
		}
		if (!existsSync(directory)) {
			await makeInto(tree, release, directory, report);
		}
		await keepUsed(directory, "outputs-", mostImages);
		publish(directory, target);
	});
	return target;
}

function keyOf(tree: ToolTree, release: ReleaseFiles): string {
	const sources = readdirSync(import.meta.dirname)
		.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
		.sort()
		.map((name) => readFileSync(join(import.meta.dirname, name)));
	const { size, mtimeMs } = statOfImageFile(release.disk);
	const certificate = readFileSync(release.signer.certificate);
	const values = [JSON.stringify(release), String(size), String(mtimeMs)];
	return contentKey([tree.path, ...values, certificate, ...sources]);
}

async function makeInto(
	tree: ToolTree,
	release: ReleaseFiles,
	directory: string,
	report: Report,
): Promise<void> {
	requireSpace(release);
	report("reading the image");
	await checkImage(tree, release);
	const staging = `${directory}.partial`;
	rmSync(staging, { recursive: true, force: true });
	try {
		await makeOutputs(tree, release, staging, report);
	} catch (error) {
		rmSync(staging, { recursive: true, force: true });
		throw explained(error);
	}
	renameSync(staging, directory);
}

/** Before the work: is there room for what it makes? */
function requireSpace(release: ReleaseFiles): void {
	const { disk, boot, usr, verity, selector, rescue, kernel, microcode, networkInitrd, live } =
		release;
	const sizeOf = (...paths: readonly string[]): number =>
		paths.reduce((sum, path) => sum + statOfImageFile(path).size, 0);
	const needed = neededBytes({
		diskAllocatedBytes: statOfImageFile(disk).blocks * 512,
		liveBytes: sizeOf(kernel, microcode, networkInitrd, live),
		otherBytes: sizeOf(boot, usr, verity, selector, rescue, release.soma),
	});
	const free = freeBytes(cacheDirectory());
	if (free < needed) {
		throw noSpace(
			`the files of release ${release.version} need ${formatBytes(needed)} in ` +
				`${cacheDirectory()}, where ${formatBytes(free)} are free`,
		);
	}
}

function noSpace(message: string, cause?: unknown): SomaError {
	const hint = "free space there, or set XDG_CACHE_HOME to a directory elsewhere";
	return new SomaError({ code: "no-space", message, hint, cause });
}

/** A disk that somebody else filled meanwhile. */
function explained(error: unknown): unknown {
	const text = error instanceof Error ? error.message : "";
	return /ENOSPC|No space left on device/i.test(text)
		? noSpace(`${cacheDirectory()} became full while files of the release were made`, error)
		: error;
}

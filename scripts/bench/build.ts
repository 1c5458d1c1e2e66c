import { mkdtempSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ensureSelector } from "../../image/boot-selector/build.ts";
import { ensureUserland } from "../../image/builder/userland.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { removeTree } from "../../image/tools/make-tree.ts";
import { openToolTree, repositoryRoot } from "../../image/tools/tree.ts";
import type { Build } from "../../qemu-tests/lab/build.ts";
import { run } from "../../userland/system/process.ts";
import { durationText } from "../lib/duration.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";

/** Runs `npm run image` with a cache of its own and gives the time in milliseconds. */
async function timeBuild(cacheHome: string, report: Report): Promise<number> {
	const started = performance.now();
	await run({
		argv: [process.execPath, join(repositoryRoot, "scripts", "main.ts"), "image"],
		env: { ...process.env, XDG_CACHE_HOME: cacheHome } as Record<string, string>,
		onLine: report,
	});
	return performance.now() - started;
}

/** What a build makes before it signs: by path in its cache, the key replaced by a star. */
const unsignedParts = [
	"kernel-*/bzImage",
	"selector-*/selector.efi",
	"userland-*/soma",
	...["initrd.cpio", "microcode.cpio", "rescue.efi", "uki.efi", "usr.erofs", "usr.verity"].map(
		(name) => `image-*/${name}`,
	),
];

/** The parts of the image that two caches hold with the same bits. */
async function equalParts(build: Build, cache: string): Promise<readonly string[]> {
	const image = dirname(build.disk);
	const others: Readonly<Record<string, string>> = {
		"kernel-*/bzImage": build.kernel,
		"selector-*/selector.efi": (await ensureSelector(openToolTree())).efi,
		"userland-*/soma": (await ensureUserland()).binary,
	};
	const digests = await Promise.all(
		unsignedParts.map(async (pattern) => {
			const [found = ""] = await Array.fromAsync(new Bun.Glob(pattern).scan({ cwd: cache }));
			const other = others[pattern] ?? join(image, basename(pattern));
			return [await digestOfFile(join(cache, found)), await digestOfFile(other)] as const;
		}),
	);
	return unsignedParts.filter((_, at) => digests[at]?.[0].sha256 === digests[at]?.[1].sha256);
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const cacheHome = mkdtempSync(join(cacheDirectory(), "bench-build-"));
	try {
		const coldMs = await timeBuild(cacheHome, report);
		const warmMs = await timeBuild(cacheHome, report);
		const equal = await equalParts(build, join(cacheHome, "soma"));
		return [
			{
				what: "tool tree, kernel and image from nothing",
				ours: durationText(coldMs),
				peer: "none measured",
				ratio: "",
				goal: "<= 30 min",
				meetsGoal: coldMs <= 30 * 60_000,
			},
			{
				what: "the same again, nothing changed",
				ours: durationText(warmMs),
				peer: "none measured",
				ratio: (warmMs / coldMs).toFixed(4),
				goal: "<= 5 min",
				meetsGoal: warmMs <= 5 * 60_000,
			},
			{
				what: "unsigned parts with the bits of an earlier build, kernel and binary among them",
				ours: `${equal.length} of ${unsignedParts.length}`,
				peer: "none measured",
				ratio: "",
				goal: "all",
				meetsGoal: equal.length === unsignedParts.length,
			},
		];
	} finally {
		await removeTree(cacheHome);
	}
}

/** How long a build takes with an empty cache, and with a full one. */
export const buildBenchmark: Benchmark = {
	name: "build",
	about: "Everything from an empty cache, then once more; only Bun and the packages are there.",
	run: measure,
};

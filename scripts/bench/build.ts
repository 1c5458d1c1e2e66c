import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { removeTree } from "../../image/tools/make-tree.ts";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { run } from "../../userland/system/process.ts";
import { durationText } from "../lib/duration.ts";
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

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const cacheHome = mkdtempSync(join(cacheDirectory(), "bench-build-"));
	try {
		const coldMs = await timeBuild(cacheHome, report);
		const warmMs = await timeBuild(cacheHome, report);
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

import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChunkIndex } from "../../userland/core/chunk/index-file.ts";
import { defaultChunkSizes } from "../../userland/core/chunk/sizes.ts";
import { equalBytes } from "../../userland/lib/bytes.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { chunkFile } from "../../userland/system/chunk-blob.ts";
import { writeChunk } from "../../userland/system/chunk-store.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { type Benchmark, type BenchRow, secondsText } from "./benchmark.ts";

/** Cuts and stores /usr once by us and once by casync, which must agree. */
async function timeCutting(usr: string, work: string, report: Report): Promise<BenchRow> {
	const { minBytes, averageBytes, maxBytes } = defaultChunkSizes;
	report("cutting /usr");
	const startMs = performance.now();
	const { index } = await chunkFile(usr, defaultChunkSizes, (chunk, bytes) => {
		writeChunk(join(work, "ours.castr"), chunk, bytes);
	});
	const oursMs = performance.now() - startMs;
	report("casync cuts /usr");
	const theirs = join(work, "theirs.caibx");
	const theirStartMs = performance.now();
	await openToolTree().run({
		argv: [
			...["casync", "make", "--digest=sha256", "--compression=zstd"],
			`--chunk-size=${minBytes}:${averageBytes}:${maxBytes}`,
			...[`--store=${join(work, "theirs.castr")}`, theirs, usr],
		],
	});
	const theirsMs = performance.now() - theirStartMs;
	if (!equalBytes(formatChunkIndex(index), readFileSync(theirs))) {
		throw new SomaError({
			code: "index-differs",
			message: `casync cuts ${usr} otherwise than we do`,
			hint: "compare the chunker with casync's",
		});
	}
	return {
		what: `cutting /usr (${formatBytes(statSync(usr).size)}) and storing its chunks`,
		ours: `${secondsText(oursMs)}, zstd 19`,
		peer: `${secondsText(theirsMs)}, zstd 3 (casync, the same index)`,
		ratio: (oursMs / theirsMs).toFixed(2),
		goal: "",
	};
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const work = mkdtempSync(join(cacheDirectory(), "bench-update-delta-"));
	try {
		return [await timeCutting(build.usr, work, report)];
	} finally {
		rmSync(work, { recursive: true });
	}
}

/** What an update takes of the network beside what others take. */
export const updateDeltaBenchmark: Benchmark = {
	name: "update-delta",
	about: "What an update fetches, and how long its chunks take to make, beside casync.",
	run: measure,
};

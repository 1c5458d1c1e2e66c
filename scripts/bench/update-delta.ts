import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { partPath } from "../../image/outputs/plan.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChunkIndex } from "../../userland/core/chunk/index-file.ts";
import { defaultChunkSizes } from "../../userland/core/chunk/sizes.ts";
import { slotParts } from "../../userland/core/release/manifest.ts";
import { equalBytes } from "../../userland/lib/bytes.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { chunkFile } from "../../userland/system/chunk-blob.ts";
import { writeChunk } from "../../userland/system/chunk-store.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { type Benchmark, type BenchRow, secondsText } from "./benchmark.ts";
import { type Change, changes, ensureEarlier } from "./earlier/slot.ts";
import { makeRaucBundle, type RaucBundle, raucBytes } from "./rauc-bytes.ts";
import { casyncBytes, ourBytes, type SlotFiles, type UpdateBytes } from "./update-bytes.ts";

/** What each change is called, and the share of the whole release that it may take at most. */
const titles: Readonly<Record<Change, { title: string; goalPercent?: number }>> = {
	code: { title: "one line of one command", goalPercent: 0.5 },
	"shared-code": { title: "one line that every command has" },
	package: { title: "a fix of one Debian package", goalPercent: 3 },
	"point-release": { title: "a point release of Debian" },
	kernel: { title: "one line of the kernel" },
};

/** An update with one change, by us and by others, on the same images. */
async function measureChange(
	change: Change,
	before: SlotFiles,
	after: { readonly files: SlotFiles; readonly bundle: RaucBundle; readonly wholeBytes: number },
	work: string,
): Promise<BenchRow> {
	const { files, bundle, wholeBytes } = after;
	const ours = await ourBytes(before, files);
	const casync = await casyncBytes(before, files, join(work, change));
	const rauc = raucBytes(before, bundle);
	rmSync(join(work, change), { recursive: true });
	const { title, goalPercent } = titles[change];
	const percent = (100 * ours.bytes) / wholeBytes;
	const peers = [
		`${megabytes(wholeBytes)} (the whole release)`,
		`${updateText(rauc)} (RAUC adaptive)`,
		`${updateText(casync)} (casync)`,
	];
	return {
		what: `an update with ${title}: boot image, /usr, hash tree`,
		ours: updateText(ours),
		peer: peers.join(", "),
		ratio: (ours.bytes / wholeBytes).toFixed(3),
		goal: goalPercent === undefined ? "" : `<= ${goalPercent} % of the whole`,
		...(goalPercent === undefined ? {} : { meetsGoal: percent <= goalPercent }),
	};
}

function updateText({ bytes, indexBytes }: UpdateBytes): string {
	return `${megabytes(bytes)}, ${megabytes(indexBytes)} of it index`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

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
		ours: `${secondsText(oursMs)}, zstd 15`,
		peer: `${secondsText(theirsMs)}, zstd 3 (casync, the same index)`,
		ratio: (oursMs / theirsMs).toFixed(2),
		goal: "",
	};
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const files = { boot: build.boot, usr: build.usr, verity: build.verity };
	const outputs = await ensureOutputs(build, report);
	const sizes = slotParts.map((part) => statSync(join(outputs, partPath(part))).size);
	const wholeBytes = sizes.reduce((sum, size) => sum + size, 0);
	const work = mkdtempSync(join(cacheDirectory(), "bench-update-delta-"));
	try {
		report("RAUC makes a bundle");
		const bundle = await makeRaucBundle(files, build.signer, join(work, "rauc"));
		const rows: BenchRow[] = [];
		for (const change of changes) {
			const earlier = await ensureEarlier(change, build, report);
			report(`${titles[change].title}: ${earlier.about}`);
			rows.push(await measureChange(change, earlier.parts, { files, bundle, wholeBytes }, work));
		}
		return [...rows, await timeCutting(build.usr, work, report)];
	} finally {
		rmSync(work, { recursive: true });
	}
}

/** What an update takes of the network beside what others take. */
export const updateDeltaBenchmark: Benchmark = {
	name: "update-delta",
	about:
		"What a node fetches that has the release of the day before, with one change between them. " +
		"RAUC reads 64 KiB blocks of a zstd squashfs that hold a missing 4 KiB block, and its index; " +
		"casync cuts by its default of 64 KiB.",
	run: measure,
};

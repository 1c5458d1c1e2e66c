import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureUserland } from "../../image/builder/userland.ts";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { run } from "../../userland/system/process.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { type Benchmark, type BenchRow, median } from "./benchmark.ts";

const rounds = 3;
const diskBytes = 4 * 1024 ** 3;

/** Each round begins with a file of the same size that has nothing in it. */
async function timed(disk: string, work: () => Promise<unknown>): Promise<number> {
	rmSync(disk, { force: true });
	writeFileSync(disk, "");
	truncateSync(disk, diskBytes);
	await run({ argv: ["sync"] });
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}

/** The usual way: unpack to the disk, flush, read back what was written and compare. */
const byHand = [
	'zstd -dcq "$1" | dd of="$2" bs=4M iflag=fullblock conv=fsync,notrunc status=none',
	'dd if="$2" iflag=nocache count=0 status=none',
	'head -c "$3" "$2" | sha256sum >"$2.disk"',
	'zstd -dcq "$1" | sha256sum >"$2.image"',
	'cmp "$2.disk" "$2.image"',
].join("\n");

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const out = await ensureOutputs(build, report);
	const { binary } = await ensureUserland();
	const directory = mkdtempSync(join(cacheDirectory(), "bench-install-"));
	const disk = join(directory, "disk");
	const ours: number[] = [];
	const theirs: number[] = [];
	try {
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			const certificate = join(out, "certificate.pem");
			const install = ["install", "--to", disk, "--source", out, "--certificate", certificate];
			ours.push(await timed(disk, () => run({ argv: [binary, ...install] })));
			const values = [join(out, "soma.raw.zst"), disk, String(statSync(build.disk).size)];
			const shell = ["bash", "-euo", "pipefail", "-c", byHand, "by-hand", ...values];
			theirs.push(await timed(disk, () => openToolTree().run({ argv: shell })));
		}
	} finally {
		rmSync(directory, { recursive: true });
	}
	const [own, peer] = [median(ours), median(theirs)];
	return [
		{
			what: "a release onto a disk, read back",
			ours: `${own.toFixed(1)} s`,
			peer: `${peer.toFixed(1)} s (zstd, dd and sha256sum of the raw image, same file, measured)`,
			ratio: (own / peer).toFixed(2),
			goal: "<= 1.00",
			meetsGoal: own <= peer,
		},
	];
}

/** How long an installation takes. */
export const installBenchmark: Benchmark = {
	name: "install",
	about:
		"`soma install` into a file beside zstd, dd and sha256sum, which write and read all of the " +
		"image; in turns, the medians of three rounds.",
	run: measure,
};

import { statSync } from "node:fs";
import { join } from "node:path";
import { ensureOutputs } from "../../image/outputs/main.ts";
import { partPath } from "../../image/outputs/plan.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import type { Build } from "../../qemu-tests/lab/build.ts";
import { extentOf, partitionOf, readTable } from "../../qemu-tests/lab/disk-tools.ts";
import { openOfflineDisk } from "../../qemu-tests/lab/offline-disk.ts";
import { bootHeaderSizeBytes, parseBootHeader } from "../../userland/core/boot/header.ts";
import { slotParts } from "../../userland/core/release/manifest.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";
import { ensurePeer } from "./peer.ts";

/** The names that `dump.erofs --ls` lists as files (type 1) and links (type 7). */
export function namesInListing(listing: string): string[] {
	return [...listing.matchAll(/^\s+\d+\s+[17]\s+(\S+)$/gm)].map((match) => match[1] ?? "");
}

/** The names that `debugfs -R "ls -p"` lists, without the folder itself and its parent. */
export function namesInExt4Listing(listing: string): string[] {
	return listing
		.split("\n")
		.map((line) => line.split("/")[5] ?? "")
		.filter((name) => name !== "" && name !== "." && name !== "..");
}

async function pathNames(usr: string): Promise<number> {
	const names = new Set<string>();
	for (const folder of ["/bin", "/sbin"]) {
		const argv = ["dump.erofs", "--ls", `--path=${folder}`, usr];
		const listed = await openToolTree().runUnchecked({ argv });
		for (const name of namesInListing(listed.stdout)) {
			names.add(name);
		}
	}
	return names.size;
}

async function bootImageBytes(build: Build): Promise<number> {
	const disk = await openOfflineDisk({ path: build.disk, format: "raw" });
	const { offsetBytes, sizeBytes } = extentOf(
		partitionOf((await readTable(disk)).table, "boot", "A"),
	);
	const header = parseBootHeader(await disk.read(offsetBytes, bootHeaderSizeBytes), sizeBytes);
	return "problem" in header ? Number.NaN : header.payloadBytes;
}

interface PeerSizes {
	readonly usedBytes: number;
	readonly packages: number;
	readonly names: number;
}

async function measurePeer(diskPath: string): Promise<PeerSizes> {
	const ask = async (question: string): Promise<string> =>
		(await openToolTree().run({ argv: ["debugfs", "-R", question, diskPath] })).stdout;
	const names = new Set<string>();
	for (const folder of ["/usr/bin", "/usr/sbin"]) {
		for (const name of namesInExt4Listing(await ask(`ls -p ${folder}`))) {
			names.add(name);
		}
	}
	const packages = (await ask("cat /var/lib/dpkg/status")).match(/^Package: /gm)?.length ?? 0;
	const facts = await ask("show_super_stats -h");
	const field = (name: string): number =>
		Number(new RegExp(`^${name}:\\s+(\\d+)$`, "m").exec(facts)?.[1] ?? Number.NaN);
	const usedBlocks = field("Block count") - field("Free blocks");
	return { usedBytes: usedBlocks * field("Block size"), packages, names: names.size };
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const peer = await measurePeer((await ensurePeer(report)).diskPath);
	const usrBytes = statSync(build.usr).size;
	const names = await pathNames(build.usr);
	const outputs = await ensureOutputs(build, report);
	const megabytesOf = (...paths: readonly string[]): number =>
		paths.reduce((sum, path) => sum + statSync(join(outputs, path)).size, 0) / 1_000_000;
	const update = megabytesOf(...slotParts.map(partPath));
	return [
		{
			what: "names in PATH",
			ours: String(names),
			peer: `${peer.names} (minimal Debian, measured), 29 (Talos 1.7), 2391 (Flatcar), published`,
			ratio: (names / peer.names).toFixed(2),
			goal: "< 60",
			meetsGoal: names > 0 && names < 60,
		},
		{
			what: "the system on disk: /usr",
			ours: formatBytes(usrBytes),
			peer: `${formatBytes(peer.usedBytes)} (minimal Debian, measured)`,
			ratio: (usrBytes / peer.usedBytes).toFixed(2),
			goal: "",
		},
		{
			what: "boot image: kernel, initrd and command line, signed",
			ours: formatBytes(await bootImageBytes(build)),
			peer: "54 to 58 MiB (Flatcar's kernel before 2025-09, published)",
			ratio: "",
			goal: "",
		},
		{
			what: "download of a release: boot image, /usr, hash tree",
			ours: `${update.toFixed(1)} MB`,
			peer: "342 to 383 MB (an update of Flatcar, published)",
			ratio: (update / 342).toFixed(2),
			goal: "<= 100 MB",
			meetsGoal: update <= 100,
		},
		{
			what: "download of the whole disk, with rescue",
			ours: `${megabytesOf("soma.raw.zst").toFixed(1)} MB`,
			peer: "none measured",
			ratio: "",
			goal: "",
		},
	];
}

/** Sizes beside minimal Debian, measured, and beside what peers publish. */
export const sizesBenchmark: Benchmark = {
	name: "sizes",
	about: "Sizes and counts of what is shipped; minimal Debian is the one of the boot benchmark.",
	run: measure,
};

import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import {
	editTable,
	extentOf,
	partitionOf,
	readTable,
	replacePartition,
} from "../../qemu-tests/lab/disk-tools.ts";
import { openOfflineDisk } from "../../qemu-tests/lab/offline-disk.ts";
import { type ReleaseSite, withReleaseSite } from "../../qemu-tests/lab/release-site.ts";
import { type ChunkIndex, formatChunkIndex } from "../../userland/core/chunk/index-file.ts";
import { partitionLabel, slotPartitionUuids } from "../../userland/core/disk-layout.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import { chunkSizesOf } from "../../userland/core/repository/release.ts";
import { required } from "../../userland/lib/assert.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { run } from "../../userland/system/process.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { type Benchmark, type BenchRow, median } from "./benchmark.ts";
import { type Effort, runMeasured } from "./peak-memory.ts";
import { byHand, type PartOffsets, rauc, sysupdate, type UpdatePeer } from "./update-peers.ts";

const rounds = 3;
const greatestMebibytes = 128;

/** What several runs of one way took, or why there is none. */
interface Taken {
	readonly title: string;
	readonly efforts: Effort[];
	problem?: string;
}

async function freshDisk(from: string, disk: string): Promise<void> {
	await run({ argv: ["cp", "--sparse=always", from, disk] });
	await run({ argv: ["sync"] });
}

const strangerHash = "ab".repeat(32);

/** Makes slot A a release of its own, which has nothing of any other. */
async function makeStranger(path: string, state: string): Promise<void> {
	const disk = await openOfflineDisk({ path, format: "raw" });
	const uuids = slotPartitionUuids(strangerHash);
	await editTable(disk, (table) =>
		slotParts.reduce((before, part) => {
			const { index } = partitionOf(before, part, "A");
			const label = partitionLabel(part, "1");
			const uuid = part === "boot" ? {} : { uuid: uuids[part] };
			return replacePartition(before, index, { label, ...uuid });
		}, table),
	);
	// As on a node, STATE knows what the slot has; without that it would be cut into chunks first.
	const folder = join(state, "releases");
	mkdirSync(folder, { recursive: true });
	for (const part of slotParts) {
		const index = formatChunkIndex(strangerIndex(part, part === "usr" ? 12_000 : 1000));
		writeFileSync(join(folder, `${strangerHash}.${part}.caibx`), index);
	}
}

/** Chunks that no release has. */
function strangerIndex(part: SlotPart, count: number): ChunkIndex {
	const sizes = chunkSizesOf(part);
	const lengthBytes = sizes.averageBytes;
	const chunks = Array.from({ length: count }, (_, at) => ({
		offsetBytes: at * lengthBytes,
		lengthBytes,
		id: randomBytes(32).toString("hex"),
	}));
	return { sizes, chunks, lengthBytes: count * lengthBytes };
}

async function offsetsOf(path: string): Promise<PartOffsets> {
	const { table } = await readTable(await openOfflineDisk({ path, format: "raw" }));
	const offset = (part: "boot" | "usr" | "verity"): number =>
		extentOf(partitionOf(table, part, "B")).offsetBytes;
	return { boot: offset("boot"), usr: offset("usr"), verity: offset("verity") };
}

async function attempt(taken: Taken, work: () => Promise<Effort>): Promise<void> {
	if (taken.problem !== undefined) {
		return;
	}
	try {
		taken.efforts.push(await work());
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		taken.problem = error.message;
	}
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	await ensureImage(report);
	const work = mkdtempSync(join(cacheDirectory(), "bench-update-apply-"));
	try {
		return await withReleaseSite((site) => measureWith(site, work, report));
	} finally {
		rmSync(work, { recursive: true });
	}
}

async function measureWith(
	site: ReleaseSite,
	work: string,
	report: Report,
): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const version = `${build.version}.7`;
	const { boot, usr, verity } = await site.publish({ kind: "good", version });
	const files = { boot, usr, verity };
	const folder = (name: string): string => {
		mkdirSync(join(work, name));
		return join(work, name);
	};
	const peers: readonly UpdatePeer[] = [
		byHand(files, await offsetsOf(build.disk), folder("by-hand")),
		rauc(files, build.signer, folder("rauc")),
		sysupdate(files, folder("sysupdate")),
	];
	for (const peer of peers) {
		report(`${peer.title}: what it installs from`);
		await peer.prepare();
	}
	const disk = join(work, "disk");
	const trust = join(site.directory, "metadata", "1.root.json");
	const write = ["update", "write", disk, version, "--from", site.directory, "--trust", trust];
	const ours = async (isKnown: boolean): Promise<Effort> => {
		await freshDisk(build.disk, disk);
		const state = join(work, "state");
		rmSync(state, { recursive: true, force: true });
		if (!isKnown) {
			await makeStranger(disk, state);
		}
		return await runMeasured([build.soma, ...write, "--state", state]);
	};
	const delta: Effort[] = [];
	const whole: Effort[] = [];
	const taken = peers.map((peer): Taken => ({ title: peer.title, efforts: [] }));
	for (let round = 1; round <= rounds; round++) {
		report(`round ${round} of ${rounds}: ours`);
		delta.push(await ours(true));
		whole.push(await ours(false));
		for (const [at, peer] of peers.entries()) {
			report(`round ${round} of ${rounds}: ${peer.title}`);
			await freshDisk(build.disk, disk);
			await attempt(required(taken[at], "a peer"), () => peer.install(disk));
		}
	}
	return rowsOf(delta, whole, taken);
}

function rowsOf(
	delta: readonly Effort[],
	whole: readonly Effort[],
	peers: readonly Taken[],
): BenchRow[] {
	const ways = [
		{ what: "a release whose /usr the running slot has", efforts: delta },
		{ what: "a release of which nothing is on the disk", efforts: whole },
	];
	const times = ways.flatMap(({ what, efforts }) =>
		peers.map((peer) => ({ what, ours: oursText(efforts), ...besides(efforts, peer), goal: "" })),
	);
	const peak = (efforts: readonly Effort[]): number => Math.max(...efforts.map(mebibytesOf));
	const greatest = Math.max(peak(delta), peak(whole));
	const memory = {
		what: "memory, nothing on the disk beside all of /usr on it (greatest of all runs)",
		ours: `${peak(whole).toFixed(0)} MiB`,
		peer: `${peak(delta).toFixed(0)} MiB (ours, with /usr on the disk)`,
		ratio: (peak(whole) / peak(delta)).toFixed(2),
		goal: `<= ${greatestMebibytes} MiB`,
		meetsGoal: greatest <= greatestMebibytes,
	};
	return [...times, memory];
}

/** A peer's figures and ours to them. */
function besides(ours: readonly Effort[], peer: Taken): Pick<BenchRow, "peer" | "ratio"> {
	if (peer.problem !== undefined) {
		return { peer: `${peer.title} cannot run here: ${oneLine(peer.problem)}`, ratio: "" };
	}
	const time = median(ours.map(secondsOf)) / median(peer.efforts.map(secondsOf));
	const memory = median(ours.map(mebibytesOf)) / median(peer.efforts.map(mebibytesOf));
	return {
		peer: `${effortText(peer.efforts)} (${peer.title})`,
		ratio: `${time.toFixed(2)} time, ${memory.toFixed(1)} memory`,
	};
}

function oursText(efforts: readonly Effort[]): string {
	const [, bytes] = /fetched (\d+) compressed/.exec(efforts[0]?.stderr ?? "") ?? [];
	return `${effortText(efforts)}, ${(Number(bytes) / 1_000_000).toFixed(1)} MB of chunks fetched`;
}

function effortText(efforts: readonly Effort[]): string {
	const seconds = efforts.map(secondsOf);
	const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
	const spread = `${least.toFixed(1)} to ${most.toFixed(1)}`;
	const mebibytes = median(efforts.map(mebibytesOf)).toFixed(0);
	const anonymous = median(efforts.map(({ anonymousBytes }) => anonymousBytes / 1024 / 1024));
	const memory = `${mebibytes} MiB, of these ${anonymous.toFixed(0)} anonymous`;
	return `${median(seconds).toFixed(1)} s (${spread}), ${memory}`;
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, " ").replaceAll("|", "/").slice(-200);
}

const secondsOf = ({ seconds }: Effort): number => seconds;
const mebibytesOf = ({ peakBytes }: Effort): number => peakBytes / 1024 / 1024;

/** What putting a release into the other slot takes, beside what others take. */
export const updateApplyBenchmark: Benchmark = {
	name: "update-apply",
	about:
		"`soma update write` into the image of a disk, from a repository in a folder; it " +
		"verifies and reads back. By hand reads back too. RAUC and systemd-sysupdate do not: " +
		"the first mounts a signed plain bundle (zstd squashfs) and writes files as raw " +
		"slots, the second copies raw files (257 unpacks no zstd) with SHA256SUMS, unsigned, " +
		"into partitions of an image. In turns, medians of three rounds with least and most; " +
		"sources in the page cache. Memory is resident: of ours the program file is a part, " +
		"and RAUC maps its bundle to check the signature.",
	run: measure,
};

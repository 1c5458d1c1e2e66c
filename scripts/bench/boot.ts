import { ensureKernel } from "../../image/builder/kernel.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import type { Machine } from "../../qemu-tests/lab/machine.ts";
import { withMachine } from "../../qemu-tests/lab/machine.ts";
import type { Credential, MachineSpec } from "../../qemu-tests/lab/machine-spec.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { provenPattern } from "../start/key-lines.ts";
import { valueAt } from "../start/status-view.ts";
import { type Benchmark, type BenchRow, median } from "./benchmark.ts";
import { ensurePeer } from "./peer.ts";

/**
 * When one boot reached what, in milliseconds after the kernel's first line, and what it then used.
 */
interface BootTimes {
	readonly multiUserMs: number;
	/** Only of a Soma node. */
	readonly agentMs: number;
	readonly provenMs: number;
	readonly usedBytes: number;
}

const runs = 3;
const settleMs = 15_000;
const kernelStart = /Linux version \S+/;
const multiUser = /Reached target .*(?:multi-user\.target|Multi-User System)/;

/** Says on the console how much memory is in use, once the system has settled. */
const memoryProbe: Credential = {
	name: "systemd.extra-unit.bench-memory.service",
	text: [
		"[Unit]",
		"DefaultDependencies=no",
		"After=multi-user.target",
		"[Service]",
		"Type=oneshot",
		"StandardOutput=tty",
		"TTYPath=/dev/ttyS0",
		`ExecStartPre=/bin/sleep ${settleMs / 1000}`,
		"ExecStart=/bin/cat /proc/meminfo",
		"",
	].join("\n"),
};

const memoryWant: Credential = {
	name: "systemd.unit-dropin.multi-user.target",
	text: "[Unit]\nWants=bench-memory.service\n",
};

/** Bytes in use according to a proc_meminfo(5) text; NaN when it is none. */
export function usedBytesOf(text: string): number {
	const field = (name: string): number =>
		Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) * 1024;
	return field("MemTotal") - field("MemAvailable");
}

async function timeTo(machine: Machine, pattern: RegExp, started: number): Promise<number> {
	await machine.serial.waitFor(pattern);
	return performance.now() - started;
}

async function bootNode(imagePath: string, run: number): Promise<BootTimes> {
	const spec: MachineSpec = {
		name: `bench-node-${run}`,
		firmware: { kind: "uefi" },
		disks: [
			{ id: "disk0", bootIndex: 0, backing: { mode: "overlay", path: imagePath, format: "raw" } },
		],
	};
	return await withMachine(spec, async (machine) => {
		await machine.serial.waitFor(kernelStart);
		const started = performance.now();
		const [multiUserMs, agentMs, provenMs] = await Promise.all([
			timeTo(machine, multiUser, started),
			timeTo(machine, /soma-agent: ready/, started),
			timeTo(machine, provenPattern, started),
		]);
		const upSeconds = (status: unknown): number => Number(valueAt(status, "uptimeSeconds"));
		const enough = (provenMs + settleMs) / 1000;
		const status = await machine.status.waitFor((latest) => upSeconds(latest) >= enough);
		const total = Number(valueAt(status, "memory", "totalBytes"));
		const available = Number(valueAt(status, "memory", "availableBytes"));
		return { multiUserMs, agentMs, provenMs, usedBytes: total - available };
	});
}

interface PeerBoot {
	readonly name: string;
	readonly kernel: string;
	readonly initrd?: string;
	readonly diskPath: string;
}

async function bootPeer(peer: PeerBoot, run: number): Promise<BootTimes> {
	const { kernel, initrd } = peer;
	const commandLine = "console=ttyS0,115200 root=/dev/vda rw";
	const spec: MachineSpec = {
		name: `bench-${peer.name}-${run}`,
		firmware: { kind: "uefi" },
		directBoot: { kernel, commandLine, ...(initrd === undefined ? {} : { initrd }) },
		statusPort: false,
		credentials: [memoryProbe, memoryWant],
		disks: [{ id: "disk0", backing: { mode: "overlay", path: peer.diskPath, format: "raw" } }],
	};
	return await withMachine(spec, async (machine) => {
		await machine.serial.waitFor(kernelStart);
		const started = performance.now();
		const multiUserMs = await timeTo(machine, multiUser, started);
		const memory = await machine.serial.waitFor(/MemTotal:[\s\S]*?MemAvailable:.*/);
		const usedBytes = usedBytesOf(memory[0]);
		return { multiUserMs, agentMs: Number.NaN, provenMs: Number.NaN, usedBytes };
	});
}

async function repeat(
	name: string,
	report: Report,
	boot: (run: number) => Promise<BootTimes>,
): Promise<(pick: (times: BootTimes) => number) => number> {
	const all: BootTimes[] = [];
	for (let run = 1; run <= runs; run += 1) {
		report(`${name}: boot ${run} of ${runs}`);
		all.push(await boot(run));
	}
	return (pick) => median(all.map(pick));
}

function secondsText(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const image = await ensureImage(report);
	const kernel = await ensureKernel(openToolTree(), report);
	const debian = await ensurePeer(report);
	const { diskPath } = debian;
	const node = await repeat("node", report, (run) => bootNode(image.disk, run));
	const bareSystem: PeerBoot = { name: "bare", kernel: kernel.bzImage, diskPath };
	const bare = await repeat("bare systemd", report, (run) => bootPeer(bareSystem, run));
	const minimal = await repeat("Debian", report, (run) =>
		bootPeer({ name: "debian", ...debian }, run),
	);
	const multiUser = (times: BootTimes): number => times.multiUserMs;
	const used = (times: BootTimes): number => times.usedBytes;
	const timeRow = (what: string, oursMs: number, peer: string, peerMs: number): BenchRow => ({
		what,
		ours: secondsText(oursMs),
		peer: `${secondsText(peerMs)} ${peer}`,
		ratio: (oursMs / peerMs).toFixed(2),
		goal: "",
	});
	const bareName = "(same kernel, bare systemd, to multi-user)";
	const debianName = "(minimal Debian with its own kernel, to multi-user)";
	const agentMs = node((times) => times.agentMs);
	const ratio = agentMs / bare(multiUser);
	const debianUsed = `${formatBytes(minimal(used))} (minimal Debian)`;
	const bareUsed = `${formatBytes(bare(used))} (bare systemd)`;
	return [
		timeRow("kernel start to multi-user", node(multiUser), bareName, bare(multiUser)),
		timeRow("kernel start to multi-user", node(multiUser), debianName, minimal(multiUser)),
		{
			...timeRow("kernel start to agent ready", agentMs, bareName, bare(multiUser)),
			goal: "<= 1.5 times",
			meetsGoal: ratio <= 1.5,
		},
		timeRow("kernel start to agent ready", agentMs, debianName, minimal(multiUser)),
		timeRow(
			"kernel start to proven good",
			node((times) => times.provenMs),
			bareName,
			bare(multiUser),
		),
		{
			what: "memory in use at idle",
			ours: formatBytes(node(used)),
			peer: `${debianUsed}, ${bareUsed}`,
			ratio: (node(used) / minimal(used)).toFixed(2),
			goal: "",
		},
	];
}

/** Boot time and idle memory beside bare systemd and beside minimal Debian, in the same machine. */
export const bootBenchmark: Benchmark = {
	name: "boot",
	about: `Medians of ${runs} boots of one processor and 1 GiB, timed on the serial console.`,
	run: measure,
};

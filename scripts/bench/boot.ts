import { ensureKernel } from "../../image/builder/kernel.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { extraUnit, wantedBy } from "../../qemu-tests/lab/credentials.ts";
import type { Machine } from "../../qemu-tests/lab/machine.ts";
import { withMachine } from "../../qemu-tests/lab/machine.ts";
import type { Credential, MachineSpec } from "../../qemu-tests/lab/machine-spec.ts";
import { ensureProvenDisk } from "../../qemu-tests/lab/soma-node.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { valueAt } from "../start/status-view.ts";
import { type Benchmark, type BenchRow, median, secondsText } from "./benchmark.ts";
import { ensurePeer, peerMachine } from "./peer.ts";

/**
 * When one boot reached what, in milliseconds since the kernel started (CLOCK_MONOTONIC), and what
 * it then used. What a system does not have is not a number.
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
const units = {
	multiUser: "multi-user.target",
	agent: "soma-agent.service",
	proof: "soma-prove.service",
};

/** A unit that prints on the serial console once the system has reached multi-user. */
function probe(name: string, commands: readonly string[]): Credential {
	const text = `[Unit]
DefaultDependencies=no
After=${units.multiUser} ${units.proof}
[Service]
Type=oneshot
StandardOutput=tty
TTYPath=/dev/ttyS0
${commands.map((command) => `ExecStart=${command}`).join("\n")}
`;
	return extraUnit(name, text);
}

/** The same question to PID 1 on every system; it knows when each unit became active. */
const timesProbe = probe("bench-times.service", [
	[
		"/usr/bin/systemctl show --property=Id,ActiveEnterTimestampMonotonic",
		...Object.values(units),
	].join(" "),
]);

const memoryProbe = probe("bench-memory.service", [
	`/bin/sleep ${settleMs / 1000}`,
	"/bin/cat /proc/meminfo",
]);

/** Milliseconds since kernel start at which a unit became active, as systemctl(1) shows it. */
export function activeSinceMs(shown: string, unit: string): number {
	const blocks = shown.replaceAll("\r", "").split(/\n\n/);
	const block = blocks.find((text) => text.includes(`Id=${unit}`)) ?? "";
	const micros = Number(/ActiveEnterTimestampMonotonic=(\d+)/.exec(block)?.[1] ?? 0);
	return micros === 0 ? Number.NaN : micros / 1000;
}

/** Waits for the whole answer of the times probe. */
async function readTimes(machine: Machine): Promise<Omit<BootTimes, "usedBytes">> {
	const last = `Id=${units.proof}`;
	const match = await machine.serial.waitFor(
		new RegExp(`Id=${units.multiUser}[\\s\\S]*${last}\\s+ActiveEnterTimestampMonotonic=\\d+`),
	);
	return {
		multiUserMs: activeSinceMs(match[0], units.multiUser),
		agentMs: activeSinceMs(match[0], units.agent),
		provenMs: activeSinceMs(match[0], units.proof),
	};
}

/** Bytes in use according to a proc_meminfo(5) text; NaN when it is none. */
export function usedBytesOf(text: string): number {
	const field = (name: string): number =>
		Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) * 1024;
	return field("MemTotal") - field("MemAvailable");
}

async function bootNode(imagePath: string, run: number): Promise<BootTimes> {
	const spec: MachineSpec = {
		name: `bench-node-${run}`,
		firmware: { kind: "uefi" },
		credentials: [timesProbe, wantedBy(units.multiUser, ["bench-times.service"])],
		disks: [
			{ id: "disk0", bootIndex: 0, backing: { mode: "overlay", path: imagePath, format: "qcow2" } },
		],
	};
	return await withMachine(spec, async (machine) => {
		const times = await readTimes(machine);
		const upSeconds = (status: unknown): number => Number(valueAt(status, "uptimeSeconds"));
		const enough = (times.provenMs + settleMs) / 1000;
		const status = await machine.status.waitFor((latest) => upSeconds(latest) >= enough);
		const total = Number(valueAt(status, "memory", "totalBytes"));
		const available = Number(valueAt(status, "memory", "availableBytes"));
		return { ...times, usedBytes: total - available };
	});
}

interface PeerBoot {
	readonly name: string;
	readonly kernel: string;
	readonly initrd?: string;
	readonly diskPath: string;
}

async function bootPeer(peer: PeerBoot, run: number): Promise<BootTimes> {
	const spec = peerMachine(`bench-${peer.name}-${run}`, peer, [
		timesProbe,
		memoryProbe,
		wantedBy(units.multiUser, ["bench-times.service", "bench-memory.service"]),
	]);
	return await withMachine(spec, async (machine) => {
		const times = await readTimes(machine);
		const memory = await machine.serial.waitFor(/MemTotal:[\s\S]*?MemAvailable:\s+\d+ kB/);
		return { ...times, usedBytes: usedBytesOf(memory[0]) };
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

async function measure(report: Report): Promise<readonly BenchRow[]> {
	await ensureImage(report);
	const disk = await ensureProvenDisk();
	const kernel = await ensureKernel(openToolTree(), report);
	const debian = await ensurePeer(report);
	const { diskPath } = debian;
	const node = await repeat("node", report, (run) => bootNode(disk, run));
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
	about: `Medians of ${runs} boots of one processor and 1 GiB, no first boots; PID 1 says when.`,
	run: measure,
};

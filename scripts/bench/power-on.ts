import { ensureKernel } from "../../image/builder/kernel.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import type { Build } from "../../qemu-tests/lab/build.ts";
import {
	isoMedium,
	type LiveLab,
	withIpxe,
	withLiveLab,
	withLiveMachine,
} from "../../qemu-tests/lab/live-node.ts";
import { type Machine, withMachine } from "../../qemu-tests/lab/machine.ts";
import type { MachineSpec, UserNic } from "../../qemu-tests/lab/machine-spec.ts";
import { untilApi } from "../../qemu-tests/lab/node-api.ts";
import { type Operator, withOperator } from "../../qemu-tests/lab/operator.ts";
import { memberCredential, nicOf } from "../../qemu-tests/lab/operator-node.ts";
import { freshNode, nodeMachine, waitForProven } from "../../qemu-tests/lab/soma-node.ts";
import { timeouts } from "../../qemu-tests/lab/timeouts.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { type Benchmark, type BenchRow, median, secondsText } from "./benchmark.ts";
import { ensurePeer, peerMachine } from "./peer.ts";

const turns = 3;

/** One way to start a machine, measured once for each turn. */
interface Way {
	readonly what: string;
	/** Milliseconds from power-on until it is up. */
	readonly start: () => Promise<number>;
}

/** Switches a machine on; milliseconds until `isUp` resolves, whatever else is waited for. */
async function timed(
	machine: Machine,
	isUp: () => Promise<unknown>,
	isDone: () => Promise<unknown> = async () => {},
): Promise<number> {
	machine.serial.mark();
	await machine.powerOn();
	const startedMs = performance.now();
	const [upMs] = await Promise.all([isUp().then(() => performance.now()), isDone()]);
	return upMs - startedMs;
}

/** A machine without a disk, configured by SMBIOS, from power-on to its API. */
async function startLive(
	change: Partial<MachineSpec>,
	card: Partial<UserNic> = {},
): Promise<number> {
	return await withOperator(async (operator) => {
		const spec: Partial<MachineSpec> = {
			hand: false,
			startsOff: true,
			...change,
			nics: [{ ...nicOf(operator), ...card }],
			credentials: [await memberCredential(operator)],
		};
		return await withLiveMachine("bench-live", spec, (machine) =>
			timed(machine, () => untilApi(machine, () => operator.client("lab"))),
		);
	});
}

function liveWays(lab: LiveLab): readonly Way[] {
	const disks = [isoMedium(lab.directory)];
	const firmware = { kind: "uefi", bootUrl: lab.programUrl } as const;
	return [
		{ what: "from soma.iso, STATE in memory", start: () => startLive({ disks }) },
		{ what: "UEFI HTTP boot, STATE in memory", start: () => startLive({ firmware }) },
		{
			what: "PXE by iPXE, STATE in memory",
			start: () => withIpxe(lab, (boot) => startLive({}, boot)),
		},
	];
}

/** The same kernel and systemd with nothing of ours, by the clock of the host as well. */
async function startBare(spec: MachineSpec): Promise<number> {
	const pattern = /Reached target .*multi-user/i;
	return await withMachine({ ...spec, startsOff: true }, (machine) =>
		timed(machine, () => machine.serial.waitFor(pattern, { timeoutMs: timeouts.bootMs })),
	);
}

/** A configured node on its disk: the machine that was started once starts again and again. */
async function startAgain(machine: Machine, operator: Operator): Promise<number> {
	const tookMs = await timed(
		machine,
		() => untilApi(machine, () => operator.client("lab")),
		() => waitForProven(machine),
	);
	await machine.powerOff();
	return tookMs;
}

/** Runs `body` with a node that was configured at its first boot and is off. */
async function withConfiguredNode<T>(
	build: Build,
	body: (firstMs: number, again: () => Promise<number>) => Promise<T>,
): Promise<T> {
	return await withOperator(async (operator) => {
		const spec = await nodeMachine("bench-disk", "", {
			hand: false,
			disks: [freshNode(build)],
			nics: [nicOf(operator)],
			credentials: [await memberCredential(operator)],
		});
		return await withMachine(spec, async (machine) =>
			body(await startAgain(machine, operator), () => startAgain(machine, operator)),
		);
	});
}

/** All ways in turn, so that a busy machine hurts each of them; the median of each. */
async function measureWays(ways: readonly Way[], report: Report): Promise<readonly number[]> {
	const taken = ways.map((): number[] => []);
	for (let turn = 1; turn <= turns; turn++) {
		for (const [index, { what, start }] of ways.entries()) {
			report(`turn ${turn} of ${turns}: ${what}`);
			taken[index]?.push(await start());
		}
	}
	return taken.map(median);
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const build = await ensureImage(report);
	const { bzImage: kernel } = await ensureKernel(openToolTree(), report);
	const { diskPath } = await ensurePeer(report);
	const bare = peerMachine("bench-bare", { kernel, diskPath });
	return await withLiveLab((lab) =>
		withConfiguredNode(build, async (firstMs, again) => {
			const ways: readonly Way[] = [
				{ what: "bare systemd", start: () => startBare(bare) },
				{ what: "installed disk, configured node", start: again },
				...liveWays(lab),
			];
			const [bareMs = Number.NaN, ...ourMs] = await measureWays(ways, report);
			const row = (what: string, tookMs: number): BenchRow => ({
				what: `power-on to API: ${what}`,
				ours: secondsText(tookMs),
				peer: `${secondsText(bareMs)} (same kernel, bare systemd, to multi-user)`,
				ratio: (tookMs / bareMs).toFixed(2),
				goal: "",
			});
			return [
				row("installed disk, first boot (once)", firstMs),
				...ourMs.map((tookMs, index) => row(ways[index + 1]?.what ?? "", tookMs)),
			];
		}),
	);
}

/** How long a node takes from power-on until an operator is answered. */
export const powerOnBenchmark: Benchmark = {
	name: "power-on",
	about:
		"Power-on to the first GetStatus that the host is answered over mutual TLS, by its clock, " +
		`with firmware; medians of ${turns} boots in turns, one processor, 1 GiB. QEMU hands the ` +
		"peer's kernel to firmware; its disk has no boot loader.",
	run: measure,
};

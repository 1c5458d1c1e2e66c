import { type LiveLab, withLiveLab, withLiveMachine } from "../../qemu-tests/lab/live-node.ts";
import { untilApi } from "../../qemu-tests/lab/node-api.ts";
import { type Operator, withOperator } from "../../qemu-tests/lab/operator.ts";
import { memberCredential, nicOf } from "../../qemu-tests/lab/operator-node.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import type { NodeClient } from "../../userland/system/grpc/client.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";

const stepMiB = 64;
const lowestMiB = 384;
const highestMiB = 1024;
/** What docs/operating.md says, with a margin over what was needed. */
const documentedMiB = 768;

/**
 * The least multiple of {@link stepMiB} that is enough, by halving what is left; NaN when the most
 * is not enough. Whoever is asked answers yes for all above the least.
 */
export async function leastMiB(isEnough: (memoryMiB: number) => Promise<boolean>): Promise<number> {
	let [tooLittle, enough] = [lowestMiB - stepMiB, highestMiB + stepMiB];
	while (enough - tooLittle > stepMiB) {
		const middle = tooLittle + Math.floor((enough - tooLittle) / stepMiB / 2) * stepMiB;
		if (await isEnough(middle)) {
			enough = middle;
		} else {
			tooLittle = middle;
		}
	}
	return enough > highestMiB ? Number.NaN : enough;
}

/** Bytes that are still available once the API answers; undefined when it does not come to that. */
async function bootWith(
	lab: LiveLab,
	operator: Operator,
	memoryMiB: number,
): Promise<number | undefined> {
	const spec = {
		memoryMiB,
		hand: false,
		startsOff: true,
		firmware: { kind: "uefi", bootUrl: lab.programUrl },
		nics: [nicOf(operator)],
		credentials: [await memberCredential(operator)],
	} as const;
	const open = (): NodeClient => operator.client("lab");
	return await withLiveMachine(`bench-memory-${memoryMiB}`, spec, async (machine) => {
		try {
			await machine.powerOn();
			await untilApi(machine, open);
		} catch (error) {
			if (error instanceof SomaError && error.code === "serial-wait-failed") {
				return;
			}
			throw error;
		}
		const client = open();
		try {
			return (await client.call("GetMemory", {})).availableBytes.toNumber();
		} finally {
			client.close();
		}
	});
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	await ensureImage(report);
	return await withLiveLab(async (lab) => {
		const availableBytes = new Map<number, number>();
		const least = await leastMiB(async (memoryMiB) => {
			report(`a boot with ${memoryMiB} MiB`);
			const available = await withOperator((operator) => bootWith(lab, operator, memoryMiB));
			availableBytes.set(memoryMiB, available ?? Number.NaN);
			return available !== undefined;
		});
		return [
			{
				what: `least memory for UEFI HTTP boot to API, STATE in memory (steps of ${stepMiB} MiB)`,
				ours: Number.isNaN(least)
					? `more than ${highestMiB} MiB`
					: `${least} MiB, then ${formatBytes(availableBytes.get(least) ?? 0)} available`,
				peer: "none measured",
				ratio: "",
				goal: `<= ${documentedMiB} MiB, as documented`,
				meetsGoal: least <= documentedMiB,
			},
		];
	});
}

/** The least memory with which a machine without a disk becomes a node. */
export const disklessMemoryBenchmark: Benchmark = {
	name: "diskless-memory",
	about: `Found by halving between ${lowestMiB} and ${highestMiB} MiB; one boot for each try.`,
	run: measure,
};

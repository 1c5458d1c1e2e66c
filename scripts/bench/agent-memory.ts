import {
	agentMemory,
	type ProcessMemory,
	parseProcessMemory,
} from "../../qemu-tests/lab/agent-memory.ts";
import { type Machine, withMachine } from "../../qemu-tests/lab/machine.ts";
import { firstStatus } from "../../qemu-tests/lab/node-api.ts";
import { type Operator, withOperator } from "../../qemu-tests/lab/operator.ts";
import { makeMember, nicOf } from "../../qemu-tests/lab/operator-node.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../../qemu-tests/lab/soma-node.ts";
import type { NodeClient } from "../../userland/system/grpc/client.ts";
import { ensureImage } from "../lib/image.ts";
import type { Report } from "../lib/progress.ts";
import { valueAt } from "../start/status-view.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";

/** What the services of Soma may take on a node, with the etcd that is to come. */
const allowedBytes = 256_000_000;

/** Garbage of the start is collected by then. */
const settleSeconds = 30;

/** What a program of Bun that does nothing takes on the same node; it reads its own status. */
const emptyProgram =
	'process.stdout.write(require("fs").readFileSync("/proc/self/status", "utf8"))';

async function settle({ status }: Machine): Promise<void> {
	const upSeconds = (latest: unknown): number => Number(valueAt(latest, "uptimeSeconds"));
	const startSeconds = upSeconds(status.latest());
	await status.waitFor((latest) => upSeconds(latest) >= startSeconds + settleSeconds);
}

/** Resident memory of every process that belongs to a service of Soma. */
async function servicesBytes(client: NodeClient): Promise<number> {
	const { processes } = await client.call("ListProcesses", {});
	return processes
		.filter(({ unit }) => unit?.startsWith("soma-") === true)
		.reduce((sum, { residentBytes }) => sum + (residentBytes?.toNumber() ?? 0), 0);
}

function megabytes(bytes: number): string {
	return `${(bytes / 1_000_000).toFixed(0)} MB`;
}

function textOf({ residentBytes, anonymousBytes }: ProcessMemory): string {
	return `${megabytes(residentBytes)}, of these ${megabytes(anonymousBytes)} anonymous`;
}

interface Measured {
	readonly empty: ProcessMemory;
	readonly bare: ProcessMemory;
	readonly withApi: ProcessMemory;
	readonly services: number;
}

async function measureNode(operator: Operator, report: Report): Promise<Measured> {
	const nics = [nicOf(operator)];
	const spec = await nodeMachine("bench-memory", await ensureProvenDisk(), { nics });
	return await withMachine(spec, async (machine) => {
		await machine.powerOn();
		report("waiting for a node without the API");
		await waitForProven(machine);
		await machine.status.waitFor(() => true);
		await settle(machine);
		const bare = await agentMemory(machine);
		const argv = ["env", "BUN_BE_BUN=1", "/usr/bin/soma", "-e", emptyProgram];
		const empty = parseProcessMemory(await machine.hand.expect(argv));
		report("waiting for the API");
		await makeMember(machine, operator);
		const open = (): NodeClient => operator.client("lab");
		await firstStatus(open);
		await settle(machine);
		const client = open();
		const services = await servicesBytes(client);
		client.close();
		return { empty, bare, withApi: await agentMemory(machine), services };
	});
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	await ensureImage(report);
	const { empty, bare, withApi, services } = await withOperator((operator) =>
		measureNode(operator, report),
	);
	const row = (what: string, memory: ProcessMemory): BenchRow => ({
		what,
		ours: textOf(memory),
		peer: `${textOf(empty)} (an empty program of Bun, same node)`,
		ratio: (memory.residentBytes / empty.residentBytes).toFixed(2),
		goal: "",
	});
	return [
		row("soma-agent without a configuration, resident", bare),
		row("soma-agent with the API, resident", withApi),
		{
			what: "all services of Soma, resident",
			ours: megabytes(services),
			peer: "none measured",
			ratio: "",
			goal: `<= ${megabytes(allowedBytes)}, with etcd`,
			meetsGoal: services > 0 && services <= allowedBytes,
		},
	];
}

/** Memory of the programs that a node always runs. */
export const agentMemoryBenchmark: Benchmark = {
	name: "agent-memory",
	about:
		`One node with 1 GiB, ${settleSeconds} s after it was proven and ${settleSeconds} s after ` +
		"the API answered; what is not anonymous are pages of the program file.",
	run: measure,
};

import type { soma } from "../../core/api/generated/soma.js";
import { formatBytes, formatDuration } from "../../lib/table.ts";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import type { processesSpec } from "./specs.ts";
import { numberOf } from "./wire-numbers.ts";

interface ProcessReport {
	readonly pid: number;
	readonly parentPid: number;
	readonly userId: number;
	readonly name: string;
	readonly commandLine: string;
	readonly state: string;
	readonly residentBytes: number;
	/** Of the processor, since it started. */
	readonly processorSeconds: number;
	/** After boot. */
	readonly startedSeconds: number;
	readonly threads: number;
	readonly unit: string | null;
}

const view: View<readonly ProcessReport[]> = {
	report: (processes) => ({ processes }),
	header: [
		{ title: "PID", align: "right" },
		{ title: "USER", align: "right" },
		"STATE",
		{ title: "MEMORY", align: "right" },
		{ title: "TIME", align: "right" },
		{ title: "UNIT", shrinks: true },
		{ title: "COMMAND", shrinks: true },
	],
	rows: (processes) =>
		processes.map((process) => [
			String(process.pid),
			String(process.userId),
			process.state,
			process.residentBytes === 0 ? "-" : formatBytes(process.residentBytes),
			formatDuration(process.processorSeconds),
			process.unit ?? "-",
			process.commandLine === "" ? `[${process.name}]` : process.commandLine,
		]),
};

/** `soma ps`. */
export const showProcesses: Work<typeof processesSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) => {
			const { processes, ticksPerSecond } = await client.call(
				"ListProcesses",
				{},
				session.settings,
			);
			return processes
				.filter(({ commandLine }) => flags.kernel || commandLine !== "")
				.map((process) => reportProcess(process, ticksPerSecond || 100))
				.sort(orders[flags.sort ?? "pid"] ?? orders["pid"]);
		});
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
};

const orders: Readonly<Record<string, (left: ProcessReport, right: ProcessReport) => number>> = {
	pid: (left, right) => left.pid - right.pid,
	memory: (left, right) => right.residentBytes - left.residentBytes,
	time: (left, right) => right.processorSeconds - left.processorSeconds,
	name: (left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)),
};

function reportProcess(
	process: soma.v1.Process.$Properties,
	ticksPerSecond: number,
): ProcessReport {
	return {
		pid: process.pid ?? 0,
		parentPid: process.parentPid ?? 0,
		userId: process.userId ?? 0,
		name: process.name ?? "",
		commandLine: process.commandLine ?? "",
		state: process.state ?? "",
		residentBytes: numberOf(process.residentBytes),
		processorSeconds: numberOf(process.processorTicks) / ticksPerSecond,
		startedSeconds: numberOf(process.startedTicks) / ticksPerSecond,
		threads: process.threads ?? 0,
		unit: process.unit ? process.unit : null,
	};
}

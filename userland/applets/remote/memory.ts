import type { soma } from "../../core/api/generated/soma.js";
import { formatBytes, formatPairs, formatShare } from "../../lib/table.ts";
import type { Work } from "../command.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import type { memorySpec } from "./specs.ts";
import { numberOf } from "./wire-numbers.ts";

/** Sizes in bytes; the pressure in percent of the last 10, 60 and 300 s, empty if not measured. */
export type MemoryReport = ReturnType<typeof memoryOf>;

/** The memory of a node as the message has it. */
export function memoryOf(message: soma.v1.Memory.$Properties) {
	return {
		totalBytes: numberOf(message.totalBytes),
		availableBytes: numberOf(message.availableBytes),
		freeBytes: numberOf(message.freeBytes),
		cachedBytes: numberOf(message.cachedBytes),
		dirtyBytes: numberOf(message.dirtyBytes),
		sharedBytes: numberOf(message.sharedBytes),
		kernelBytes: numberOf(message.kernelBytes),
		swapTotalBytes: numberOf(message.swapTotalBytes),
		swapFreeBytes: numberOf(message.swapFreeBytes),
		pressurePercent: message.pressurePercent ?? [],
	};
}

const view: View<MemoryReport> = {
	report: (memory) => memory,
	page: (memory) =>
		formatPairs([
			["total", formatBytes(memory.totalBytes)],
			["available", withShare(memory.availableBytes, memory.totalBytes)],
			["free", withShare(memory.freeBytes, memory.totalBytes)],
			["cached", withShare(memory.cachedBytes, memory.totalBytes)],
			["not written yet", formatBytes(memory.dirtyBytes)],
			["shared", formatBytes(memory.sharedBytes)],
			["kernel", withShare(memory.kernelBytes, memory.totalBytes)],
			["swap", swapText(memory)],
			["pressure", pressureText(memory)],
		]),
	header: ["TOTAL", "AVAILABLE", "FREE", "CACHED", "KERNEL", "SWAP", "PRESSURE"].map((title) => ({
		title,
		align: "right",
	})),
	rows: (memory) => [
		[
			formatBytes(memory.totalBytes),
			formatBytes(memory.availableBytes),
			formatBytes(memory.freeBytes),
			formatBytes(memory.cachedBytes),
			formatBytes(memory.kernelBytes),
			swapText(memory),
			pressureText(memory),
		],
	],
};

/** `soma memory`. */
export const showMemory: Work<typeof memorySpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) =>
			memoryOf(await client.call("GetMemory", {}, session.settings)),
		);
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
};

function withShare(bytes: number, totalBytes: number): string {
	return `${formatBytes(bytes)} (${formatShare(bytes, totalBytes)})`;
}

function swapText({ swapTotalBytes, swapFreeBytes }: MemoryReport): string {
	const usedBytes = swapTotalBytes - swapFreeBytes;
	return swapTotalBytes === 0
		? "none"
		: `${formatBytes(usedBytes)} of ${formatBytes(swapTotalBytes)}`;
}

function pressureText({ pressurePercent }: MemoryReport): string {
	return pressurePercent.length === 0
		? "not measured"
		: `${pressurePercent.map((percent) => percent.toFixed(1)).join(" ")} %`;
}

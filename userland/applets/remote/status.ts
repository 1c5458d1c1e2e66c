import type { soma } from "../../core/api/generated/soma.js";
import type { SlotName } from "../../core/disk-layout.ts";
import { findProtection } from "../../core/state/protection.ts";
import { formatDuration, formatShare } from "../../lib/table.ts";
import { printable } from "../../lib/text-columns.ts";
import type { DiskReport, SlotReport } from "../slot/show.ts";
import type { BootReport, HealthReport, Status } from "../status/collect.ts";
import { describeHealth, formatStatus } from "../status/command.ts";
import type { RemoteWork } from "./here-or-there.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import { bitsOf, numberOf, numberOrNull, timeOf } from "./wire-numbers.ts";

type SlotListMessage = soma.v1.SlotList.$Properties;

/** What a node says about itself: the local status, and what only matters from outside. */
export interface RemoteStatus extends Status {
	readonly hostname: string | null;
	readonly nodeId: string | null;
	readonly cluster: string | null;
	readonly time: string | null;
	readonly bootId: string | null;
	readonly loadAverages: readonly number[];
	readonly processorCount: number;
}

/** Both slots as the message has them. */
export function diskReportOf(message: SlotListMessage): DiskReport {
	return {
		disk: message.disk ?? "",
		diskGuid: message.diskGuid ?? "",
		diskSizeBytes: numberOf(message.diskSizeBytes),
		blockSizeBytes: message.blockSizeBytes ?? 0,
		findings: message.findings ?? [],
		next: slotNameOf(message.next) ?? "rescue",
		slots: (message.slots ?? []).map(slotReportOf),
	};
}

/** The status as the message has it. */
export function statusOf(message: soma.v1.Status.$Properties): RemoteStatus {
	const { boot, health, slots } = message;
	return {
		...textsOf(message),
		uptimeSeconds: message.uptimeSeconds ?? null,
		memory: memoryPairOf(message),
		state: statePairOf(message),
		stateProtection: findProtection(message.stateProtection ?? undefined) ?? null,
		node: null,
		provisioning: null,
		boot: boot ? bootOf(boot) : null,
		live: message.live ? liveOf(message.live) : null,
		slot: slotNameOf(message.slot) ?? null,
		disk: slots ? diskReportOf(slots) : null,
		health: health ? healthOf(health) : null,
		proven: message.proven ?? null,
		unknown: {
			node: "`soma configuration` shows it",
			provisioning: "`soma configuration` shows it",
			...message.unknown,
		},
		time: timeOf(message.timeMicroseconds),
		loadAverages: message.loadAverages ?? [],
		processorCount: message.processorCount ?? 0,
	};
}

function textsOf(message: soma.v1.Status.$Properties) {
	return {
		version: message.version ?? null,
		kernel: message.kernel ?? null,
		machineId: message.machineId ?? null,
		hostname: message.hostname ?? null,
		nodeId: message.nodeId ?? null,
		cluster: message.cluster ?? null,
		bootId: message.bootId ?? null,
	};
}

function memoryPairOf(message: soma.v1.Status.$Properties): Status["memory"] {
	const totalBytes = numberOrNull(message.memoryTotalBytes);
	const availableBytes = numberOf(message.memoryAvailableBytes);
	return totalBytes === null ? null : { totalBytes, availableBytes };
}

function statePairOf(message: soma.v1.Status.$Properties): Status["state"] {
	const sizeBytes = numberOrNull(message.stateSizeBytes);
	return sizeBytes === null ? null : { sizeBytes, freeBytes: numberOf(message.stateFreeBytes) };
}

function bootOf(boot: soma.v1.Boot.$Properties): BootReport {
	return {
		slot: slotNameOf(boot.slot) ?? "rescue",
		reason: boot.reason ?? "",
		line: boot.line ?? "",
		repairs: boot.repairs ?? [],
		failed: (boot.failed ?? []).flatMap((name) => slotNameOf(name) ?? []),
		firmwareMs: boot.firmwareMilliseconds ?? 0,
		selectorMs: boot.selectorMilliseconds ?? 0,
	};
}

function liveOf(live: soma.v1.Live.$Properties): NonNullable<Status["live"]> {
	return {
		version: live.version ?? "",
		source: live.source ?? "",
		baseUrl: live.baseUrl ?? "",
		state: live.state === "disk" ? "disk" : "ram",
		unsigned: live.unsigned ?? false,
	};
}

function healthOf(health: soma.v1.Health.$Properties): HealthReport {
	return {
		state: health.state ?? "",
		checks: (health.checks ?? []).map(({ name, ok, detail }) => ({
			name: name ?? "",
			ok: ok ?? false,
			detail: detail ?? "",
		})),
	};
}

/** `soma status` of nodes elsewhere. */
export const showRemoteStatus: RemoteWork = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		const outcomes = await askAll(session, async ({ client }) =>
			statusOf(await client.call("GetStatus", {}, session.settings)),
		);
		return showOutcomes(context, outcomes, statusView, flags["json"] === true);
	} finally {
		session.close();
	}
};

const statusView: View<RemoteStatus> = {
	report: (status) => status,
	page: (status) => {
		const head = [
			["hostname", status.hostname ?? "-"],
			["node id", status.nodeId ?? "-"],
			["cluster", status.cluster ?? "-"],
			["load", formatLoad(status)],
		] as const;
		return printableLines(formatStatus(status, head));
	},
	header: [
		"HOSTNAME",
		"VERSION",
		"SLOT",
		{ title: "HEALTH", shrinks: true },
		"PROVEN",
		"UPTIME",
		"LOAD",
		{ title: "MEMORY", align: "right" },
		{ title: "STATE", align: "right" },
	],
	rows: (status) => {
		const { memory, state, health, proven, uptimeSeconds } = status;
		const used = (total: number, free: number): string => formatShare(total - free, total);
		return [
			[
				status.hostname ?? "-",
				status.version ?? "-",
				status.slot ?? (status.live === null ? "-" : "live"),
				health === null ? "unknown" : describeHealth(health),
				proven === null ? "unknown" : yesOrNo(proven),
				uptimeSeconds === null ? "-" : formatDuration(uptimeSeconds),
				formatLoad(status),
				memory === null ? "-" : used(memory.totalBytes, memory.availableBytes),
				state === null ? "-" : used(state.sizeBytes, state.freeBytes),
			],
		];
	},
};

/** Lines of text with everything in them made visible. */
export function printableLines(text: string): string {
	return text.split("\n").map(printable).join("\n");
}

export function yesOrNo(value: boolean): string {
	return value ? "yes" : "no";
}

function formatLoad({ loadAverages }: RemoteStatus): string {
	return loadAverages.map((load) => load.toFixed(2)).join(" ") || "-";
}

function slotReportOf(slot: soma.v1.Slot.$Properties): SlotReport {
	return {
		name: slotNameOf(slot.name) ?? "A",
		version: slot.version ?? null,
		condition: slot.condition ?? "",
		priority: slot.priority ?? 0,
		tries: slot.tries ?? 0,
		successful: slot.successful ?? false,
		unproven: slot.unproven ?? 0,
		ineligible: slot.ineligible ?? null,
		next: slot.next ?? false,
		running: slot.running ?? false,
		rootHash: slot.rootHash ?? null,
		attributes: bitsOf(slot.attributes),
		partitions: slot.partitions ?? {},
	};
}

function slotNameOf(text: string | null | undefined): SlotName | undefined {
	return text === "A" || text === "B" ? text : undefined;
}

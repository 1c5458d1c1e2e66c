import { statfsSync } from "node:fs";
import type { BootRecord } from "../../core/boot/record.ts";
import type { NodeConfig } from "../../core/config/node-config.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import type { LiveRecord } from "../../core/live/record.ts";
import { type ProvisionRecord, parseRecord } from "../../core/provision/record.ts";
import type { RunningSlot } from "../../core/slot/running.ts";
import { findProtection, type Protection } from "../../core/state/protection.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { type Fact, factOf } from "../../lib/fact.ts";
import { readBootRecord } from "../../system/efi-vars.ts";
import { readLiveRecord } from "../../system/live-record.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readRelease } from "../../system/release.ts";
import { readText } from "../../system/text-file.ts";
import { withDisk } from "../slot/session.ts";
import { type DiskReport, reportDisk } from "../slot/show.ts";

/** The state of a node as `soma status --json` and the status port show it. */
export interface Status {
	readonly version: string | null;
	readonly kernel: string | null;
	readonly machineId: string | null;
	/** What the configuration says about this node. */
	readonly node: NodeConfig | null;
	/** Where the configuration came from, and when. */
	readonly provisioning: ProvisionRecord | null;
	readonly uptimeSeconds: number | null;
	readonly memory: { readonly totalBytes: number; readonly availableBytes: number } | null;
	readonly state: { readonly sizeBytes: number; readonly freeBytes: number } | null;
	/** What keeps whoever has the disk from reading STATE. */
	readonly stateProtection: Protection | null;
	readonly boot: BootReport | null;
	/** Where a live system came from; null when the system runs from a disk. */
	readonly live: LiveRecord | null;
	/** The slot that this system runs from, told by the verity device. */
	readonly slot: SlotName | null;
	readonly disk: DiskReport | null;
	readonly health: HealthReport | null;
	/** The running slot is successful and this boot is not counted as unproven any more. */
	readonly proven: boolean | null;
	/** Why something above is null. */
	readonly unknown: Readonly<Record<string, string>>;
}

/** What the selector said about this boot. */
export interface BootReport {
	readonly slot: SlotName | "rescue";
	readonly reason: string;
	readonly line: string;
	readonly repairs: readonly string[];
	readonly failed: readonly SlotName[];
	/** From power-on to the selector, and from there to the boot image. */
	readonly firmwareMs: number;
	readonly selectorMs: number;
}

/** What the agent wrote last. */
export interface HealthReport {
	readonly state: string;
	readonly checks: readonly {
		readonly name: string;
		readonly ok: boolean;
		readonly detail: string;
	}[];
}

/** Reads everything that can be read; nothing here fails, an unknown fact is null with a reason. */
export function collectStatus(paths: SystemPaths, disk: DiskFacts = readDiskFacts(paths)): Status {
	const { version, kernel } = readRelease(paths);
	const facts = {
		version,
		kernel,
		machineId: factOf(readText(paths.machineId)?.trim(), `${paths.machineId} cannot be read`),
		node: readNode(paths),
		provisioning: factOf(
			parseRecord(readText(paths.provisioned)),
			`${paths.provisioned} does not exist, or is of a newer release`,
		),
		uptimeSeconds: readUptime(paths),
		memory: readMemory(paths),
		state: readState(paths),
		stateProtection: readProtection(paths),
		boot: readBoot(paths),
		live: factOf(
			readLiveRecord(paths),
			`there is no ${paths.liveRecord}: the system runs from a disk`,
		),
		health: readHealth(paths),
		disk: disk.report,
		slot: slotFact(disk),
		proven: readProven(disk),
	};
	return {
		version: facts.version.value,
		kernel: facts.kernel.value,
		machineId: facts.machineId.value,
		node: facts.node.value,
		provisioning: facts.provisioning.value,
		uptimeSeconds: facts.uptimeSeconds.value,
		memory: facts.memory.value,
		state: facts.state.value,
		stateProtection: facts.stateProtection.value,
		boot: facts.boot.value,
		live: facts.live.value,
		slot: facts.slot.value,
		disk: facts.disk.value,
		health: facts.health.value,
		proven: facts.proven.value,
		unknown: Object.fromEntries(
			Object.entries(facts).flatMap(([name, fact]) =>
				fact.value === null ? [[name, fact.reason]] : [],
			),
		),
	};
}

function readNode(paths: SystemPaths): Fact<NodeConfig> {
	try {
		return factOf(readNodeConfig(paths), "the node has no configuration");
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		return { value: null, reason: error.message };
	}
}

export function readUptime(paths: SystemPaths): Fact<number> {
	const seconds = Number(readText(paths.uptime)?.split(" ")[0]);
	return factOf(Number.isFinite(seconds) ? seconds : undefined, `${paths.uptime} cannot be read`);
}

export function readMemory(
	paths: SystemPaths,
): Fact<{ totalBytes: number; availableBytes: number }> {
	const text = readText(paths.memory) ?? "";
	const totalKib = /^MemTotal:\s+(\d+) kB$/m.exec(text)?.[1];
	const availableKib = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
	if (totalKib === undefined || availableKib === undefined) {
		return { value: null, reason: `${paths.memory} cannot be read` };
	}
	return {
		value: { totalBytes: Number(totalKib) * 1024, availableBytes: Number(availableKib) * 1024 },
	};
}

function readState(paths: SystemPaths): Fact<{ sizeBytes: number; freeBytes: number }> {
	try {
		const { bsize, blocks, bavail } = statfsSync(paths.state);
		return { value: { sizeBytes: bsize * blocks, freeBytes: bsize * bavail } };
	} catch (error) {
		return { value: null, reason: `${paths.state} cannot be read (${errnoOf(error) ?? error})` };
	}
}

function readProtection({ stateProtection: path }: SystemPaths): Fact<Protection> {
	return factOf(
		findProtection(readText(path)?.trim()),
		`${path} does not say how STATE was opened`,
	);
}

function readBoot(paths: SystemPaths): Fact<BootReport> {
	const record = readBootRecord(paths);
	if ("problem" in record) {
		return { value: null, reason: record.problem };
	}
	return { value: reportBoot(record) };
}

function reportBoot(record: BootRecord): BootReport {
	const { slot, reason, line, repairs, failed, startedAtUs, handedOverAtUs } = record;
	return {
		slot,
		reason,
		line,
		repairs,
		failed,
		firmwareMs: Math.round(startedAtUs / 1000),
		selectorMs: Math.round((handedOverAtUs - startedAtUs) / 1000),
	};
}

function readHealth(paths: SystemPaths): Fact<HealthReport> {
	const text = readText(paths.health);
	if (text === undefined) {
		return { value: null, reason: `${paths.health} does not exist: soma-agent is not running` };
	}
	try {
		return { value: JSON.parse(text) as HealthReport };
	} catch {
		return { value: null, reason: `${paths.health} is not JSON` };
	}
}

/** The boot disk, and the slot that this system runs from. */
export interface DiskFacts {
	readonly report: Fact<DiskReport>;
	readonly running: RunningSlot;
}

/** Reads the boot disk; what cannot be read is a problem, not a failure. */
export function readDiskFacts(paths: SystemPaths): DiskFacts {
	try {
		return withDisk(paths, { disk: undefined, writable: false }, (session) => ({
			report: { value: reportDisk(session) },
			running: session.running,
		}));
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
		const reason = `${error.message}${cause}`;
		return {
			report: { value: null, reason },
			running: { problem: reason, contradiction: false },
		};
	}
}

function slotFact({ running }: DiskFacts): Fact<SlotName> {
	return "slot" in running ? { value: running.slot } : { value: null, reason: running.problem };
}

function readProven({ report, running }: DiskFacts): Fact<boolean> {
	const name = "slot" in running ? running.slot : undefined;
	const slot = report.value?.slots.find((candidate) => candidate.name === name);
	return factOf(
		slot === undefined ? undefined : slot.successful && slot.unproven === 0,
		"the running slot is unknown",
	);
}

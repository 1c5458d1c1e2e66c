import { describeSource } from "../../core/provision/source.ts";
import { describeProtection } from "../../core/state/protection.ts";
import type { CommandSpec } from "../../lib/flags.ts";
import { formatBytes, formatDuration, formatPairs } from "../../lib/table.ts";
import { makeCommand } from "../command.ts";
import { type Command, formatJson } from "../context.ts";
import { formatSlots } from "../slot/show.ts";
import { collectStatus, type Status } from "./collect.ts";

const spec = {
	name: "soma status",
	summary: "Shows the node: version, boot, slots, health, memory and STATE.",
	details:
		"What cannot be read is shown as unknown, with the reason (in JSON: null, and `unknown`).",
	flags: { json: { kind: "switch", help: "Print the result as JSON." } },
} as const satisfies CommandSpec;

/** `soma status`: the node on one page. */
export const statusCommand: Command = makeCommand(spec, (context, parsed) => {
	const status = collectStatus(context.paths);
	context.print(parsed.flags.json ? formatJson(status) : formatStatus(status));
	return 0;
});

/** The page that a person reads; `head` is shown above the rest. */
export function formatStatus(
	status: Status,
	head: readonly (readonly [string, string])[] = [],
): string {
	const { uptimeSeconds, memory, state, stateProtection, boot, health, node, unknown } = status;
	const orUnknown = (text: string | undefined, name: string): string =>
		text ?? `unknown: ${unknown[name] ?? "no reason given"}`;
	const pairs: (readonly [string, string])[] = [
		...head,
		["version", orUnknown(status.version ?? undefined, "version")],
		["kernel", orUnknown(status.kernel ?? undefined, "kernel")],
		["machine-id", orUnknown(status.machineId ?? undefined, "machineId")],
		["role", orUnknown(node === null ? undefined : describeNode(node), "node")],
		[
			"configured",
			orUnknown(
				status.provisioning === null ? undefined : describeProvisioning(status.provisioning),
				"provisioning",
			),
		],
		[
			"uptime",
			orUnknown(
				uptimeSeconds === null ? undefined : formatDuration(uptimeSeconds, 4),
				"uptimeSeconds",
			),
		],
		[
			"memory",
			orUnknown(
				memory === null
					? undefined
					: `${formatBytes(memory.availableBytes)} available of ${formatBytes(memory.totalBytes)}`,
				"memory",
			),
		],
		[
			"STATE",
			orUnknown(
				state === null
					? undefined
					: `${formatBytes(state.freeBytes)} free of ${formatBytes(state.sizeBytes)}`,
				"state",
			),
		],
		[
			"encryption",
			orUnknown(
				stateProtection === null ? undefined : describeProtection(stateProtection),
				"stateProtection",
			),
		],
		["booted", orUnknown(boot === null ? undefined : describeBoot(boot), "boot")],
		["running slot", orUnknown(status.slot ?? undefined, "slot")],
		["health", orUnknown(health === null ? undefined : describeHealth(health), "health")],
		["proven", orUnknown(formatProven(status.proven), "proven")],
	];
	if (status.live !== null) {
		const { source, state, unsigned } = status.live;
		const without = new Set(["booted", "running slot", "proven"]);
		return formatPairs([
			...pairs.filter(([name]) => !without.has(name)),
			["live", unsigned ? `from ${source}, NOT SIGNED` : `from ${source}`],
			["STATE is", state === "ram" ? "in memory: it goes with the power" : "on a disk"],
		]);
	}
	if (status.disk === null) {
		return formatPairs([...pairs, ["slots", orUnknown(undefined, "disk")]]);
	}
	const findings = status.disk.findings.map((finding) => `warning: ${finding}`);
	return [formatPairs(pairs), "", formatSlots(status.disk.slots), ...findings].join("\n");
}

function describeNode({ role, hostname, cluster }: NonNullable<Status["node"]>): string {
	const names = [hostname, cluster === undefined ? undefined : `of cluster ${cluster}`];
	return [role, ...names].filter((name) => name !== undefined).join(", ");
}

function describeProvisioning(record: NonNullable<Status["provisioning"]>): string {
	const { source, place, configSha256, atSeconds, notes = [] } = record;
	const what = place ?? describeSource(source);
	const hash = configSha256 === null ? "" : `, sha256 ${configSha256.slice(0, 12)}`;
	const at = new Date(atSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
	return [`${at} from ${what}${hash}`, ...notes].join("; ");
}

function describeBoot(boot: NonNullable<Status["boot"]>): string {
	const repairs = boot.repairs.length === 0 ? "" : `; ${boot.repairs.join(", ")}`;
	return `slot ${boot.slot}, ${boot.reason}${repairs}`;
}

/** The state of health, and each check that is not well. */
export function describeHealth(health: NonNullable<Status["health"]>): string {
	const bad = health.checks.filter(({ ok }) => !ok);
	const problems = bad.map(({ name, detail }) => `${name}: ${detail}`).join("; ");
	return problems === "" ? health.state : `${health.state} (${problems})`;
}

function formatProven(proven: boolean | null): string | undefined {
	if (proven === null) {
		return undefined;
	}
	return proven ? "yes" : "not yet";
}

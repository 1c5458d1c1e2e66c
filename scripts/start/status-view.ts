import { formatBytes } from "../../userland/lib/table.ts";
import { durationText } from "../lib/duration.ts";
import { textTable } from "../lib/text-table.ts";

/** One node as the status shows it. */
export interface NodeView {
	readonly name: string;
	/** Since its power came on. */
	readonly sincePowerOnMs: number;
	readonly state: "booting" | "up" | "proven good" | "off";
	/** The object of `soma status --json`, if one came. */
	readonly status: unknown;
}

/** The value at a path of keys in something that came as JSON, or undefined. */
export function valueAt(value: unknown, ...keys: readonly (string | number)[]): unknown {
	let current = value;
	for (const key of keys) {
		if (typeof current !== "object" || current === null) {
			return undefined;
		}
		current = (current as Record<string | number, unknown>)[key];
	}
	return current;
}

function textAt(value: unknown, ...keys: readonly string[]): string {
	const found = valueAt(value, ...keys);
	return typeof found === "string" || typeof found === "number" ? String(found) : "-";
}

/** `*A 4799 proven, B - empty`; the star marks the running slot. */
export function slotsText(status: unknown): string {
	const slots = valueAt(status, "disk", "slots");
	if (!Array.isArray(slots)) {
		return "-";
	}
	return slots
		.map((slot: unknown) => {
			const star = valueAt(slot, "running") === true ? "*" : "";
			const [name, version, condition] = ["name", "version", "condition"].map((key) =>
				textAt(slot, key),
			);
			return `${star}${name} ${version} ${condition}`;
		})
		.join(", ");
}

function memoryText(status: unknown): string {
	const total = valueAt(status, "memory", "totalBytes");
	const available = valueAt(status, "memory", "availableBytes");
	return typeof total === "number" && typeof available === "number"
		? `${formatBytes(total - available)} of ${formatBytes(total)}`
		: "-";
}

function uptimeText(node: NodeView): string {
	const seconds = valueAt(node.status, "uptimeSeconds");
	return durationText(typeof seconds === "number" ? seconds * 1000 : node.sincePowerOnMs);
}

/** The live status of all nodes as lines of text. */
export function statusLines(nodes: readonly NodeView[]): string[] {
	const rows = nodes.map((node) => [
		node.name,
		node.state,
		textAt(node.status, "version"),
		slotsText(node.status),
		uptimeText(node),
		memoryText(node.status),
	]);
	const heading = ["node", "state", "version", "slots (* runs)", "uptime", "memory used"];
	return textTable([heading, ...rows]).split("\n");
}

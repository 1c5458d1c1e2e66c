import { printable } from "../../lib/text-columns.ts";
import type { NodeFacts, NodeStatus } from "./facts.ts";

/**
 * A node on one line, for those without a terminal. What changes all the time (load, uptime)
 * is not in it, so that a new line means that something happened.
 */
export function plainLine({ name, connection, status, failedUnits }: NodeFacts): string {
	const parts = [printable(name)];
	if (connection.kind === "connecting") {
		parts.push("connecting");
	}
	if (connection.kind === "lost") {
		parts.push(`lost (${connection.reason})`);
	}
	if (status !== undefined && connection.kind === "connected") {
		const bad = status.health?.checks.filter(({ ok }) => !ok) ?? [];
		parts.push(
			status.health?.state ?? "health unknown",
			`version ${status.version ?? "unknown"}`,
			...placeOf(status),
			...bad.map(({ name: check, detail }) => `${check}: ${detail}`),
		);
	}
	if (failedUnits !== undefined && failedUnits.length > 0) {
		parts.push(`failed: ${failedUnits.join(" ")}`);
	}
	return parts.map(printable).join(", ").replace(", ", " ");
}

function placeOf({ live, slot, proven }: NodeStatus): readonly string[] {
	return live === null
		? [`slot ${slot ?? "unknown"}`, proven === true ? "proven good" : "not proven yet"]
		: [`live from ${live.source}`];
}

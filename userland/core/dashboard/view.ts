import { formatBytes, formatDuration, formatShare } from "../../lib/table.ts";
import { padColumns } from "../../lib/text-columns.ts";
import { formatClock } from "../../lib/times.ts";
import { type LogLine, sourceOf } from "../logs/entry.ts";
import type { DashboardFacts, EventLine, NodeFacts, NodeStatus, Room, Size } from "./facts.ts";
import { fitLine, justify, type Line, type Span, type Style, span } from "./line.ts";

const labelColumns = 9;
const barColumns = 20;
const mostEvents = 5;

/**
 * The screen: exactly as many lines as it has rows, none wider than it. What matters most comes
 * first, so a small screen shows less of the end of it.
 */
export function viewDashboard(facts: DashboardFacts, size: Size): readonly Line[] {
	const node = facts.nodes[facts.selected] ?? facts.nodes[0];
	const header = headerLine(facts, size.columns);
	if (node === undefined || size.rows < 2) {
		return fill([header], size);
	}
	const footer: Line = [span(helpText(facts), "dim")];
	const rows = size.rows - 2;
	const summary = summaryLines(node).slice(0, rows);
	const body = [...summary, ...feedLines(node, rows - summary.length, size.columns)];
	return fill([header, ...pad(body, rows), footer], size);
}

function fill(lines: readonly Line[], { columns, rows }: Size): readonly Line[] {
	return pad(lines, rows).map((line) => fitLine(line, columns));
}

function pad(lines: readonly Line[], rows: number): readonly Line[] {
	return Array.from({ length: rows }, (_, at) => lines[at] ?? []);
}

function helpText({ nodes }: DashboardFacts): string {
	return nodes.length > 1 ? "q quits   \u2190 \u2192 or tab: another node" : "q quits";
}

function headerLine(
	{ contextName, clock, nodes, selected }: DashboardFacts,
	columns: number,
): Line {
	const tabs = nodes.flatMap((node, at): Span[] => [
		span(" "),
		span(` ${markOf(node)} ${node.name} `, at === selected ? "bar" : styleOf(node)),
	]);
	return justify([span(`soma ${contextName}`, "bold"), ...tabs], [span(clock, "dim")], columns);
}

/** `+` answers and is well, `!` answers and is not, `?` not yet, `x` lost. */
function markOf({ connection, status }: NodeFacts): string {
	if (connection.kind === "lost") {
		return "x";
	}
	if (connection.kind === "connecting" || status === undefined) {
		return "?";
	}
	return status.health?.state === "ready" ? "+" : "!";
}

function styleOf(node: NodeFacts): Style {
	const styles: Readonly<Record<string, Style>> = { "+": "good", "!": "warn", x: "bad" };
	return styles[markOf(node)] ?? "dim";
}

function summaryLines(node: NodeFacts): readonly Line[] {
	const lines = [...connectionLines(node)];
	const { status } = node;
	if (status === undefined) {
		return lines;
	}
	lines.push(
		row("node", [span(status.hostname ?? node.name, "bold"), span(releaseText(status))]),
		row("health", healthSpans(status)),
		row("units", unitSpans(node.failedUnits)),
		row("load", loadSpans(status)),
	);
	const { memory, state } = status;
	if (memory !== null) {
		const usedBytes = memory.totalBytes - memory.availableBytes;
		lines.push(roomLine({ name: "memory", usedBytes, totalBytes: memory.totalBytes }));
	}
	if (state !== null) {
		const usedBytes = state.sizeBytes - state.freeBytes;
		lines.push(roomLine({ name: "STATE", usedBytes, totalBytes: state.sizeBytes }));
	}
	lines.push(...node.rooms.map(roomLine), row("slots", slotSpans(status)));
	if (status.boot !== null) {
		lines.push(row("boot", [span(`slot ${status.boot.slot}, ${status.boot.reason}`)]));
	}
	return lines;
}

function connectionLines({ connection }: NodeFacts): readonly Line[] {
	switch (connection.kind) {
		case "connected":
			return [];
		case "connecting":
			return [row("link", [span("connecting \u2026", "warn")])];
		case "lost": {
			const since = formatDuration(connection.sinceSeconds);
			return [row("link", [span(`lost for ${since}, trying again: ${connection.reason}`, "bad")])];
		}
	}
}

function row(label: string, spans: readonly Span[]): Line {
	return [span(padColumns(label, labelColumns, "right"), "dim"), ...spans];
}

function releaseText(status: NodeStatus): string {
	const parts = [
		`version ${status.version ?? "unknown"}`,
		status.live === null ? slotText(status) : `live from ${status.live.source}`,
		status.uptimeSeconds === null ? "" : `up ${formatDuration(status.uptimeSeconds)}`,
	];
	return `  ${parts.filter((part) => part !== "").join(", ")}`;
}

function slotText({ slot, proven }: NodeStatus): string {
	return `slot ${slot ?? "unknown"}${proven === false ? " (not proven yet)" : ""}`;
}

function healthSpans({ health }: NodeStatus): readonly Span[] {
	if (health === null) {
		return [span("unknown", "warn")];
	}
	const bad = health.checks.filter(({ ok }) => !ok);
	const isReady = health.state === "ready" && bad.length === 0;
	const problems = bad.map(({ name, detail }) => span(`  ${name}: ${detail}`, "bad"));
	const plural = health.checks.length === 1 ? "check" : "checks";
	const passed = `  ${health.checks.length} ${plural} passed`;
	return [
		span(health.state, isReady ? "good" : "bad"),
		...(isReady ? [span(passed, "dim")] : problems),
	];
}

function loadSpans({ loadAverages, processorCount }: NodeStatus): readonly Span[] {
	const [now = 0] = loadAverages;
	const isBusy = processorCount > 0 && now > processorCount;
	const text = loadAverages.map((load) => load.toFixed(2)).join(" ") || "unknown";
	const plural = processorCount === 1 ? "processor" : "processors";
	return [
		span(text, isBusy ? "warn" : "plain"),
		span(processorCount === 0 ? "" : `  on ${processorCount} ${plural}`, "dim"),
	];
}

function roomLine({ name, usedBytes, totalBytes }: Room): Line {
	const share = totalBytes === 0 ? 0 : usedBytes / totalBytes;
	const filled = Math.max(0, Math.min(barColumns, Math.round(share * barColumns)));
	const level: Style = share >= 0.95 ? "bad" : "good";
	const style = share >= 0.8 && share < 0.95 ? "warn" : level;
	const text = `${formatShare(usedBytes, totalBytes).padStart(5)} of ${formatBytes(totalBytes)}`;
	return row(name, [
		span("#".repeat(filled), style),
		span(".".repeat(barColumns - filled), "dim"),
		span(` ${text}`),
	]);
}

function slotSpans({ disk, live }: NodeStatus): readonly Span[] {
	if (disk === null) {
		return [live === null ? span("unknown", "warn") : span("none", "dim")];
	}
	return disk.slots.flatMap(({ name, version, condition, running, next }, at) => {
		const notes = [running ? "running" : "", next ? "boots next" : ""].filter(Boolean).join(", ");
		const text = `${name} ${version ?? "-"} ${condition}${notes === "" ? "" : ` (${notes})`}`;
		const style = condition === "failed" ? "bad" : "plain";
		return [span(at === 0 ? "" : "   "), span(text, style)];
	});
}

function unitSpans(failed: NodeFacts["failedUnits"]): readonly Span[] {
	if (failed === undefined) {
		return [span("not asked yet", "dim")];
	}
	return failed.length === 0
		? [span("none failed", "good")]
		: [span(`failed: ${failed.join(", ")}`, "bad")];
}

/** Events and log lines in what room is left; the newest last. */
function feedLines(node: NodeFacts, rows: number, columns: number): readonly Line[] {
	if (rows < 2) {
		return [];
	}
	const eventRows =
		node.events.length === 0 ? 0 : Math.min(mostEvents, node.events.length, Math.floor(rows / 3));
	const events =
		eventRows < 1 ? [] : [titleLine("events", columns), ...lastEvents(node, eventRows)];
	const logRows = rows - events.length - 1;
	const logs = logRows < 1 ? [] : node.logs.slice(-logRows).map(logLine);
	return [...events, titleLine("log", columns), ...logs].slice(0, rows);
}

function titleLine(title: string, columns: number): Line {
	const rest = "\u2500".repeat(Math.max(0, columns - title.length - 4));
	return [span(`\u2500\u2500 ${title} ${rest}`, "dim")];
}

function lastEvents({ events }: NodeFacts, count: number): readonly Line[] {
	return events.slice(-count).map(eventLine);
}

function eventLine({ timeMicroseconds, kind, message, warning }: EventLine): Line {
	return [
		span(`${formatClock(timeMicroseconds / 1000)} `, "dim"),
		span(`${padColumns(kind, labelColumns, "right")} `),
		span(firstLine(message), warning ? "warn" : "plain"),
	];
}

function logLine(entry: LogLine): Line {
	const warning: Style = entry.priority === 4 ? "warn" : "plain";
	return [
		span(`${formatClock(entry.timeMicroseconds / 1000)} `, "dim"),
		span(`${sourceOf(entry)}: `, "dim"),
		span(firstLine(entry.message), entry.priority <= 3 ? "bad" : warning),
	];
}

function firstLine(text: string): string {
	const [first = "", ...more] = text.split(/\r?\n/);
	return more.length === 0 ? first : `${first} \u2026`;
}

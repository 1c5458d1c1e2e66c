import { setTimeout as pause } from "node:timers/promises";
import type { DashboardFacts, NodeFacts } from "../../core/dashboard/facts.ts";
import { plainText } from "../../core/dashboard/line.ts";
import { plainLine } from "../../core/dashboard/plain-line.ts";
import { viewDashboard } from "../../core/dashboard/view.ts";
import { formatClock } from "../../lib/times.ts";
import type { Work } from "../command.ts";
import { type Context, formatJsonLine } from "../context.ts";
import { openSession, type Session } from "../remote/session.ts";
import type { dashboardSpec } from "./command.ts";
import { takeScreen } from "./screen.ts";
import { type WatchedNode, watchedNode } from "./watch-node.ts";

const redrawMs = 1000;
/** Changes in such a time are drawn at once. */
const gatherMs = 50;
const onceLimitMs = 10_000;

/** `soma dashboard`. */
export const runDashboard: Work<typeof dashboardSpec> = async (context, { flags }) => {
	const session = openSession(context, { ...flags, timeout: undefined });
	const stop = new AbortController();
	const nodes = session.nodes.map(watchedNode);
	const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
	const end = (): void => stop.abort();
	process.once("SIGTERM", end);
	try {
		if (flags.once) {
			return await showOnce(context, session, nodes, stop);
		}
		return isTerminal && !flags.json
			? await showScreen(session, nodes, stop)
			: await showLines(context, nodes, stop, flags.json);
	} finally {
		stop.abort();
		process.off("SIGTERM", end);
		session.close();
	}
};

function factsOf(session: Session, nodes: readonly WatchedNode[], selected: number) {
	return {
		contextName: session.target.contextName,
		clock: formatClock(Date.now()),
		selected,
		nodes: nodes.map(({ facts }) => facts()),
	} satisfies DashboardFacts;
}

async function showScreen(
	session: Session,
	nodes: readonly WatchedNode[],
	stop: AbortController,
): Promise<number> {
	let selected = 0;
	let timer: NodeJS.Timeout | undefined;
	const draw = (): void => {
		timer = undefined;
		screen.draw(viewDashboard(factsOf(session, nodes, selected), screen.size()));
	};
	const drawSoon = (): void => {
		timer ??= setTimeout(draw, gatherMs);
	};
	const screen = takeScreen((key) => {
		if (key === "quit") {
			stop.abort();
		} else {
			const step = key === "next" ? 1 : nodes.length - 1;
			selected = (selected + step) % nodes.length;
			draw();
		}
	}, draw);
	const clock = setInterval(draw, redrawMs);
	try {
		draw();
		await Promise.all(nodes.map(({ watch }) => watch(stop.signal, drawSoon)));
		return 0;
	} finally {
		clearInterval(clock);
		clearTimeout(timer);
		screen.release();
	}
}

/** A line for each node whenever what it says has changed. */
async function showLines(
	context: Context,
	nodes: readonly WatchedNode[],
	stop: AbortController,
	json: boolean,
): Promise<number> {
	await Promise.all(
		nodes.map(async (node) => {
			let last = "";
			await node.watch(stop.signal, () => {
				const facts = node.facts();
				const line = plainLine(facts);
				if (line !== last) {
					last = line;
					const text = `${formatClock(Date.now())}  ${line}`;
					context.print(json ? formatJsonLine(reportOf(node, facts)) : text);
				}
			});
		}),
	);
	return 0;
}

function reportOf(node: WatchedNode, { name, connection, failedUnits }: NodeFacts) {
	const status = node.status() ?? null;
	return { node: name, connection, failedUnits: failedUnits ?? null, status };
}

/** What there is once every node has answered, failed, or taken too long. */
async function showOnce(
	context: Context,
	session: Session,
	nodes: readonly WatchedNode[],
	stop: AbortController,
): Promise<number> {
	const watching = Promise.all(
		nodes.map(async (node) => {
			const own = new AbortController();
			const signal = AbortSignal.any([stop.signal, own.signal]);
			await node.watch(signal, () => {
				if (isSettled(node.facts())) {
					own.abort();
				}
			});
		}),
	);
	await Promise.race([watching, pause(onceLimitMs, undefined, { ref: false })]);
	const columns = process.stdout.columns ?? 80;
	for (const [selected] of nodes.entries()) {
		const lines = viewDashboard(factsOf(session, nodes, selected), { columns, rows: 40 });
		context.print(plainText(lines.slice(0, -1)).trimEnd());
	}
	return nodes.every((node) => node.facts().connection.kind === "connected") ? 0 : 1;
}

function isSettled({ connection, status, failedUnits }: NodeFacts): boolean {
	return connection.kind === "lost" || (status !== undefined && failedUnits !== undefined);
}

import { withLock } from "../../image/tools/lock.ts";
import { timeouts } from "../../qemu-tests/lab/timeouts.ts";
import { describeError, SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { runInTerminal } from "../../userland/system/process.ts";
import { freePort } from "../../userland/testing/free-port.ts";
import { availableMemoryBytes } from "../host/facts.ts";
import { durationText } from "../lib/duration.ts";
import { beforeStopping, isStopping } from "../lib/stopping.ts";
import { openCluster, type StartCluster, untilAnswers } from "./cluster.ts";
import { offerConsole, takeKeyboard } from "./console.ts";
import { type NodeOptions, type RunningNode, startNode } from "./node.ts";
import { openScreen, type Screen } from "./screen.ts";
import { statusLines } from "./status-view.ts";

/** What a session shows and when it ends. */
export interface SessionOptions extends NodeOptions {
	readonly nodes: number;
	/** Join this terminal to the console of the first node. */
	readonly console: boolean;
	readonly showStatus: boolean;
	/** End with success once every node is proven good. */
	readonly untilReady: boolean;
	readonly json: boolean;
	/** Configure the nodes for a development cluster, and ask them through their API. */
	readonly withApi: boolean;
}

const drawMs = 1000;
const plainEveryMs = 30_000;
const kernelAndFirmwareMiB = 200;

/**
 * Boots nodes, shows them, and ends when it is told to or when all nodes are off. Gives the exit
 * code.
 */
export async function runSession(options: SessionOptions): Promise<number> {
	refuseTooMuchMemory(options);
	return await alone(async () => {
		const screen = openScreen(options.json ? process.stderr : process.stdout);
		const nodes: RunningNode[] = [];
		const closers: (() => void)[] = [];
		const stopAll = async (): Promise<void> => {
			screen.clear();
			for (const close of closers.splice(0)) {
				close();
			}
			await Promise.all(nodes.splice(0).map((node) => stopNode(node, options.keep)));
		};
		beforeStopping(stopAll);
		try {
			const cluster = options.withApi ? await openCluster() : undefined;
			for (let number = 1; number <= options.nodes; number += 1) {
				const access =
					cluster === undefined
						? undefined
						: { config: await cluster.configOf(`node-${number}`), port: await freePort() };
				const node = await startNode(number, options, access, (name, sinceMs, line) => {
					if (!options.console) {
						screen.print(`${name} ${durationText(sinceMs).padStart(8)}  ${line}`);
					}
				});
				nodes.push(node);
				closers.push(await offerConsole(node.name, node.machine.serial));
			}
			await cluster?.useNodes(nodes.flatMap(({ address }) => address ?? []));
			const terminal: (() => void)[] = [];
			closers.push(() => giveBack(terminal));
			return await watch({ nodes, options, screen, terminal, cluster });
		} finally {
			await stopAll();
		}
	});
}

/** Names, console sockets and kept disks belong to one program; a second one is told so at once. */
async function alone(work: () => Promise<number>): Promise<number> {
	const refuse = (line: string): never => {
		throw new SomaError({
			code: "already-running",
			message: `another \`npm start\` runs these nodes (${line})`,
			hint: "stop it first (Ctrl-C there)",
		});
	};
	return await withLock("nodes", refuse, work);
}

function refuseTooMuchMemory(options: SessionOptions): void {
	const neededBytes = options.nodes * (options.memoryMiB + kernelAndFirmwareMiB) * 1024 ** 2;
	const freeBytes = availableMemoryBytes();
	if (neededBytes > freeBytes) {
		const needed = `${options.nodes} nodes need ${formatBytes(neededBytes)}`;
		throw new SomaError({
			code: "no-memory",
			message: `${needed}, ${formatBytes(freeBytes)} are free`,
			hint: "use fewer --nodes or less --memory, or end other programs",
		});
	}
}

async function stopNode(node: RunningNode, graceful: boolean): Promise<void> {
	if (graceful && node.machine.pid() !== undefined) {
		// A kept disk is unmounted first; if the node does not obey, it survives a power cut as well.
		await node.machine.powerOff().catch(() => undefined);
	}
	await node.machine.stop();
}

/** What a running session consists of. */
interface Running {
	readonly nodes: readonly RunningNode[];
	readonly options: SessionOptions;
	readonly screen: Screen;
	/** What gives the terminal back. */
	readonly terminal: (() => void)[];
	readonly cluster: StartCluster | undefined;
}

async function watch(running: Running): Promise<number> {
	const { nodes, options, screen, terminal } = running;
	const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>();
	const [first] = nodes;
	if (options.console && first !== undefined) {
		terminal.push(joinTerminal(first, () => stop(undefined)));
	} else if (screen.isTerminal && process.stdin.isTTY) {
		terminal.push(takeKeyboard((bytes) => (isStopKey(bytes) ? stop(undefined) : undefined)));
	}
	terminal.push(drawStatus(nodes, options, screen));
	const ready = announceReady(running);
	const off = Promise.all(nodes.map((node) => node.machine.waitForEvent("SHUTDOWN", forever)));
	let hasEnded = false;
	const news = (error: unknown): void => {
		if (!(hasEnded || isStopping())) {
			screen.print(describeError(error));
		}
	};
	const ended: Promise<unknown>[] = [stopped, off];
	if (options.untilReady) {
		ended.push(ready);
	} else {
		const dashboard = ready.then(() => showDashboard(running));
		dashboard.catch(news);
		ended.push(dashboard.then(undefined, () => stopped));
	}
	try {
		await Promise.race(ended);
		return 0;
	} finally {
		hasEnded = true;
		for (const late of [ready, off]) {
			late.catch(news);
		}
	}
}

const forever = 2 ** 31 - 1;

/** Says when every node is proven good and answers, and what to do next. */
async function announceReady({ nodes, options, screen, cluster }: Running): Promise<void> {
	const times = await Promise.all(nodes.map((node) => node.proven(timeouts.bootMs)));
	const pages = await Promise.all(nodes.map((node) => pageOf(cluster, node)));
	if (options.json) {
		const rows = nodes.map((node, index) => ({
			...node.view(),
			provenMs: times[index],
			address: node.address ?? null,
		}));
		process.stdout.write(`${JSON.stringify(rows, null, "\t")}\n`);
	}
	if (options.console) {
		return;
	}
	const slowest = durationText(Math.max(...times));
	screen.print(`ready: ${nodes.length} of ${nodes.length} proven good ${slowest} after power-on`);
	for (const line of pages.flatMap((page) => ["", ...page.split("\n")])) {
		screen.print(line);
	}
	if (cluster !== undefined) {
		const contexts = cluster.environment["SOMA_CONTEXTS"] ?? "";
		screen.print("");
		screen.print(`api:     SOMA_CONTEXTS=${contexts} ${cluster.program} help`);
	}
	if (!options.untilReady) {
		screen.print("console: `npm run vm -- --attach` in another terminal (Ctrl-] leaves it)");
		screen.print("stop:    Ctrl-C");
	}
}

/** What a node says through its API once it answers. */
async function pageOf(cluster: StartCluster | undefined, node: RunningNode): Promise<string> {
	return cluster === undefined || node.address === undefined
		? ""
		: await untilAnswers(cluster, node.address, timeouts.bootMs);
}

function giveBack(terminal: (() => void)[]): void {
	for (const close of terminal.splice(0)) {
		close();
	}
}

/** The terminal is the dashboard's until it is left; without a terminal it never ends. */
async function showDashboard({ options, screen, terminal, cluster }: Running): Promise<void> {
	const isShown = screen.isTerminal && process.stdin.isTTY && options.showStatus;
	if (cluster === undefined || !isShown || options.console) {
		return await new Promise(() => undefined);
	}
	giveBack(terminal);
	screen.lend();
	try {
		await runInTerminal({ argv: [cluster.program, "dashboard"], env: cluster.environment });
	} finally {
		screen.takeBack();
	}
}

/** Draws the status again and again; a plain line now and then where there is no terminal. */
function drawStatus(
	nodes: readonly RunningNode[],
	options: SessionOptions,
	screen: Screen,
): () => void {
	if (!options.showStatus || options.console) {
		return () => undefined;
	}
	const lines = (): string[] => statusLines(nodes.map((node) => node.view()));
	const timer = setInterval(
		() => {
			if (screen.isTerminal) {
				screen.draw(["", ...lines()]);
			} else {
				for (const line of lines().slice(1)) {
					screen.print(line);
				}
			}
		},
		screen.isTerminal ? drawMs : plainEveryMs,
	);
	return () => clearInterval(timer);
}

function isStopKey(bytes: Buffer): boolean {
	const controlC = 0x03;
	return bytes.includes(controlC) || bytes.toString("latin1") === "q";
}

/** The whole terminal is the node's console; Ctrl-] ends the session. */
function joinTerminal(node: RunningNode, onLeave: () => void): () => void {
	const controlBracket = 0x1d;
	process.stdout.write(`console of ${node.name}; Ctrl-] stops\n`);
	node.machine.serial.onData((chunk) => process.stdout.write(chunk));
	return takeKeyboard((bytes) => {
		if (bytes.includes(controlBracket)) {
			onLeave();
		} else {
			node.machine.serial.write(bytes.toString("utf8"));
		}
	});
}

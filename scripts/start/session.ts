import { withLock } from "../../image/tools/lock.ts";
import { timeouts } from "../../qemu-tests/lab/timeouts.ts";
import { describeError, SomaError } from "../../userland/lib/errors.ts";
import { formatBytes } from "../../userland/lib/table.ts";
import { availableMemoryBytes } from "../host/facts.ts";
import { durationText } from "../lib/duration.ts";
import { beforeStopping, isStopping } from "../lib/stopping.ts";
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
			for (let number = 1; number <= options.nodes; number += 1) {
				const node = await startNode(number, options, (name, sinceMs, line) => {
					if (!options.console) {
						screen.print(`${name} ${durationText(sinceMs).padStart(8)}  ${line}`);
					}
				});
				nodes.push(node);
				closers.push(await offerConsole(node.name, node.machine.serial));
			}
			return await watch(nodes, options, screen, closers);
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

async function watch(
	nodes: readonly RunningNode[],
	options: SessionOptions,
	screen: Screen,
	closers: (() => void)[],
): Promise<number> {
	const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>();
	const [first] = nodes;
	if (options.console && first !== undefined) {
		closers.push(joinTerminal(first, () => stop(undefined)));
	} else if (screen.isTerminal && process.stdin.isTTY) {
		closers.push(takeKeyboard((bytes) => (isStopKey(bytes) ? stop(undefined) : undefined)));
	}
	closers.push(drawStatus(nodes, options, screen));
	const ready = announceReady(nodes, options, screen);
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
		ready.catch(news);
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

/** Says when every node is proven good, and what to do next. */
async function announceReady(
	nodes: readonly RunningNode[],
	options: SessionOptions,
	screen: Screen,
): Promise<void> {
	const times = await Promise.all(nodes.map((node) => node.proven(timeouts.bootMs)));
	if (options.json) {
		const rows = nodes.map((node, index) => ({ ...node.view(), provenMs: times[index] }));
		process.stdout.write(`${JSON.stringify(rows, null, "\t")}\n`);
	}
	if (options.console) {
		return;
	}
	const slowest = durationText(Math.max(...times));
	screen.print(`ready: ${nodes.length} of ${nodes.length} proven good ${slowest} after power-on`);
	if (!options.untilReady) {
		screen.print("console: `npm run vm -- --attach` in another terminal (Ctrl-] leaves it)");
		screen.print("stop:    Ctrl-C");
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

import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { closeServer, listen } from "./channel.ts";
import { DelayQueue } from "./delay-queue.ts";
import { encodeFrame, frameSplitter } from "./frames.ts";
import {
	addPort,
	forward,
	heal,
	type LinkCondition,
	newSwitch,
	type PortName,
	partition,
	type SwitchCounters,
	type SwitchState,
	setEveryLink,
	setLink,
} from "./switch-core.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

/** A virtual Ethernet switch for machines of the lab. Its faults follow from its seed. */
export interface VirtualSwitch {
	/** Opens a port and gives the path of its socket, for a network card of kind `switch`. */
	openPort(name: PortName): Promise<string>;
	/** Sets faults on one directed link, or in both directions. */
	setLink(
		from: PortName,
		to: PortName,
		condition: Partial<LinkCondition>,
		options?: { readonly bothWays?: boolean },
	): void;
	setEveryLink(condition: Partial<LinkCondition>): void;
	/** Cuts the network into groups of ports. */
	partition(groups: readonly (readonly PortName[])[]): void;
	/** Removes the partition and all faults. */
	heal(): void;
	counters(): SwitchCounters;
	/** Called with each frame that comes in, for a capture or an assertion. */
	onFrame(listener: (port: PortName, frame: Uint8Array) => void): void;
	close(): Promise<void>;
}

interface OpenPort {
	readonly path: string;
	readonly server: Server;
	connection: Socket | undefined;
}

/** Makes a switch without ports. */
export function openSwitch(seed = 1): VirtualSwitch {
	const directory = makeWorkDirectory();
	const ports = new Map<PortName, OpenPort>();
	const listeners: ((port: PortName, frame: Uint8Array) => void)[] = [];
	let state: SwitchState = newSwitch(seed);
	const deliver = (port: PortName, bytes: Uint8Array): void => {
		ports.get(port)?.connection?.write(bytes);
	};
	const delayed = new DelayQueue<Parameters<typeof deliver>>((job) => deliver(...job));
	const receive = (from: PortName, frame: Uint8Array): void => {
		for (const listener of listeners) {
			listener(from, frame);
		}
		const result = forward(state, from, frame, performance.now());
		state = result.state;
		const bytes = encodeFrame(frame);
		for (const { port, atMs } of result.deliveries) {
			delayed.push([port, bytes], atMs);
		}
	};
	return {
		openPort: async (name) => {
			const port = await openPort(join(directory, name), (frame) => receive(name, frame));
			ports.set(name, port);
			state = addPort(state, name);
			return port.path;
		},
		setLink: (from, to, condition, options = {}) => {
			state = setLink(state, from, to, condition);
			state = options.bothWays === true ? setLink(state, to, from, condition) : state;
		},
		setEveryLink: (condition) => {
			state = setEveryLink(state, condition);
		},
		partition: (groups) => {
			state = partition(state, groups);
		},
		heal: () => {
			state = heal(state);
		},
		counters: () => state.counters,
		onFrame: (listener) => listeners.push(listener),
		close: async () => {
			delayed.clear();
			for (const port of ports.values()) {
				port.connection?.destroy();
				await closeServer(port.server, port.path);
			}
			removeWorkDirectory(directory);
		},
	};
}

async function openPort(path: string, onFrame: (frame: Uint8Array) => void): Promise<OpenPort> {
	const server = createServer();
	const port: OpenPort = { path, server, connection: undefined };
	server.on("connection", (socket) => {
		port.connection = socket; // a machine that is started again replaces its old connection
		const splitter = frameSplitter(onFrame);
		socket.on("data", (data) => {
			try {
				splitter(typeof data === "string" ? Buffer.from(data, "utf8") : data);
			} catch {
				socket.destroy(); // out of step: nothing after this can be trusted
			}
		});
		socket.on("error", () => {});
		socket.on("close", () => {
			port.connection = port.connection === socket ? undefined : port.connection;
		});
	});
	await listen(server, path);
	return port;
}

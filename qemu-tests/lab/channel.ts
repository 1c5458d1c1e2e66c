import { existsSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";

/**
 * One end of a byte stream to QEMU. The lab listens before QEMU starts, so no first byte is lost,
 * and a machine that is started again connects to the same channel.
 */
export interface Channel {
	readonly path: string;
	/** Called with every piece of data that QEMU sends. */
	onData(listener: (chunk: Uint8Array) => void): void;
	/** Called when QEMU has connected (again). */
	onConnect(listener: () => void): void;
	/**
	 * Sends to the present connection; what is sent while there is none is dropped, as on a loose
	 * cable.
	 */
	write(data: string | Uint8Array): void;
	close(): Promise<void>;
}

/** Listens on a Unix socket (at most 107 bytes of path, see unix(7)). */
export async function openChannel(path: string): Promise<Channel> {
	const dataListeners: ((chunk: Uint8Array) => void)[] = [];
	const connectListeners: (() => void)[] = [];
	let connection: Socket | undefined;
	const server = createServer((socket) => {
		connection = socket;
		socket.on("data", (data) => {
			const chunk = typeof data === "string" ? Buffer.from(data, "utf8") : data;
			for (const listener of dataListeners) {
				listener(chunk);
			}
		});
		socket.on("error", () => {}); // a killed QEMU resets its connections
		socket.on("close", () => {
			connection = connection === socket ? undefined : connection;
		});
		for (const listener of connectListeners) {
			listener();
		}
	});
	await listen(server, path);
	return {
		path,
		onData: (listener) => dataListeners.push(listener),
		onConnect: (listener) => connectListeners.push(listener),
		write: (data) => connection?.write(data),
		close: () => {
			connection?.destroy();
			return closeServer(server, path);
		},
	};
}

/** Starts to listen; rejects when the path cannot be bound. */
export function listen(server: Server, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(path, resolve);
	});
}

/** Stops listening and removes the socket. */
export function closeServer(server: Server, path: string): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => {
			if (existsSync(path)) {
				rmSync(path, { force: true });
			}
			resolve();
		});
	});
}

/** Cuts a byte stream into lines; returns the function that takes the next chunk. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Uint8Array) => void {
	const decoder = new TextDecoder();
	let pending = "";
	return (chunk) => {
		const lines = (pending + decoder.decode(chunk, { stream: true })).split("\n");
		pending = lines.pop() ?? "";
		for (const line of lines) {
			onLine(line.replace(/\r$/, ""));
		}
	};
}

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { cacheDirectory } from "../../image/tools/cache.ts";
import type { Serial } from "../../qemu-tests/lab/serial.ts";
import { SomaError } from "../../userland/lib/errors.ts";

/** Ctrl-] leaves a console, as in telnet(1). */
const leaveByte = 0x1d;

/** The Unix socket on which a node's console can be reached from another terminal. */
export function consolePath(name: string): string {
	return join(cacheDirectory(), "run", `${name}.console`);
}

/** Offers the console of a node on its socket until the returned function is called. */
export async function offerConsole(name: string, serial: Serial): Promise<() => void> {
	const path = consolePath(name);
	mkdirSync(join(cacheDirectory(), "run"), { recursive: true });
	rmSync(path, { force: true });
	const guests = new Set<Socket>();
	const server: Server = createServer((socket) => {
		guests.add(socket);
		socket.write(serial.text().slice(-4000));
		socket.on("data", (data) => serial.write(data.toString("utf8")));
		socket.on("close", () => guests.delete(socket));
		socket.on("error", () => guests.delete(socket));
	});
	serial.onData((chunk) => {
		for (const guest of guests) {
			guest.write(chunk);
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(path, resolve);
	});
	return () => {
		for (const guest of guests) {
			guest.destroy();
		}
		server.close();
		rmSync(path, { force: true });
	};
}

/** Joins this terminal to a node's console until Ctrl-] or until the node is gone. */
export async function attachConsole(name: string): Promise<void> {
	const path = consolePath(name);
	if (!existsSync(path)) {
		throw new SomaError({
			code: "no-such-node",
			message: `no node ${name} is running: ${path} does not exist`,
			hint: "start one with `npm start`",
		});
	}
	const socket = connect(path);
	await new Promise<void>((resolve, reject) => {
		socket.once("error", (cause) =>
			reject(
				new SomaError({
					code: "no-such-node",
					message: `${name} does not answer on ${path}`,
					hint: "it has ended; start it with `npm start`",
					cause,
				}),
			),
		);
		socket.once("connect", () => {
			process.stdout.write(`attached to ${name}; Ctrl-] leaves\n`);
			socket.on("data", (chunk) => process.stdout.write(chunk));
			const release = takeKeyboard((bytes) => {
				if (bytes.includes(leaveByte)) {
					socket.end();
				} else {
					socket.write(bytes);
				}
			});
			socket.once("close", () => {
				release();
				resolve();
			});
		});
	});
}

/**
 * Sends every key press to `onBytes`, untouched by the terminal, until the returned function is
 * called.
 */
export function takeKeyboard(onBytes: (bytes: Buffer) => void): () => void {
	const { stdin } = process;
	const isTerminal = stdin.isTTY;
	if (isTerminal) {
		stdin.setRawMode(true);
	}
	stdin.on("data", onBytes);
	stdin.resume();
	return () => {
		stdin.off("data", onBytes);
		stdin.pause();
		if (isTerminal) {
			stdin.setRawMode(false);
		}
	};
}

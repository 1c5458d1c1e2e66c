import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { errnoOf, SomaError } from "../lib/errors.ts";
import { setTerminalSize, unlockTerminal } from "./libc.ts";

/** A pseudo terminal (pty(7)): this side of it, and the name of the other side for a program. */
export interface Terminal {
	/** `/dev/pts/3` */
	readonly path: string;
	/** What the programs wrote; undefined for nothing yet, "ended" when the last one is gone. */
	read(): Uint8Array | "ended" | undefined;
	/** Writes keys; returns how many bytes there was room for. */
	write(bytes: Uint8Array): number;
	resize(columns: number, rows: number): void;
	close(): void;
}

const chunkBytes = 16 * 1024;

/** Makes a pseudo terminal. No call on it ever waits. */
export function openTerminal(): Terminal {
	let master: number;
	try {
		const flags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
		master = openSync("/dev/ptmx", flags);
	} catch (cause) {
		const message = "there is no pseudo terminal left";
		throw new SomaError({ code: "terminal-missing", message, cause, retryable: true });
	}
	const number = unlockTerminal(master);
	if (typeof number !== "number") {
		closeSync(master);
		const message = `the pseudo terminal cannot be unlocked: ${number.message}`;
		throw new SomaError({ code: "terminal-missing", message });
	}
	const buffer = new Uint8Array(chunkBytes);
	return {
		path: `/dev/pts/${number}`,
		read: () => {
			try {
				const length = readSync(master, buffer);
				return length === 0 ? "ended" : buffer.slice(0, length);
			} catch (error) {
				return errnoOf(error) === "EAGAIN" ? undefined : "ended"; // EIO
			}
		},
		write: (bytes) => {
			try {
				return writeSync(master, bytes);
			} catch {
				return 0; // EAGAIN: nobody reads the keys
			}
		},
		resize: (columns, rows) => setTerminalSize(master, columns, rows),
		close: () => closeSync(master),
	};
}

import { closeSync, constants, openSync, writeSync } from "node:fs";

/** An output that never blocks and never fails: lines are dropped when nobody takes them. */
export interface StatusPort {
	send(line: string): void;
	close(): void;
}

/**
 * Opens a virtio-serial port for output, or returns undefined when the machine has none. A line is
 * dropped when the host is not connected or does not read (EAGAIN); the rest of a line that was cut
 * is sent before the next one, so that the reader never sees two lines joined.
 */
export function openStatusPort(path: string): StatusPort | undefined {
	let descriptor: number;
	try {
		descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
	} catch {
		return undefined; // the machine has no such port, or another process owns it
	}
	let pending = new Uint8Array();
	const flush = (): boolean => {
		try {
			while (pending.length > 0) {
				pending = pending.subarray(writeSync(descriptor, pending));
			}
			return true;
		} catch {
			return false; // nobody reads: the line is old news by the next round
		}
	};
	return {
		send: (line) => {
			if (flush()) {
				pending = new TextEncoder().encode(`${line}\n`);
				const whole = pending.length;
				if (!flush() && pending.length === whole) {
					pending = new Uint8Array();
				}
			}
		},
		close: () => closeSync(descriptor),
	};
}

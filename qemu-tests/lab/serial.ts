import { appendFileSync } from "node:fs";
import { SomaError } from "../../userland/lib/errors.ts";
import type { Channel } from "./channel.ts";
import { timeouts } from "./timeouts.ts";

export interface SerialWait {
	readonly timeoutMs?: number;
	/** When this matches first, the wait fails at once instead of at its deadline. */
	readonly failOn?: RegExp;
}

/** The serial console of a machine: everything it ever printed, and waits on it. */
export interface Serial {
	readonly logPath: string;
	/**
	 * Waits for a match in the output since the last match (or {@link Serial.mark}). Escape
	 * sequences of terminals are removed before. The error holds the last 30 lines and the path of
	 * the log.
	 */
	waitFor(pattern: RegExp, options?: SerialWait): Promise<RegExpExecArray>;
	/** Everything before this moment is of no interest to later waits. */
	mark(): void;
	/** All output so far, without escape sequences. */
	text(): string;
	write(text: string): void;
	/** Called with raw output, for somebody who wants to show it. */
	onData(listener: (chunk: Uint8Array) => void): void;
}

interface SerialWaiter {
	readonly from: number;
	readonly check: () => void;
	readonly reject: (error: Error) => void;
}

/** The serial console with its way to end all waits when the machine is gone. */
export interface OwnedSerial extends Serial {
	fail(reason: string): void;
}

/** Removes terminal escape sequences (CSI, OSC, single) and carriage returns. */
export function withoutEscapes(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes begin with one
	return text.replace(/\u001b(?:\[[0-9;?=]*[ -/]*[@-~]|\][^\u0007]*\u0007|[@-Z\\^_=>])|\r/g, "");
}

/** Splits off an escape sequence that has begun and not ended. */
function splitUnfinished(text: string): readonly [string, string] {
	const start = text.lastIndexOf("\u001b");
	const unfinished = start >= 0 && text.length - start < 32 && withoutEscapes(text.slice(start));
	return typeof unfinished === "string" && unfinished.startsWith("\u001b")
		? [text.slice(0, start), text.slice(start)]
		: [text, ""];
}

function timeoutError(
	machine: string,
	pattern: RegExp,
	text: string,
	logPath: string,
	why: string,
) {
	const tail = ["", ...text.trimEnd().split("\n").slice(-30)].join("\n    | ");
	return new SomaError({
		code: "serial-wait-failed",
		message: `${machine}: ${why} while waiting for ${pattern}; the console ended with${tail}`,
		hint: `read the whole log: ${logPath}`,
	});
}

/** Follows a channel as a serial console and keeps its output in a log file. */
export function openSerial(machine: string, channel: Channel, logPath: string): OwnedSerial {
	const decoder = new TextDecoder();
	const waiters = new Set<SerialWaiter>();
	let text = "";
	let pending = "";
	let cursor = 0;
	let ended: string | undefined;
	channel.onData((chunk) => {
		appendFileSync(logPath, chunk);
		const [ready, rest] = splitUnfinished(pending + decoder.decode(chunk, { stream: true }));
		pending = rest;
		text += withoutEscapes(ready);
		for (const waiter of [...waiters]) {
			waiter.check();
		}
	});
	const waitFor = (pattern: RegExp, options: SerialWait = {}): Promise<RegExpExecArray> => {
		const from = cursor;
		const failure = (why: string): Error => timeoutError(machine, pattern, text, logPath, why);
		return new Promise((resolve, reject) => {
			const timeoutMs = options.timeoutMs ?? timeouts.serialMs;
			const finish = (): void => {
				clearTimeout(timer);
				waiters.delete(waiter);
			};
			const check = (): void => {
				const seen = text.slice(from);
				const match = pattern.exec(seen);
				const bad = options.failOn?.exec(seen) ?? null;
				if (match !== null && (bad === null || match.index <= bad.index)) {
					cursor = Math.max(cursor, from + match.index + match[0].length);
					finish();
					resolve(match);
				} else if (bad !== null) {
					waiter.reject(failure(`"${bad[0]}" came first`));
				} else if (ended !== undefined) {
					waiter.reject(failure(ended));
				}
			};
			const waiter: SerialWaiter = {
				from,
				check,
				reject: (error) => {
					finish();
					reject(error);
				},
			};
			const timer = setTimeout(
				() => waiter.reject(failure(`${Math.round(timeoutMs / 1000)} s passed`)),
				timeoutMs,
			);
			waiters.add(waiter);
			check();
		});
	};
	channel.onConnect(() => {
		ended = undefined;
	});
	return {
		logPath,
		waitFor,
		mark: () => {
			cursor = text.length;
		},
		text: () => text,
		write: (data) => channel.write(data),
		onData: (listener) => channel.onData(listener),
		fail: (reason) => {
			ended = reason;
			for (const waiter of [...waiters]) {
				waiter.check();
			}
		},
	};
}

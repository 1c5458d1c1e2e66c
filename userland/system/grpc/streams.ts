import type { StatusObject } from "@grpc/grpc-js";
import { SomaError } from "../../lib/errors.ts";

/** The sending half of a call of grpc-js. */
interface Sink {
	readonly destroyed: boolean;
	write(message: unknown): boolean;
	once(event: "drain", listener: () => void): unknown;
	off(event: "drain", listener: () => void): unknown;
	emit(event: "error", error: unknown): boolean;
}

/** The receiving half. */
interface Source {
	on(event: string, listener: (argument?: unknown) => void): unknown;
	pause(): unknown;
	resume(): unknown;
}

/** Ends a stream with a status; its client may be gone already. */
export function answer(call: Sink, status: StatusObject): void {
	if (!call.destroyed) {
		call.emit("error", status);
	}
}

/**
 * Sends what a handler yields, as fast as the client takes it: the handler is not asked for the
 * next message before there is room, so nothing piles up. A client that takes nothing at all for
 * `stallMs` loses the call.
 */
export async function sendAll(
	call: Sink,
	messages: AsyncIterable<unknown>,
	open: { readonly signal: AbortSignal },
	stallMs: number,
): Promise<void> {
	const { signal } = open;
	const iterator = messages[Symbol.asyncIterator]();
	const stop = (): void => {
		iterator.return?.().catch(() => undefined); // it ends itself; nobody wants its last word
	};
	signal.addEventListener("abort", stop, { once: true });
	try {
		for (;;) {
			const { done, value } = await iterator.next();
			if (done === true || signal.aborted) {
				return;
			}
			if (!call.write(value)) {
				await drained(call, signal, stallMs);
			}
		}
	} finally {
		signal.removeEventListener("abort", stop);
	}
}

function drained(call: Sink, signal: AbortSignal, stallMs: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = (settle: () => void): void => {
			clearTimeout(timer);
			call.off("drain", onDrain);
			signal.removeEventListener("abort", onAbort);
			settle();
		};
		const onDrain = (): void => end(resolve);
		const onAbort = (): void => end(() => reject(signal.reason));
		const timer = setTimeout(() => end(() => reject(tooSlow(stallMs))), stallMs);
		call.once("drain", onDrain);
		signal.addEventListener("abort", onAbort, { once: true });
		if (signal.aborted) {
			onAbort();
		}
	});
}

function tooSlow(stallMs: number): SomaError {
	return new SomaError({
		code: "client-too-slow",
		message: `the client took nothing from the stream for ${stallMs} ms`,
		hint: "read on, or read less",
	});
}

/**
 * The messages of the other end, one at a time: the next one is taken from the connection when the
 * last one is done with. (The iterator of a duplex stream would destroy the sending half too.)
 */
export async function* receive<Message>(call: Source): AsyncGenerator<Message> {
	const queue: Message[] = [];
	let end: { readonly error?: unknown } | undefined;
	let wake = (): void => undefined;
	const finish = (error?: unknown): void => {
		end ??= error === undefined ? {} : { error };
		wake();
	};
	call.on("data", (message) => {
		queue.push(message as Message);
		call.pause();
		wake();
	});
	call.on("error", finish);
	call.on("end", () => finish());
	call.on("close", () => finish());
	call.on("cancelled", () => finish());
	for (;;) {
		const message = queue.shift();
		if (message !== undefined) {
			yield message;
		} else if (end !== undefined) {
			if (end.error !== undefined) {
				throw end.error;
			}
			return;
		} else {
			call.resume();
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
	}
}

/** What a client sends, read; an error of the stream is the end of it. */
export async function* readRequests(
	call: Source,
	read: (received: never) => unknown,
): AsyncGenerator<unknown> {
	for await (const received of receive<never>(call)) {
		yield read(received);
	}
}

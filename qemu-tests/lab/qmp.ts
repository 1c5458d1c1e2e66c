import { appendFileSync } from "node:fs";
import { SomaError } from "../../userland/lib/errors.ts";
import { type Channel, lineSplitter } from "./channel.ts";
import { timeouts } from "./timeouts.ts";
import { Inbox } from "./waiting.ts";

/** An asynchronous message of QEMU, for example RESET, SHUTDOWN, WATCHDOG, STOP. */
export interface QmpEvent {
	readonly event: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** QEMU's control channel (docs/interop/qmp-spec of QEMU). */
export interface Qmp {
	/** Runs a command and gives its `return`; fails with QEMU's own words. */
	execute(name: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
	/** Takes the next event of that name, also one that came since the last one was taken. */
	waitForEvent(
		name: string,
		options?: { timeoutMs?: number; where?: (event: QmpEvent) => boolean },
	): Promise<QmpEvent>;
	/** Forgets the events that nobody took. */
	forgetEvents(): void;
}

export interface OwnedQmp extends Qmp {
	/** Resolves when QEMU has greeted and accepts commands. */
	ready(): Promise<void>;
	fail(reason: string): void;
}

interface Reply {
	readonly id: number;
	readonly value?: unknown;
	readonly error?: string;
}

type Message = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Message {
	return typeof value === "object" && value !== null;
}

/**
 * Speaks QMP over a channel and logs both directions to a file; `onEvent` sees every event as it
 * comes.
 */
export function openQmp(
	machine: string,
	channel: Channel,
	logPath: string,
	onEvent: (event: QmpEvent) => void,
): OwnedQmp {
	const events = new Inbox<QmpEvent>();
	const replies = new Inbox<Reply>();
	const greetings = new Inbox<Message>();
	let nextId = 1;
	const problem = (code: string, message: string): SomaError =>
		new SomaError({ code, message: `${machine}: ${message}`, hint: `read ${logPath}` });
	const splitter = lineSplitter((line) => {
		appendFileSync(logPath, `< ${line}\n`);
		const message: unknown = JSON.parse(line);
		if (!isRecord(message)) {
			return;
		}
		if (typeof message["event"] === "string") {
			const data = isRecord(message["data"]) ? message["data"] : {};
			const event = { event: message["event"], data };
			onEvent(event);
			events.push(event);
		} else if ("QMP" in message) {
			greetings.push(message);
		} else if (isRecord(message["error"])) {
			replies.push({ id: Number(message["id"]), error: String(message["error"]["desc"]) });
		} else {
			replies.push({ id: Number(message["id"]), value: message["return"] });
		}
	});
	channel.onData(splitter);
	const execute: Qmp["execute"] = async (name, args = {}) => {
		const id = nextId++;
		const line = JSON.stringify({ execute: name, arguments: args, id });
		appendFileSync(logPath, `> ${line}\n`);
		channel.write(`${line}\n`);
		const late = (): Error => problem("qmp-timeout", `QEMU did not answer ${name} in time`);
		const reply = await replies.take((item) => item.id === id, timeouts.qmpCommandMs, late);
		if (reply.error !== undefined) {
			throw problem("qmp-refused", `QEMU refused ${name}: ${reply.error}`);
		}
		return reply.value;
	};
	return {
		execute,
		waitForEvent: (name, options = {}) => {
			const where = options.where ?? (() => true);
			const timeoutMs = options.timeoutMs ?? timeouts.serialMs;
			return events.take(
				(item) => item.event === name && where(item),
				timeoutMs,
				() => problem("qmp-event-missing", `no event ${name} within ${timeoutMs} ms`),
			);
		},
		forgetEvents: () => events.clear(),
		ready: async () => {
			const late = (): Error => problem("qemu-not-started", "QEMU did not start in time");
			await greetings.take(() => true, timeouts.qemuStartMs, late);
			await execute("qmp_capabilities");
		},
		fail: (reason) => {
			const error = problem("machine-gone", reason);
			events.fail(error);
			replies.fail(error);
			greetings.fail(error);
		},
	};
}

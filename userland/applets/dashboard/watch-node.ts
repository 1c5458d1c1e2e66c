import { setTimeout as pause } from "node:timers/promises";
import Long from "long";
import type { Connection, EventLine, NodeFacts, Room } from "../../core/dashboard/facts.ts";
import type { LogLine } from "../../core/logs/entry.ts";
import { SomaError } from "../../lib/errors.ts";
import { disksOf } from "../remote/disks.ts";
import { lineOf } from "../remote/logs.ts";
import type { RemoteNode } from "../remote/session.ts";
import { type RemoteStatus, statusOf } from "../remote/status.ts";
import { numberOf } from "../remote/wire-numbers.ts";

/** What is known of a node; it changes while the node is watched. */
export interface WatchedNode {
	readonly node: RemoteNode;
	/** The last status that came. */
	readonly status: () => RemoteStatus | undefined;
	readonly facts: () => NodeFacts;
	/** Ends with the signal and never fails. */
	readonly watch: (signal: AbortSignal, onChange: () => void) => Promise<void>;
}

const keptEntries = 500;
const keptEvents = 50;
const firstLogLines = 100;
const heartbeatSeconds = 5;
const pollMs = 10_000;
const retryMs = [500, 1000, 2000, 5000] as const;

interface Known {
	connection: { kind: "connecting" | "connected" } | { kind: "lost"; sinceMs: number; why: string };
	status: RemoteStatus | undefined;
	failedUnits: readonly string[] | undefined;
	rooms: readonly Room[];
	events: readonly EventLine[];
	logs: readonly LogLine[];
	cursor: string;
	afterId: Long;
	bootId: string;
}

/** Prepares to watch a node; nothing is asked yet. */
export function watchedNode(node: RemoteNode): WatchedNode {
	const known: Known = {
		connection: { kind: "connecting" },
		status: undefined,
		failedUnits: undefined,
		rooms: [],
		events: [],
		logs: [],
		cursor: "",
		afterId: Long.UZERO,
		bootId: "",
	};
	return {
		node,
		status: () => known.status,
		facts: () => {
			const { status, failedUnits, rooms, events, logs } = known;
			const connection = connectionOf(known);
			return { name: node.name, connection, status, failedUnits, rooms, events, logs };
		},
		watch: async (signal, onChange) => {
			let failures = 0;
			while (!signal.aborted) {
				const error = await watchUntilLost(node, known, signal, () => {
					failures = 0;
					onChange();
				});
				if (signal.aborted) {
					return;
				}
				const sinceMs =
					known.connection.kind === "lost" ? known.connection.sinceMs : performance.now();
				known.connection = { kind: "lost", sinceMs, why: error.message };
				onChange();
				const waitMs = retryMs[Math.min(failures, retryMs.length - 1)];
				failures += 1;
				await pause(waitMs, undefined, { signal }).catch(() => undefined);
			}
		},
	};
}

function connectionOf({ connection }: Known): Connection {
	return connection.kind === "lost"
		? {
				kind: "lost",
				sinceSeconds: (performance.now() - connection.sinceMs) / 1000,
				reason: connection.why,
			}
		: { kind: connection.kind };
}

/** Reads everything of a node until one of the streams breaks; gives the reason. */
async function watchUntilLost(
	node: RemoteNode,
	known: Known,
	signal: AbortSignal,
	onChange: () => void,
): Promise<SomaError> {
	const own = new AbortController();
	const both = AbortSignal.any([signal, own.signal]);
	const optional = async (work: Promise<void>): Promise<void> => {
		try {
			await work;
		} catch (error) {
			if (!(error instanceof SomaError) || error.retryable) {
				throw error;
			}
			// The node is there and refuses this part, for example since it is older.
			const timeMicroseconds = Date.now() * 1000;
			const { message } = error;
			keepEvents(known, [{ timeMicroseconds, kind: "dashboard", message, warning: true }]);
			onChange();
		}
	};
	try {
		await Promise.all([
			readStatus(node, known, both, onChange),
			optional(readLogs(node, known, both, onChange)),
			optional(readEvents(node, known, both, onChange)),
			optional(pollRest(node, known, both, onChange)),
		]);
		return new SomaError({ code: "stream-ended", message: "the node ended the connection" });
	} catch (error) {
		if (error instanceof SomaError) {
			return error;
		}
		throw error;
	} finally {
		own.abort();
	}
}

async function readStatus(
	{ client }: RemoteNode,
	known: Known,
	signal: AbortSignal,
	onChange: () => void,
): Promise<void> {
	for await (const message of client.stream("WatchStatus", { heartbeatSeconds }, { signal })) {
		known.connection = { kind: "connected" };
		known.status = statusOf(message);
		onChange();
	}
	throw new SomaError({ code: "stream-ended", message: "the node ended the connection" });
}

async function readLogs(
	{ client }: RemoteNode,
	known: Known,
	signal: AbortSignal,
	onChange: () => void,
): Promise<void> {
	const lines = known.cursor === "" ? firstLogLines : 0;
	const request = { follow: true, lines, afterCursor: known.cursor };
	for await (const { entries } of client.stream("ReadLogs", request, { signal })) {
		known.cursor = entries.at(-1)?.cursor ?? known.cursor;
		known.logs = [...known.logs, ...entries.map(lineOf)].slice(-keptEntries);
		onChange();
	}
}

async function readEvents(
	{ client }: RemoteNode,
	known: Known,
	signal: AbortSignal,
	onChange: () => void,
): Promise<void> {
	const { afterId, bootId } = known;
	for await (const batch of client.stream("WatchEvents", { afterId, bootId }, { signal })) {
		known.afterId = batch.events.at(-1)?.id ?? known.afterId;
		known.bootId = batch.bootId;
		keepEvents(
			known,
			batch.events.map((event) => ({
				timeMicroseconds: numberOf(event.timeMicroseconds),
				kind: event.kind ?? "",
				message: event.message ?? "",
				warning: event.warning ?? false,
			})),
		);
		onChange();
	}
}

/** What has no stream is asked for now and then. */
async function pollRest(
	{ client }: RemoteNode,
	known: Known,
	signal: AbortSignal,
	onChange: () => void,
): Promise<void> {
	while (!signal.aborted) {
		const { services } = await client.call("ListServices", { everyType: true }, { signal });
		known.failedUnits = services
			.filter(({ activeState }) => activeState === "failed")
			.map(({ name }) => name ?? "");
		const { fileSystems } = disksOf(await client.call("ListDisks", {}, { signal }));
		known.rooms = fileSystems
			.filter(({ readOnly, directory, device }) => !readOnly && directory !== "/" && isDisk(device))
			.map(({ directory, sizeBytes, freeBytes }) => ({
				name: directory,
				usedBytes: sizeBytes - freeBytes,
				totalBytes: sizeBytes,
			}));
		onChange();
		await pause(pollMs, undefined, { signal }).catch(() => undefined);
	}
}

function isDisk(device: string): boolean {
	return device.startsWith("/dev/");
}

function keepEvents(known: Known, events: readonly EventLine[]): void {
	known.events = [...known.events, ...events].slice(-keptEvents);
}

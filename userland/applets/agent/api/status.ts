import { availableParallelism } from "node:os";
import { longFrom } from "../../../core/api/longs.ts";
import type { SentResponseOf } from "../../../core/api/methods.ts";
import type { SystemPaths } from "../../../system/paths.ts";
import { readText } from "../../../system/text-file.ts";
import { collectStatus, type Status } from "../../status/collect.ts";
import type { ApiPorts, Handler, StatusSource } from "./ports.ts";
import { slotListOf } from "./slots.ts";

type StatusMessage = SentResponseOf<"GetStatus">;

const freshMs = 300;
const lookEveryMs = 1000;
const defaultHeartbeatSeconds = 30;
const greatestHeartbeatSeconds = 3600;

/** Collects the state at most a few times a second, however many clients watch. */
export function createStatusSource(paths: SystemPaths, nowMs: () => number): StatusSource {
	let last: { readonly status: Status; readonly atMs: number } | undefined;
	return {
		read: () => {
			const atMs = nowMs();
			if (last === undefined || Math.abs(atMs - last.atMs) > freshMs) {
				last = { status: collectStatus(paths), atMs };
			}
			return last.status;
		},
		forget: () => {
			last = undefined;
		},
	};
}

/** GetStatus. */
export function getStatus(ports: ApiPorts): Handler<"GetStatus"> {
	return () => statusMessage(ports);
}

/** WatchStatus: looks every second, and says what changed or that nothing did. */
export function watchStatus(ports: ApiPorts): Handler<"WatchStatus"> {
	return async function* ({ heartbeatSeconds }, { signal }) {
		const seconds = heartbeatSeconds === 0 ? defaultHeartbeatSeconds : heartbeatSeconds;
		const heartbeatMs = Math.min(seconds, greatestHeartbeatSeconds) * 1000;
		let shown = "";
		let sentAtMs = Number.NEGATIVE_INFINITY;
		while (!signal.aborted) {
			const lasting = lastingParts(ports.status.read());
			const nowMs = performance.now();
			if (lasting !== shown || nowMs - sentAtMs >= heartbeatMs) {
				shown = lasting;
				sentAtMs = nowMs;
				yield statusMessage(ports);
			}
			const dueMs = Math.max(1, sentAtMs + heartbeatMs - performance.now());
			await ports.wait(Math.min(lookEveryMs, dueMs), signal);
		}
	};
}

/** What does not change by itself all the time, as text that can be compared. */
function lastingParts(status: Status): string {
	const { uptimeSeconds: _, memory: __, state: ___, ...lasting } = status;
	return JSON.stringify(lasting, (_key, part: unknown) =>
		typeof part === "bigint" ? part.toString() : part,
	);
}

function statusMessage({ status: source, identity, context, nowMs }: ApiPorts): StatusMessage {
	const { paths } = context;
	const status = source.read();
	const load = readText(paths.loadAverage)?.split(" ").slice(0, 3).map(Number) ?? [];
	return {
		version: status.version,
		kernel: status.kernel,
		machineId: status.machineId,
		uptimeSeconds: status.uptimeSeconds,
		memoryTotalBytes: sizeOf(status.memory?.totalBytes),
		memoryAvailableBytes: sizeOf(status.memory?.availableBytes),
		stateSizeBytes: sizeOf(status.state?.sizeBytes),
		stateFreeBytes: sizeOf(status.state?.freeBytes),
		boot: bootMessage(status),
		slot: status.slot,
		slots: status.disk === null ? null : slotListOf(status.disk),
		health:
			status.health === null
				? null
				: { state: status.health.state, checks: [...status.health.checks] },
		proven: status.proven,
		unknown: { ...status.unknown },
		hostname: readText(paths.hostname)?.trim() ?? null,
		nodeId: identity.nodeId,
		cluster: status.node?.cluster ?? null,
		timeMicroseconds: longFrom(nowMs() * 1000),
		loadAverages: load.filter(Number.isFinite),
		processorCount: availableParallelism(),
		bootId: readText(paths.bootId)?.trim().replaceAll("-", "") ?? null,
		nodeJson: status.node === null ? null : JSON.stringify(status.node),
		stateProtection: status.stateProtection,
		live: status.live,
	};
}

function sizeOf(bytes: number | undefined): ReturnType<typeof longFrom> | null {
	return bytes === undefined ? null : longFrom(bytes);
}

function bootMessage({ boot }: Status): NonNullable<StatusMessage["boot"]> | null {
	if (boot === null) {
		return null;
	}
	return {
		slot: boot.slot,
		reason: boot.reason,
		line: boot.line,
		repairs: [...boot.repairs],
		failed: [...boot.failed],
		firmwareMilliseconds: boot.firmwareMs,
		selectorMilliseconds: boot.selectorMs,
	};
}

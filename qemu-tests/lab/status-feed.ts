import { SomaError } from "../../userland/lib/errors.ts";
import { type Channel, lineSplitter } from "./channel.ts";
import { timeouts } from "./timeouts.ts";

/** The live status of a node: the object of `soma status --json`, as it last came. */
export type NodeStatus = Readonly<Record<string, unknown>>;

export interface StatusFeed {
	/** The newest status of this boot, if one came. */
	latest(): NodeStatus | undefined;
	/** Waits for a status that fulfils a condition; the error shows the last one. */
	waitFor(accept: (status: NodeStatus) => boolean, timeoutMs?: number): Promise<NodeStatus>;
	onStatus(listener: (status: NodeStatus) => void): void;
	/** Another boot begins: the last status says nothing any more. */
	reset(): void;
	fail(reason: string): void;
}

function parseStatus(line: string): NodeStatus | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === "object" && value !== null ? { ...value } : undefined;
	} catch {
		return undefined; // the first half of a line that a power cut ended
	}
}

/** Follows the status port of a machine. */
export function openStatusFeed(machine: string, channel: Channel): StatusFeed {
	const listeners = new Set<(status: NodeStatus) => void>();
	const failures = new Set<(reason: string) => void>();
	let latest: NodeStatus | undefined;
	channel.onData(
		lineSplitter((line) => {
			latest = parseStatus(line) ?? latest;
			if (latest !== undefined) {
				for (const listener of [...listeners]) {
					listener(latest);
				}
			}
		}),
	);
	return {
		latest: () => latest,
		waitFor: (accept, timeoutMs = timeouts.bootMs) =>
			new Promise((resolve, reject) => {
				const finish = (): void => {
					clearTimeout(timer);
					listeners.delete(listener);
					failures.delete(failure);
				};
				const listener = (status: NodeStatus): void => {
					if (accept(status)) {
						finish();
						resolve(status);
					}
				};
				const failure = (reason: string): void => {
					finish();
					const message = `${machine}: ${reason}; last status: ${JSON.stringify(latest)}`;
					reject(new SomaError({ code: "status-wait-failed", message }));
				};
				const timer = setTimeout(() => failure(`no such status within ${timeoutMs} ms`), timeoutMs);
				listeners.add(listener);
				failures.add(failure);
				if (latest !== undefined) {
					listener(latest);
				}
			}),
		onStatus: (listener) => listeners.add(listener),
		reset: () => {
			latest = undefined;
		},
		fail: (reason) => {
			for (const failure of [...failures]) {
				failure(reason);
			}
		},
	};
}

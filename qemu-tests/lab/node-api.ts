import type { soma } from "../../userland/core/api/generated/soma.js";
import { SomaError } from "../../userland/lib/errors.ts";
import type { NodeClient } from "../../userland/system/grpc/client.ts";
import type { Machine } from "./machine.ts";
import { consoleLines } from "./soma-node.ts";
import { timeouts } from "./timeouts.ts";

const askEveryMs = 500;
const answerMs = 10_000;

/**
 * The first answer of a node. Each question has a connection of its own: one that was begun before
 * the node had an address may hang for long.
 */
export async function firstStatus(
	open: () => NodeClient,
	timeoutMs: number = timeouts.bootMs,
): Promise<soma.v1.Status> {
	const { promise, resolve, reject } = Promise.withResolvers<soma.v1.Status>();
	const endMs = performance.now() + timeoutMs;
	const ask = async (): Promise<void> => {
		const client = open();
		try {
			resolve(await client.call("GetStatus", {}, { timeoutMs: answerMs }));
		} catch (error) {
			const isEarly = error instanceof SomaError && error.retryable;
			if (!isEarly || performance.now() > endMs) {
				reject(error);
			}
		} finally {
			client.close();
		}
	};
	const timer = setInterval(() => void ask(), askEveryMs);
	void ask();
	return await promise.finally(() => clearInterval(timer));
}

/** What a machine says that will not come up in this boot; most of it is for want of memory. */
const neverUp: readonly string[] = [
	"Kernel panic",
	"the initrd could not go on",
	"Initramfs unpacking failed",
	"Out of (?:memory|resources)",
	"a live system of this release needs",
];

/** Waits until a machine that was just switched on answers an operator. */
export async function untilApi({ serial }: Machine, open: () => NodeClient): Promise<void> {
	await serial.waitFor(consoleLines.api, {
		timeoutMs: timeouts.bootMs,
		failOn: new RegExp(neverUp.join("|")),
	});
	await firstStatus(open);
}

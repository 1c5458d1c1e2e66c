import { setTimeout as pause } from "node:timers/promises";
import { describeError, SomaError } from "../../lib/errors.ts";
import { type Context, formatJsonLine } from "../context.ts";
import { reportError } from "./outcomes.ts";
import type { RemoteNode, Session } from "./session.ts";

/** How a stream of one node is read. */
export interface Source<Value> {
	/** Reads on; called again after a lost connection when `resumes`. */
	readonly read: (node: RemoteNode) => AsyncIterable<Value>;
	/** Whether a lost connection is no end. */
	readonly resumes: boolean;
	/** Called with each value; prints it. */
	readonly show: (value: Value, node: RemoteNode) => void;
}

const attemptsLimit = 120;
const slowestRetryMs = 5000;

/**
 * Reads streams of all nodes at the same time. A node that fails is reported, and the others go on.
 * Gives the exit code.
 */
export async function readStreams<Value>(
	context: Context,
	session: Session,
	source: Source<Value>,
	json: boolean,
): Promise<number> {
	const errors = await Promise.all(
		session.nodes.map(async (node) => {
			try {
				await readOne(context, node, source);
				return;
			} catch (error) {
				if (!(error instanceof SomaError) || session.nodes.length === 1) {
					throw error;
				}
				context.warn(`${node.name}: ${describeError(error)}`);
				if (json) {
					context.print(formatJsonLine({ node: node.name, error: reportError(error) }));
				}
				return error;
			}
		}),
	);
	return errors.some((error) => error !== undefined) ? 1 : 0;
}

async function readOne<Value>(
	context: Context,
	node: RemoteNode,
	{ read, resumes, show }: Source<Value>,
): Promise<void> {
	let failures = 0;
	let hadValue = false;
	for (;;) {
		try {
			for await (const value of read(node)) {
				failures = 0;
				hadValue = true;
				show(value, node);
			}
			return;
		} catch (error) {
			const isLost = error instanceof SomaError && error.retryable && hadValue && resumes;
			failures += 1;
			if (!isLost || failures > attemptsLimit) {
				throw error;
			}
			if (failures === 1) {
				context.warn(`${node.name}: ${error.message}; trying again`);
			}
			await pause(Math.min(slowestRetryMs, 250 * 2 ** failures));
		}
	}
}

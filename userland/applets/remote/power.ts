import { setTimeout as pause } from "node:timers/promises";
import { singleNode } from "../../core/context/target.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatDuration } from "../../lib/table.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { confirm } from "./confirm.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession, type RemoteNode, type Session } from "./session.ts";
import type { rebootSpec, resetSpec, shutdownSpec } from "./specs.ts";
import type { TargetValues } from "./target-flags.ts";

interface PowerReport {
	readonly explanation: string;
}

const view: View<PowerReport> = {
	report: (result) => result,
	page: ({ explanation }) => explanation,
	header: [{ title: "WHAT", shrinks: true }],
	rows: ({ explanation }) => [[explanation]],
};

interface PowerFlags extends TargetValues {
	readonly yes: boolean;
	readonly json: boolean;
}

/** `soma reboot`. */
export const reboot: Work<typeof rebootSpec> = async (context, { flags }) =>
	await changePower(context, flags, "restart", async (node, session) => {
		const before = flags.wait
			? await node.client.call("GetStatus", {}, session.settings)
			: undefined;
		const { explanation } = await node.client.call("Reboot", {}, session.settings);
		const bootId = before?.bootId ?? undefined;
		return { explanation: bootId === undefined ? explanation : await awaitBoot(node, bootId) };
	});

/** `soma shutdown`. */
export const shutDown: Work<typeof shutdownSpec> = async (context, { flags }) =>
	await changePower(context, flags, "shut down", async ({ client }, session) => {
		const { explanation } = await client.call("Shutdown", {}, session.settings);
		return { explanation };
	});

/** `soma reset`; the node is asked for its id first, and gets it back as the confirmation. */
export const reset: Work<typeof resetSpec> = async (context, { flags }) => {
	const session = openSession(context, flags);
	try {
		singleNode(session.target, "`soma reset` is for");
		const outcomes = await askAll(session, async ({ name, client }) => {
			const { nodeId, cluster } = await client.call("GetIdentity", {}, session.settings);
			if (!flags.yes) {
				const who = `${name} (id ${nodeId}, cluster ${cluster})`;
				const what = `${who} forgets everything but what is on data disks.`;
				await confirm(what, nodeId);
			}
			const request = { confirmNodeId: nodeId };
			const { explanation } = await client.call("Reset", request, session.settings);
			return { explanation };
		});
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
};

async function changePower(
	context: Context,
	flags: PowerFlags,
	verb: string,
	change: (node: RemoteNode, session: Session) => Promise<PowerReport>,
): Promise<number> {
	const session = openSession(context, flags);
	try {
		if (flags.node.length === 0) {
			singleNode(session.target, "without --node this is for");
		}
		if (!flags.yes) {
			const names = session.nodes.map(({ name }) => name).join(", ");
			await confirm(`This will ${verb} ${names}.`, "yes");
		}
		const outcomes = await askAll(session, async (node) => await change(node, session));
		return showOutcomes(context, outcomes, view, flags.json);
	} finally {
		session.close();
	}
}

const bootLimitMs = 600_000;
const askAgainMs = 1000;

/** Asks until the node runs another boot that is proven good. */
async function awaitBoot({ name, client }: RemoteNode, bootId: string): Promise<string> {
	const startMs = performance.now();
	let last = "it did not go down";
	while (performance.now() - startMs < bootLimitMs) {
		await pause(askAgainMs);
		try {
			const status = await client.call("GetStatus", {}, { timeoutMs: 5000 });
			const state = status.health?.state ?? "unknown";
			if (status.bootId !== bootId && state === "ready" && status.proven !== false) {
				const slot = status.slot ?? "?";
				const duration = formatDuration((performance.now() - startMs) / 1000);
				return `up again after ${duration}: version ${status.version ?? "?"}, slot ${slot}`;
			}
			last = status.bootId === bootId ? "it did not go down" : `its health is ${state}`;
		} catch (error) {
			if (!(error instanceof SomaError)) {
				throw error;
			}
			last = error.message;
		}
	}
	throw new SomaError({
		code: "boot-timeout",
		message: `${name} was not proven good within ${formatDuration(bootLimitMs / 1000)}: ${last}`,
		hint: "look at its console, and at `soma slot list` once it answers",
	});
}

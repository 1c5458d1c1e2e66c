import type { ResetRequest } from "../../../core/provision/record.ts";
import { SomaError } from "../../../lib/errors.ts";
import { modes, replaceFile } from "../../../system/durable-file.ts";
import type { CallContext } from "../../../system/grpc/server.ts";
import { endedBySigterm } from "../../../system/process.ts";
import type { ApiPorts, Handler } from "./ports.ts";

/** Reboot. */
export function reboot(ports: ApiPorts): Handler<"Reboot"> {
	return async (_request, call) => {
		await goDown(ports, call, "reboot");
		return { explanation: "the node restarts" };
	};
}

/** Shutdown. */
export function shutdown(ports: ApiPorts): Handler<"Shutdown"> {
	return async (_request, call) => {
		await goDown(ports, call, "poweroff");
		return { explanation: "the node shuts down" };
	};
}

/** Reset: leaves the wish where the next boot finds it, and restarts. */
export function reset(ports: ApiPorts): Handler<"Reset"> {
	return async ({ confirmNodeId }, call) => {
		const { nodeId } = ports.identity;
		if (confirmNodeId !== nodeId) {
			throw new SomaError({
				code: "request-invalid",
				message: `this is the node ${nodeId}, and the reset was confirmed for another one`,
				hint: "a reset takes everything from the node: give its own id in confirm_node_id",
				facts: { nodeId },
			});
		}
		call.subject("everything on STATE");
		const requestedAtSeconds = Math.floor(ports.nowMs() / 1000);
		const wish: ResetRequest = { format: 1, requestedAtSeconds };
		replaceFile(ports.context.paths.reset, `${JSON.stringify(wish)}\n`, modes.open);
		await goDown(ports, call, "reboot");
		return { explanation: "the node restarts, forgets everything and configures itself again" };
	};
}

/**
 * The service manager stops us soon; the agent then goes on until the answer is out. The very
 * systemctl that asks belongs to this unit, and may be stopped with it before it has ended.
 */
export async function goDown(
	{ run, record }: ApiPorts,
	call: CallContext,
	verb: "reboot" | "poweroff",
): Promise<void> {
	const argv = ["systemctl", "--no-block", verb];
	const { exitCode, stderr } = await run({ argv, timeoutMs: 20_000 });
	if (exitCode !== 0 && exitCode !== endedBySigterm) {
		throw new SomaError({
			code: "service-manager-failed",
			message: `the service manager refuses to ${verb}: ${stderr.trim()}`,
			retryable: true,
		});
	}
	const by = call.caller?.name ?? "";
	const message = verb === "reboot" ? "a restart was asked for" : "a shutdown was asked for";
	record({ kind: "power", message, facts: { by }, warning: true });
}

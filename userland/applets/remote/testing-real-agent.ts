import { createEventRing } from "../../core/api/event-ring.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { runUnchecked, startProgram } from "../../system/process.ts";
import type { Answers } from "../../testing/test-fleet.ts";
import { nodeHandlers } from "../agent/api/handlers.ts";
import type { ApiPorts, IdentityPort } from "../agent/api/ports.ts";
import { createStatusSource } from "../agent/api/status.ts";
import { contextOf } from "../testing-run.ts";

/** What the agent of a node would answer that has these paths. */
export function agentAnswers(paths: SystemPaths, run: ApiPorts["run"] = runUnchecked): Answers {
	const identity = {
		nodeId: "0123456789abcdef",
		describe: () => ({ nodeId: "0123456789abcdef", cluster: "lab", names: ["node-1"] }),
	} as unknown as IdentityPort;
	const events = createEventRing(100);
	const ports: ApiPorts = {
		context: { ...contextOf([], []), paths },
		identity,
		events,
		status: createStatusSource(paths, () => performance.now()),
		run,
		start: startProgram,
		nowMs: () => 1_700_000_000_000,
		wait: async () => undefined,
		record: (event) => events.add(event, 1_700_000_000_000),
	};
	return nodeHandlers(ports) as unknown as Answers;
}

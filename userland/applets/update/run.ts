import { nextCheckDelaySeconds } from "../../core/update/schedule.ts";
import { SomaError } from "../../lib/errors.ts";
import { log } from "../../system/log.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import type { Work } from "../command.ts";
import { advance } from "./advance.ts";
import { type AgentPorts, withAgent } from "./agent.ts";
import { tendPrograms } from "./programs.ts";
import { openSession } from "./session.ts";
import type { runSpec } from "./specs.ts";

/** `soma update run`. A failure is noted and told; the timer comes again, so the unit is well. */
export const run: Work<typeof runSpec> = async (context, { flags }) =>
	await withAgent(context, { from: [] }, async (ports) => {
		const { document } = openSession(ports);
		const due = flags.now || isCheckDue(ports, document.check, Date.now() / 1000);
		if (document.phase.kind !== "idle" && !due && document.check.failures > 0) {
			return 0; // what failed is tried again when the back-off has passed
		}
		await advanceOrTell(ports, due);
		if (openSession(ports).document.phase.kind === "idle") {
			await tendPrograms(ports.programs);
		}
		return 0;
	});

async function advanceOrTell(ports: AgentPorts, check: boolean): Promise<void> {
	try {
		await advance(ports, { now: false, forced: false, check, restart: true });
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		// A node without a server is as its configuration says; `soma update status` shows it.
		if (error.code !== "update-no-server") {
			const hint = error.hint === undefined ? "" : `; ${error.hint}`;
			log("warning", `soma-update: ${error.message}${hint}`);
		}
	}
}

/** A clock that was set back makes a check due at once, not in years. */
function isCheckDue(
	ports: UpdatePorts,
	check: { readonly atSeconds: number; readonly failures: number },
	nowSeconds: number,
): boolean {
	const elapsed = nowSeconds - check.atSeconds;
	return elapsed < 0 || elapsed >= nextCheckDelaySeconds(check.failures, ports.machine.random());
}

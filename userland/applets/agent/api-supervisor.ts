import type { NodeConfig } from "../../core/config/node-config.ts";
import type { ApiHealth } from "../../core/health/checks.ts";
import { SomaError } from "../../lib/errors.ts";
import { log } from "../../system/log.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import type { Context } from "../context.ts";
import type { NodeApi } from "./api/start.ts";
import type { IdentityDriver } from "./identity-driver.ts";

const probeEveryMs = 20_000;
const greatestPauseMs = 30_000;

/** Starts the API of a configured node, and knows whether it answers. */
export interface ApiSupervisor {
	/** For the checks of local health; undefined on a node without configuration. */
	health(): ApiHealth | undefined;
	/** What the agent found, for the events of the API. */
	observe(state: string, problem: string): void;
	/** Ends the API; answers under way have so long to get out, 0 when absent. */
	close(graceMs?: number): Promise<void>;
}

/**
 * Follows the configuration of the node: once there is one and the node has a certificate, the API
 * is loaded and started, and started again when that fails. Nothing here fails or waits; a node
 * without configuration never loads a line of it.
 */
export function superviseApi(context: Context): ApiSupervisor {
	let api: NodeApi | undefined;
	let identity: IdentityDriver | undefined;
	let health: ApiHealth | undefined;
	let closed = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	const step = async (): Promise<number> => {
		if (api !== undefined) {
			const problem = await api.probe();
			health = problem === undefined ? answers(api) : { ok: false, detail: problem };
			return problem === undefined ? probeEveryMs : 1000;
		}
		const config = configOf(context);
		if (config === undefined || "problem" in config) {
			health = config === undefined ? undefined : { ok: true, detail: config.problem };
			return 2000;
		}
		health ??= { ok: false, detail: "is being started" };
		identity ??= await startIdentity(context, config);
		if (identity.port === undefined) {
			health = { ok: true, detail: `not started: no certificate: ${identity.problem}` };
			return 500;
		}
		const { startNodeApi } = await import("./api/start.ts");
		api = await startNodeApi(context, config, identity.port);
		log("notice", `soma-agent: the API listens on port ${api.port}`);
		return 0;
	};
	const loop = async (): Promise<void> => {
		let pauseMs: number;
		try {
			pauseMs = await step();
			failures = 0;
		} catch (error) {
			failures += 1;
			pauseMs = Math.min(greatestPauseMs, 1000 * 2 ** Math.min(failures, 5));
			const reason = error instanceof SomaError ? error.message : String(error);
			health = { ok: false, detail: reason };
			log("error", `soma-agent: the API does not start: ${reason}`);
		}
		if (!closed) {
			timer = setTimeout(() => void loop(), pauseMs);
			timer.unref();
		}
	};
	const config = configOf(context);
	if (config !== undefined && !("problem" in config)) {
		health = { ok: false, detail: "is being started" };
	}
	void loop();
	return {
		health: () => health,
		observe: (state, problem) => api?.observer.health(state, problem),
		close: async (graceMs) => {
			closed = true;
			clearTimeout(timer);
			identity?.close();
			await api?.close(graceMs);
		},
	};
}

function answers({ port }: NodeApi): ApiHealth {
	return { ok: true, detail: `answers on port ${port}` };
}

/** A configuration error is told, but it is no fault of the slot. */
function configOf(context: Context): NodeConfig | { readonly problem: string } | undefined {
	try {
		return readNodeConfig(context.paths);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { problem: `not started: ${reason}` };
	}
}

/** Loads the API only now: most of the memory of the agent would be its modules. */
async function startIdentity(context: Context, config: NodeConfig): Promise<IdentityDriver> {
	const { driveIdentity } = await import("./identity-driver.ts");
	return driveIdentity(context, config);
}

import type { HealthCheck } from "./checks.ts";

/** Where the health of a node stands. */
export type HealthState =
	/** Not healthy yet since the agent started. */
	| { readonly kind: "starting"; readonly attempts: number }
	/** Healthy now; was told to the service manager. */
	| { readonly kind: "ready" }
	/** Was healthy, and is not any more. */
	| { readonly kind: "degraded"; readonly problem: string }
	/** Must not go on. */
	| { readonly kind: "failed"; readonly problem: string };

/** What the agent does about a transition. */
export type HealthEffect =
	| { readonly kind: "announce-ready" }
	| { readonly kind: "report"; readonly level: "warning" | "notice"; readonly text: string }
	| { readonly kind: "exit"; readonly text: string };

export const initialHealth: HealthState = { kind: "starting", attempts: 0 };

/**
 * The next state after a round of checks, and what to do. Whether and when a node that never gets
 * ready reboots is not decided here: that is the deadline's and the watchdog's business.
 */
export function stepHealth(
	state: HealthState,
	checks: readonly HealthCheck[],
): { readonly state: HealthState; readonly effects: readonly HealthEffect[] } {
	const bad = checks.filter((check) => !check.ok);
	const problem = bad.map((check) => `${check.name}: ${check.detail}`).join("; ");
	if (state.kind === "failed") {
		return { state, effects: [] };
	}
	if (bad.some((check) => check.fatal)) {
		return { state: { kind: "failed", problem }, effects: [{ kind: "exit", text: problem }] };
	}
	if (bad.length === 0) {
		return { state: { kind: "ready" }, effects: effectsOfRecovery(state) };
	}
	if (state.kind === "starting") {
		const effects = state.attempts === 0 ? [warn(`not ready yet: ${problem}`)] : [];
		return { state: { kind: "starting", attempts: state.attempts + 1 }, effects };
	}
	const same = state.kind === "degraded" && state.problem === problem;
	const effects = same ? [] : [warn(`not healthy any more: ${problem}`)];
	return { state: { kind: "degraded", problem }, effects };
}

function effectsOfRecovery(state: HealthState): HealthEffect[] {
	switch (state.kind) {
		case "starting":
			return [{ kind: "announce-ready" }];
		case "degraded":
			return [{ kind: "report", level: "notice", text: "healthy again" }];
		case "ready":
		case "failed":
			return [];
	}
}

function warn(text: string): HealthEffect {
	return { kind: "report", level: "warning", text };
}

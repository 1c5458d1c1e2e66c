/** What an order to the update agent is for. */
export interface UpdateOrder {
	/** The version that an operator named; without it, what the channel offers. */
	readonly version?: string | undefined;
	/** An operator wants it now: no window, no wave, no hold. */
	readonly now: boolean;
	/** An operator knows better: older releases and those that failed are taken too, at any time. */
	readonly forced: boolean;
	/** Whether the repository is asked when nothing is under way. */
	readonly check: boolean;
	/** Whether the machine restarts when the slot is committed. */
	readonly restart: boolean;
	/** Who ordered this restarts the machine; the next run does if he is gone by then. */
	readonly callerRestarts?: boolean | undefined;
}

/** A step that goes on, ends the run with a sentence, or ends it with nothing new to say. */
export type Step =
	| { readonly kind: "on" }
	| { readonly kind: "stop"; readonly because: string }
	| { readonly kind: "rest"; readonly because: string };

export const on: Step = { kind: "on" };
export const stop = (because: string): Step => ({ kind: "stop", because });
/** What the last run noted still holds: neither its reason nor its failures are forgotten. */
export const rest = (because: string): Step => ({ kind: "rest", because });

/** How long a certificate is good, as the node that holds it counts. */
export interface Validity {
	readonly notAfterSeconds: number;
	/** When to ask for the next one. */
	readonly renewAfterSeconds: number;
}

/** What the disk of a node says about its identity. */
export interface IdentityFacts {
	/** The node has a configuration; without one it asks nobody for anything. */
	readonly configured: boolean;
	/**
	 * How a first certificate can be had: from its own authority, from a seed by a ticket, or not at
	 * all, and why.
	 */
	readonly source: "self" | "join" | { readonly problem: string };
	readonly hasKey: boolean;
	readonly certificate: Validity | undefined;
}

/** Where the identity of a node stands. */
export type IdentityState =
	| { readonly kind: "unconfigured" }
	| { readonly kind: "need-key" }
	/** Configured, and there is no way to a certificate yet. */
	| { readonly kind: "stuck"; readonly problem: string }
	| ({ readonly kind: "enrolling" } & Attempts)
	| { readonly kind: "certified"; readonly certificate: Validity }
	| ({ readonly kind: "renewing"; readonly certificate: Validity } & Attempts)
	/** Had a certificate once; it is the same as to have none, but for the words. */
	| ({ readonly kind: "expired"; readonly certificate: Validity } & Attempts);

/** A request that is repeated until it succeeds. */
export interface Attempts {
	/** How often it failed in a row. */
	readonly failures: number;
	/** When it is due, in monotonic milliseconds; undefined while it runs. */
	readonly dueMs: number | undefined;
	/** Why it failed last. */
	readonly problem: string | undefined;
}

export type IdentityEvent =
	/** The disk was read again: at the start, and while configuration or ticket are missing. */
	| { readonly kind: "facts"; readonly facts: IdentityFacts }
	| { readonly kind: "tick" }
	| { readonly kind: "key-made" }
	| { readonly kind: "issued"; readonly certificate: Validity }
	| { readonly kind: "failed"; readonly problem: string }
	/** The certificate is valid, and one by another authority is wanted: a rotation is under way. */
	| { readonly kind: "reissue" };

export type IdentityEffect =
	| { readonly kind: "make-key" }
	/** Asks for a certificate: from the own authority, by the ticket, or with the present one. */
	| { readonly kind: "request"; readonly by: "self" | "join" | "renewal" }
	| { readonly kind: "report"; readonly level: "notice" | "warning"; readonly text: string };

/** The time of an event. */
export interface Moment {
	/** Wall clock, for validity: it may jump. */
	readonly nowSeconds: number;
	/** Monotonic, for waits. */
	readonly nowMs: number;
	/** From 0 to 1, so that many nodes that began together do not go on together. */
	readonly jitter: number;
}

export interface IdentityStep {
	readonly state: IdentityState;
	readonly effects: readonly IdentityEffect[];
}

export const unconfigured: IdentityState = { kind: "unconfigured" };

const pauses = {
	/** Nobody can use the node yet. */
	enrolling: { firstMs: 1000, greatestMs: 5 * 60_000 },
	/** A third of the life is left. */
	renewing: { firstMs: 30_000, greatestMs: 60 * 60_000 },
} as const;

/** The life of a certificate after which the next one is asked for: two thirds. */
export function renewAfter(issuedAtSeconds: number, notAfterSeconds: number): number {
	return Math.floor(issuedAtSeconds + ((notAfterSeconds - issuedAtSeconds) * 2) / 3);
}

/**
 * The next state after an event, and what to do. `source` is how a certificate can be had now. At
 * most one request runs at a time; an answer that nobody waits for changes nothing.
 */
export function stepIdentity(
	state: IdentityState,
	event: IdentityEvent,
	source: IdentityFacts["source"],
	moment: Moment,
): IdentityStep {
	switch (event.kind) {
		case "facts":
			return onFacts(state, event.facts, moment);
		case "tick":
			return onTick(state, source, moment);
		case "key-made":
			return state.kind === "need-key" ? enrol(source, moment) : same(state);
		case "issued":
			return onIssued(state, event.certificate);
		case "failed":
			return onFailed(state, event.problem, moment);
		case "reissue":
			return state.kind === "certified" ? renew(state.certificate, source) : same(state);
	}
}

function onFacts(state: IdentityState, facts: IdentityFacts, moment: Moment): IdentityStep {
	if (isRunning(state)) {
		return same(state); // its answer comes first
	}
	if (!facts.configured) {
		return same(unconfigured);
	}
	if (!facts.hasKey) {
		return { state: { kind: "need-key" }, effects: [{ kind: "make-key" }] };
	}
	if (facts.certificate === undefined) {
		const waiting = state.kind === "enrolling" && typeof facts.source === "string";
		return waiting ? same(state) : enrol(facts.source, moment, state);
	}
	if (state.kind === "renewing" || state.kind === "expired") {
		return same(state);
	}
	return onTick({ kind: "certified", certificate: facts.certificate }, facts.source, moment);
}

function onTick(
	state: IdentityState,
	source: IdentityFacts["source"],
	moment: Moment,
): IdentityStep {
	const { nowSeconds, nowMs } = moment;
	switch (state.kind) {
		case "unconfigured":
		case "need-key":
		case "stuck":
			return same(state);
		case "enrolling":
			return isDue(state, nowMs) ? enrol(source, moment, state) : same(state);
		case "certified":
			if (nowSeconds > state.certificate.notAfterSeconds) {
				return expire(state.certificate, source, freshAttempts(nowMs));
			}
			return nowSeconds >= state.certificate.renewAfterSeconds
				? renew(state.certificate, source)
				: same(state);
		case "renewing":
			if (nowSeconds > state.certificate.notAfterSeconds && state.dueMs !== undefined) {
				return expire(state.certificate, source, { ...state, dueMs: nowMs });
			}
			return isDue(state, nowMs) ? renew(state.certificate, source, state) : same(state);
		case "expired":
			return isDue(state, nowMs) ? again(state, source, moment) : same(state);
	}
}

function onIssued(state: IdentityState, certificate: Validity): IdentityStep {
	if (!isRunning(state)) {
		return same(state);
	}
	const text =
		state.kind === "renewing" ? "has a new certificate" : "has a certificate of its cluster";
	return {
		state: { kind: "certified", certificate },
		effects: [{ kind: "report", level: "notice", text }],
	};
}

function onFailed(state: IdentityState, problem: string, moment: Moment): IdentityStep {
	if (!isRunning(state)) {
		return same(state);
	}
	const { firstMs, greatestMs } = pauses[state.kind === "renewing" ? "renewing" : "enrolling"];
	const doubled = firstMs * 2 ** Math.min(state.failures, 20);
	const pauseMs = Math.min(doubled, greatestMs) * (0.5 + moment.jitter / 2);
	const next = {
		...state,
		failures: state.failures + 1,
		dueMs: moment.nowMs + pauseMs,
		problem,
	};
	const text = `gets no certificate: ${problem}; tried again in ${Math.ceil(pauseMs / 1000)} s`;
	const isNews = state.problem !== problem;
	return { state: next, effects: isNews ? [{ kind: "report", level: "warning", text }] : [] };
}

/** Asks for a first certificate, or says why that is not possible. */
function enrol(
	source: IdentityFacts["source"],
	moment: Moment,
	former?: IdentityState,
): IdentityStep {
	if (typeof source !== "string") {
		const isNews = former?.kind !== "stuck" || former.problem !== source.problem;
		const report = {
			kind: "report",
			level: "warning",
			text: `has no certificate: ${source.problem}`,
		} as const;
		return {
			state: { kind: "stuck", problem: source.problem },
			effects: isNews ? [report] : [],
		};
	}
	const attempts = former?.kind === "enrolling" ? former : freshAttempts(moment.nowMs);
	return {
		state: { ...attempts, kind: "enrolling", dueMs: undefined },
		effects: [{ kind: "request", by: source }],
	};
}

function renew(
	certificate: Validity,
	source: IdentityFacts["source"],
	former: Attempts = freshAttempts(0),
): IdentityStep {
	const { failures, problem } = former;
	return {
		state: { kind: "renewing", certificate, failures, problem, dueMs: undefined },
		effects: [{ kind: "request", by: source === "self" ? "self" : "renewal" }],
	};
}

function expire(
	certificate: Validity,
	source: IdentityFacts["source"],
	{ failures, dueMs, problem }: Attempts,
): IdentityStep {
	const state = { kind: "expired", certificate, failures, dueMs, problem } as const;
	const way = typeof source === "string" ? "asks for a new one" : source.problem;
	const text = `has a certificate that has expired: ${way}`;
	return { state, effects: [{ kind: "report", level: "warning", text }] };
}

/** An expired node asks as one that never had a certificate. */
function again(
	state: IdentityState & { readonly kind: "expired" },
	source: IdentityFacts["source"],
	{ nowMs }: Moment,
): IdentityStep {
	if (typeof source !== "string") {
		const dueMs = nowMs + pauses.enrolling.greatestMs;
		return same({ ...state, problem: source.problem, dueMs });
	}
	return {
		state: { ...state, dueMs: undefined },
		effects: [{ kind: "request", by: source }],
	};
}

function freshAttempts(nowMs: number): Attempts {
	return { failures: 0, dueMs: nowMs, problem: undefined };
}

/** A state whose request is under way. */
type Running = Extract<IdentityState, Attempts> & { readonly dueMs: undefined };

function isRunning(state: IdentityState): state is Running {
	return "failures" in state && state.dueMs === undefined;
}

function isDue({ dueMs }: Attempts, nowMs: number): boolean {
	return dueMs !== undefined && nowMs >= dueMs;
}

function same(state: IdentityState): IdentityStep {
	return { state, effects: [] };
}

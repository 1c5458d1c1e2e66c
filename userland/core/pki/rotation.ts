import { SomaError } from "../../lib/errors.ts";

/** Which authorities are made anew. A new root means new ones below it too. */
export const rotationScopes = ["nodes", "operators", "root"] as const;

export type RotationScope = (typeof rotationScopes)[number];

/**
 * Where the authorities of a cluster stand. A generation is a set of a root and its two issuing
 * authorities, numbered from 1; what a rotation does not make anew is the same in the next one.
 */
export type RotationState =
	| { readonly kind: "steady"; readonly generation: number }
	/** Both generations are trusted; what is issued is of the new one. */
	| {
			readonly kind: "overlap";
			readonly from: number;
			readonly to: number;
			readonly scope: RotationScope;
			readonly sinceSeconds: number;
	  };

/** What is on the disk of an operator, as far as a rotation depends on it. */
export interface RotationFacts {
	readonly state: RotationState;
	/** The greatest generation whose files are there. */
	readonly newestGeneration: number;
	/** What it has that the one before has not; undefined for the first one. */
	readonly newestScope: RotationScope | undefined;
	/** What the newest trust bundle says: whose state it is, or none. */
	readonly published: RotationState["kind"] | undefined;
	readonly nowSeconds: number;
}

/**
 * What brings a rotation further. Each step is done whole or not at all, and a run that was cut
 * off goes on with the step that is missing.
 */
export type RotationStep =
	| { readonly kind: "make-generation"; readonly from: number; readonly to: number }
	| { readonly kind: "enter"; readonly state: RotationState }
	/** Revokes the issuing authorities that only the old generation has. */
	| { readonly kind: "revoke-generation"; readonly old: number; readonly kept: number }
	| { readonly kind: "publish" };

/** How long an overlap lasts at least: a node that was off as long has no certificate any more. */
export const overlapSeconds: number = 30 * 86_400;

/** The generation that certificates are issued by. */
export function issuingGeneration(state: RotationState): number {
	return state.kind === "steady" ? state.generation : state.to;
}

/** The generations that are trusted, the newest first. */
export function trustedGenerations(state: RotationState): readonly number[] {
	return state.kind === "steady" ? [state.generation] : [state.to, state.from];
}

/** The steps that are missing until both generations are trusted; none when that is so. */
export function planBegin(facts: RotationFacts, scope: RotationScope): readonly RotationStep[] {
	const { state, newestGeneration, published, nowSeconds } = facts;
	if (state.kind === "overlap") {
		if (state.scope !== scope) {
			throw new SomaError({
				code: "rotation-running",
				message: `a rotation of ${state.scope} is running`,
				hint: "finish it first: `soma pki rotate finish`",
			});
		}
		return published === "overlap" ? [] : [{ kind: "publish" }];
	}
	const from = state.generation;
	const to = from + 1;
	const next: RotationState = { kind: "overlap", from, to, scope, sinceSeconds: nowSeconds };
	const made = newestGeneration >= to;
	if (made && facts.newestScope !== scope) {
		throw new SomaError({
			code: "rotation-running",
			message: `a rotation of ${facts.newestScope ?? "nothing"} was cut off at its beginning`,
			hint: "begin that one again: what it made is there",
		});
	}
	return [
		...(made ? [] : [{ kind: "make-generation", from, to } as const]),
		{ kind: "enter", state: next },
		{ kind: "publish" },
	];
}

/** The steps that are missing until only the new generation is trusted; none when that is so. */
export function planFinish(facts: RotationFacts, force: boolean): readonly RotationStep[] {
	const { state, published, nowSeconds } = facts;
	if (state.kind === "steady") {
		return published === "overlap" ? [{ kind: "publish" }] : [];
	}
	if (published !== "overlap") {
		throw new SomaError({
			code: "rotation-not-published",
			message: "no trust bundle with both generations was made yet",
			hint: "run `soma pki rotate begin` again: it goes on where it was cut off",
		});
	}
	const left = state.sinceSeconds + overlapSeconds - nowSeconds;
	if (left > 0 && !force) {
		throw new SomaError({
			code: "rotation-too-early",
			message: `the overlap lasts ${Math.ceil(left / 86_400)} days more`,
			hint:
				"when every node has the new bundle and a certificate of the new authority, " +
				"--force ends it now",
		});
	}
	return [
		{ kind: "revoke-generation", old: state.from, kept: state.to },
		{ kind: "enter", state: { kind: "steady", generation: state.to } },
		{ kind: "publish" },
	];
}

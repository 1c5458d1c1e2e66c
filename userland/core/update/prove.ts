import type { FailureClass } from "./document.ts";

/** What the cluster, or whoever speaks for it, says of a node that runs a new release. */
export type ClusterWord =
	| { readonly kind: "yes" }
	| { readonly kind: "no"; readonly because: string }
	/** No quorum, no answer, nobody to ask any more: this says nothing about the release. */
	| { readonly kind: "silent"; readonly because: string };

/** What is known when local health is good (rules: good, bad, and neither). */
export interface ProofFacts {
	/** The slot was never proven: only then more than local health is asked for. */
	readonly isNew: boolean;
	/** Whether the node had a way to somewhere before it started the release. */
	readonly hadNetwork: boolean;
	/** Whether it has one now; undefined when what would say so does not run. */
	readonly hasNetwork: boolean | undefined;
	/** Undefined when there is nobody who could be asked. */
	readonly word: ClusterWord | undefined;
}

/** Whether a boot is proven. */
export type Proof =
	| { readonly kind: "good" }
	| {
			readonly kind: "wait";
			readonly because: string;
			/** It is not the release's fault: neither the deadline nor a lost start may count. */
			readonly isPatient: boolean;
	  }
	| { readonly kind: "give-up"; readonly class: FailureClass; readonly because: string };

/**
 * Judges a boot whose local health is good. A slot that was proven once is good by that alone: no
 * outage of a cluster or a site can make it give way.
 */
export function judgeProof({ isNew, hadNetwork, hasNetwork, word }: ProofFacts): Proof {
	if (!isNew) {
		return { kind: "good" };
	}
	if (hadNetwork && hasNetwork !== true) {
		const because = "there is no network, and there was one before the release";
		return { kind: "wait", because, isPatient: false };
	}
	switch (word?.kind) {
		case "no":
			return { kind: "give-up", class: "cluster", because: `it was refused: ${word.because}` };
		case "silent":
			return { kind: "wait", because: `nobody judges it: ${word.because}`, isPatient: true };
		default:
			return { kind: "good" };
	}
}

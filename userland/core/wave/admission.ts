import { formatAge } from "../../lib/table.ts";
import { groupOf, reachedAfterMinutes, type WavePolicy } from "./policy.ts";

/** What the release server says when a node asks whether it may take a release. */
export type BrakeAnswer =
	| { readonly kind: "go" }
	| { readonly kind: "wait"; readonly because: string }
	| { readonly kind: "halted"; readonly because: string }
	/** The releases lie on a plain web server or a stick: nobody counts outcomes. */
	| { readonly kind: "absent" }
	/** It counts, and will have nothing to do with what it was asked or told, however often. */
	| { readonly kind: "refused"; readonly because: string }
	/** It gave no answer, or none that can be understood. */
	| { readonly kind: "silent"; readonly because: string };

/** Whether a node may take a release now. Each sentence is for a person. */
export type Admission =
	| { readonly kind: "take"; readonly because: string }
	/** Without a time: nobody knows until when. */
	| { readonly kind: "wait"; readonly because: string; readonly untilSeconds?: number }
	| { readonly kind: "halted"; readonly because: string };

/** What a node knows when it asks itself whether its turn has come. */
export interface WaveFacts {
	readonly policy: WavePolicy;
	/** The labels of the node's configuration. */
	readonly labels: Readonly<Record<string, string>>;
	/** From 0 up to, but not including, 1; see `positionOf`. */
	readonly position: number;
	/** In seconds since 1970, from the file of the channel. */
	readonly promotedAtSeconds: number;
	/** Undefined while the clock is not synchronised. */
	readonly nowSeconds: number | undefined;
}

/** Whether the wave of a release has reached a node, by the policy and the clock alone. */
export function admissionByWave(facts: WaveFacts): Admission {
	const { policy, labels, position, promotedAtSeconds, nowSeconds } = facts;
	if (policy.paused) {
		return { kind: "halted", because: "whoever publishes the release has paused its wave" };
	}
	if (nowSeconds === undefined) {
		return { kind: "wait", because: "the clock of this node is not synchronised yet" };
	}
	const group = groupOf(policy, labels);
	if (group === undefined) {
		return { kind: "wait", because: "the wave has no group for this node" };
	}
	const place = `group ${group.name}, place ${(100 * position).toFixed(1)} of 100`;
	const afterMinutes = reachedAfterMinutes(group, position);
	if (afterMinutes === undefined) {
		return { kind: "wait", because: `the wave ends before this node: ${place}` };
	}
	const untilSeconds = Math.ceil(promotedAtSeconds + afterMinutes * 60);
	if (nowSeconds < untilSeconds) {
		const when = formatAge(untilSeconds, nowSeconds);
		return { kind: "wait", because: `the wave comes ${when}: ${place}`, untilSeconds };
	}
	return { kind: "take", because: `the wave has reached this node: ${place}` };
}

/**
 * The whole decision: the turn of the node by the wave, and then the word of the release server.
 * One that is silent is waited for: it may know that the release is bad. So is one that does not
 * have the release, and one that is not there, when the wave asks for it.
 */
export function admit(
	byWave: Admission,
	answer: BrakeAnswer,
	{ brake }: Pick<WavePolicy, "brake">,
): Admission {
	if (byWave.kind !== "take") {
		return byWave;
	}
	switch (answer.kind) {
		case "go":
			return { kind: "take", because: `${byWave.because}; the release server lets it` };
		case "absent":
			return brake === "required"
				? { kind: "wait", because: "nobody counts outcomes here, and the wave asks for it" }
				: { kind: "take", because: `${byWave.because}; nobody counts outcomes here` };
		case "wait":
			return { kind: "wait", because: `the release server lets nodes wait: ${answer.because}` };
		case "halted":
			return { kind: "halted", because: `the release is halted: ${answer.because}` };
		case "refused":
			return { kind: "wait", because: `the release server lets no node: ${answer.because}` };
		case "silent":
			return { kind: "wait", because: `the release server gives no word: ${answer.because}` };
	}
}

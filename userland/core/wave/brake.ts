import type { OutcomeCounts } from "./outcome.ts";

/** When a release is stopped for everybody, and how many nodes may try it at once until then. */
export interface BrakeSettings {
	/** How many nodes may be under way before the first one has proven the release. */
	readonly firstUnderWay: number;
	/** So many nodes have to prove it for one more at once. */
	readonly provenForOne: number;
	/** How many at once, at most, on trial or above the share below: few, to find out. */
	readonly mostOnTrial: number;
	/** Never more than these at once, however many have proven it. */
	readonly mostUnderWay: number;
	/** A node has proven a release when it was good for this long and told nothing bad since. */
	readonly soakMinutes: number;
	/** A node that took a release and tells nothing for this long is lost, and counts as bad. */
	readonly silentMinutes: number;
	/** A node that was let and did not begin for this long has to ask again. */
	readonly reservationMinutes: number;
	/** While fewer nodes have proven it, it is on trial: one bad outcome is enough. */
	readonly trialProofs: number;
	/** After that, so many bad outcomes are needed at least, ... */
	readonly badCount: number;
	/** ... and more than this share of all outcomes. */
	readonly badShare: number;
	/** How many nodes are remembered over all releases that are not over, and of each release. */
	readonly mostNodes: number;
	/** How many nodes on which it went wrong are remembered of a release that is over. */
	readonly mostWrong: number;
}

export const usualBrake: BrakeSettings = {
	firstUnderWay: 1,
	provenForOne: 2,
	mostOnTrial: 2,
	mostUnderWay: 500,
	soakMinutes: 30,
	silentMinutes: 60,
	reservationMinutes: 15,
	trialProofs: 10,
	badCount: 3,
	badShare: 0.05,
	mostNodes: 50_000,
	mostWrong: 1000,
};

/** What is known of a release at a moment; each node counts once. */
export interface BrakeTally extends OutcomeCounts {
	/** Nodes that were let or began, and have not proven it yet. */
	readonly underWay: number;
	/** The last bad outcome, as a person reads it. */
	readonly lastBad: string | undefined;
}

/** What the outcomes say: go on with so many at once, or stop. */
export type BrakeVerdict =
	| { readonly kind: "open"; readonly mostUnderWay: number }
	| { readonly kind: "halt"; readonly because: string };

/** The judgement over a release. It only ever stops; to go on is an operator's word. */
export function judgeBrake(tally: BrakeTally, settings: BrakeSettings): BrakeVerdict {
	const { good, proven, bad, lost, lastBad } = tally;
	const failed = bad + lost;
	const known = failed + good;
	const isTrial = proven < settings.trialProofs;
	const isSuspect = failed > settings.badShare * known;
	if (failed > 0 && (isTrial || (isSuspect && failed >= settings.badCount))) {
		const silence = lost > 0 ? `${lost} of them fell silent` : undefined;
		const why = [silence, lastBad].filter((part) => part !== undefined).join("; ");
		return { kind: "halt", because: `${failed} of ${known} nodes did not come through: ${why}` };
	}
	const grown = Math.floor(proven / settings.provenForOne);
	const most = isTrial || isSuspect ? settings.mostOnTrial : settings.mostUnderWay;
	return { kind: "open", mostUnderWay: Math.min(settings.firstUnderWay + grown, most) };
}

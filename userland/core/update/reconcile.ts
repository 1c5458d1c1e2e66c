import type { SlotName } from "../disk-layout.ts";
import { isEligible, type SlotAttributes } from "../slot/attributes.ts";
import { otherSlot } from "../slot/disk.ts";
import type { HistoryEntry, UpdateDocument } from "./document.ts";
import type { Attempt, Phase, ReleaseName } from "./phase.ts";

/** What a slot holds now. */
export interface SlotHolds {
	/** Undefined for an empty slot. */
	readonly rootHash: string | undefined;
	readonly attributes: SlotAttributes;
}

/** What is true whatever STATE says: the disk, and what runs. */
export interface SystemFacts {
	readonly running: ReleaseName & { readonly slot: SlotName };
	readonly slots: Readonly<Record<SlotName, SlotHolds>>;
	/** The kernel's boot_id. */
	readonly bootId: string;
	readonly nowSeconds: number;
	/** There is a way to somewhere. */
	readonly hasNetwork: boolean;
}

/** The slot that does not run. */
export function idleSlot({ running }: Pick<SystemFacts, "running">): SlotName {
	return otherSlot(running.slot);
}

/** What the facts make of the phase on STATE. */
export interface Reconciled {
	readonly phase: Phase;
	/** The attempt that is decided now, and how. */
	readonly decided?:
		| { readonly outcome: "good"; readonly attempt: Attempt }
		| {
				readonly outcome: "rolled-back";
				readonly attempt: Attempt;
				/** Somebody preferred the other slot. */
				readonly byOperator: boolean;
		  };
}

/**
 * Where an update really stands: the phase on STATE, corrected by what the disk says. A power cut
 * may have come between any two writes, so the phase may be one step behind, or the slot may have
 * been changed by somebody else.
 */
export function reconcile(phase: Phase, facts: SystemFacts): Reconciled {
	switch (phase.kind) {
		case "idle":
			return { phase };
		case "fetching":
		case "waiting":
			// It runs already, by whatever way: nothing is to do, and it is no attempt of ours.
			return {
				phase: phase.release.rootHash === facts.running.rootHash ? { kind: "idle" } : phase,
			};
		case "writing":
			return reconcileWriting(phase, facts);
		case "restarting":
		case "proving":
			return reconcileAttempt(phase, facts);
	}
}

function reconcileWriting(
	phase: Extract<Phase, { kind: "writing" }>,
	facts: SystemFacts,
): Reconciled {
	const holds = facts.slots[phase.slot];
	if (phase.slot === facts.running.slot && holds.rootHash !== phase.release.rootHash) {
		return { phase: { kind: "idle" } }; // the other slot was started since: begin anew
	}
	const { running, bootId, nowSeconds, hasNetwork } = facts;
	const runs = running.rootHash === phase.release.rootHash;
	if (runs && holds.rootHash !== phase.release.rootHash) {
		return { phase: { kind: "idle" } }; // it runs from the other slot: rescue put it there, say
	}
	const hadItBefore = phase.formerRootHash === phase.release.rootHash;
	if (holds.rootHash !== phase.release.rootHash || (hadItBefore && !runs)) {
		return { phase };
	}
	// The commit was written, and the power went before that was noted.
	const attempt: Attempt = {
		release: phase.release,
		slot: phase.slot,
		from: runs ? otherRelease(facts) : { version: running.version, rootHash: running.rootHash },
		committedAtSeconds: nowSeconds,
		// Only a boot after this one can have tried it, unless it runs now.
		committedInBoot: runs ? "" : bootId,
		hadNetwork: hasNetwork,
		...(phase.byHand === true ? { byHand: true } : {}),
		...(phase.ordered === true ? { ordered: true } : {}),
	};
	return reconcileAttempt({ kind: "restarting", ...attempt }, facts);
}

function otherRelease(facts: SystemFacts): ReleaseName {
	const { rootHash = "0".repeat(64) } = facts.slots[idleSlot(facts)];
	return { version: "unknown", rootHash };
}

function reconcileAttempt(
	phase: Extract<Phase, { kind: "restarting" | "proving" }>,
	facts: SystemFacts,
): Reconciled {
	const { kind: _kind, ...attempt } = phase;
	const holds = facts.slots[phase.slot];
	const runs = facts.running.rootHash === phase.release.rootHash;
	if (runs) {
		return holds.attributes.successful
			? { phase: { kind: "idle" }, decided: { outcome: "good", attempt } }
			: { phase: { kind: "proving", ...attempt } };
	}
	if (facts.bootId === phase.committedInBoot && holds.rootHash === phase.release.rootHash) {
		return { phase }; // the restart is still to come
	}
	const { successful } = holds.attributes;
	if (holds.rootHash === phase.release.rootHash && successful) {
		// Proven, and then somebody went back before that was noted.
		return { phase: { kind: "idle" }, decided: { outcome: "good", attempt } };
	}
	const preferred = facts.slots[facts.running.slot].attributes;
	const byOperator =
		holds.rootHash === phase.release.rootHash &&
		isEligible(holds.attributes) &&
		preferred.priority >= holds.attributes.priority; // else the selector could not start it
	return { phase: { kind: "idle" }, decided: { outcome: "rolled-back", attempt, byOperator } };
}

/**
 * The document for people who ask in the first minutes of a boot: a release that was started is
 * neither still to start nor decided, before the agent has looked at the disk.
 * @param running the version that runs, undefined where that is not known
 * @param bootId the kernel's boot_id
 */
export function presented(
	document: UpdateDocument,
	{ running, bootId }: { readonly running: string | undefined; readonly bootId: string },
): UpdateDocument {
	const { phase, check } = document;
	if (phase.kind !== "restarting" || phase.committedInBoot === bootId) {
		return document;
	}
	const { kind: _kind, ...attempt } = phase;
	const { version } = phase.release;
	return running === version
		? {
				...document,
				phase: { kind: "proving", ...attempt },
				check: { ...check, standing: "the agent notes within minutes what became of it" },
			}
		: {
				...document,
				phase: { kind: "idle" },
				check: {
					...check,
					standing: `${version} does not run: the agent notes within minutes why`,
				},
			};
}

/**
 * A release that was proven good, and that its slot cannot start any more: it failed since, while
 * no update was under way.
 */
export function findFallen(
	{ phase, history, refused, check }: UpdateDocument,
	facts: SystemFacts,
): Attempt | undefined {
	const slot = idleSlot(facts);
	const { rootHash, attributes } = facts.slots[slot];
	const isUntouched =
		phase.kind === "idle" || phase.kind === "fetching" || phase.kind === "waiting";
	if (rootHash === undefined || rootHash === facts.running.rootHash || !isUntouched) {
		return undefined;
	}
	const at = history.findLastIndex(({ release }) => release.rootHash === rootHash);
	const last = history[at];
	const runs = history.findLastIndex(
		({ release, outcome }) => release.rootHash === facts.running.rootHash && outcome === "good",
	);
	const isKnown = refused.some((release) => release.rootHash === rootHash);
	// Who fell is older than what it fell from: a former release that is marked bad did not run.
	return last?.outcome === "good" && runs < at && !isKnown && !isEligible(attributes)
		? {
				release: last.release,
				slot,
				from: last.from,
				// What it left before that, it survived.
				committedAtSeconds: Math.max(last.decidedAtSeconds, check.atSeconds),
				committedInBoot: "",
				hadNetwork: false,
			}
		: undefined;
}

/** The document with an outcome in it; a release that failed is refused from now on. */
export function withOutcome(document: UpdateDocument, entry: HistoryEntry): UpdateDocument {
	const failed = entry.outcome === "rolled-back";
	const others = document.refused.filter(({ rootHash }) => rootHash !== entry.release.rootHash);
	return {
		...document,
		history: [...document.history, entry],
		refused: failed ? [...others, { ...entry.release, because: entry.because }] : others,
	};
}

/** The same, when that ends what was under way. */
export function decide(document: UpdateDocument, entry: HistoryEntry): UpdateDocument {
	return { ...withOutcome(document, entry), phase: { kind: "idle" } };
}

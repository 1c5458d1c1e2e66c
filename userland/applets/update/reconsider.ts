import { type Chosen, choose } from "../../core/update/choose.ts";
import { type Phase, type ReleaseName, releaseOf } from "../../core/update/phase.ts";
import { idleSlot, type SystemFacts } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import type { UpdateSession } from "./session.ts";
import { on, type Step, stop, type UpdateOrder } from "./step.ts";
import { clearSlot } from "./write.ts";

/** Asks the repository, and decides what this node makes of what it offers. */
export async function consider(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Chosen> {
	const { ports } = session;
	const offer = await ports.repository.refresh(order.version ?? session.document.wishes.pin);
	const { check, phase } = session.document;
	const isFresh = phase.kind === "idle"; // what is under way may have failed for another reason
	session.save({
		...session.document,
		check: {
			...(isFresh ? { failures: 0 } : check),
			atSeconds: facts.nowSeconds,
			...(offer.release === undefined ? {} : { offered: offer.release.version }),
		},
	});
	return choose({
		running: facts.running,
		otherRootHash: facts.slots[idleSlot(facts)].rootHash,
		offered: offer.release,
		withdrawn: offer.withdrawn,
		document: session.document,
		clock: ports.machine.clock(),
		now: order.now,
		forced: order.forced,
	});
}

/**
 * Whether a run that finds something under way has to ask if that is still what should come: a
 * release that cannot be fetched any more would stay for ever, and an operator may want another.
 */
export function mustReconsider({ document, found }: UpdateSession, order: UpdateOrder): boolean {
	const { phase, check } = document;
	if (phase.kind !== found) {
		return false; // it was entered in this run, or the disk says otherwise
	}
	switch (phase.kind) {
		case "idle":
		case "proving":
			return false;
		case "fetching":
			return true;
		case "waiting":
			return order.now; // else the moment is judged, which asks as well
		case "writing":
			return isAnother(order, phase.release) || (order.now && check.failures > 0);
		case "restarting":
			return isAnother(order, phase.release);
	}
}

/** Goes on with what is under way, turns to another release, or leaves it. */
export async function reconsider(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const release = releaseOf(session.document.phase);
	let chosen: Chosen;
	try {
		chosen = await consider(session, facts, order);
	} catch (error) {
		if (!(error instanceof SomaError) || isAnother(order, release)) {
			throw error;
		}
		return on; // what is on this machine may be enough
	}
	if (chosen.kind === "take") {
		if (chosen.release.rootHash !== release?.rootHash) {
			await abandon(session, facts);
			session.enter({ kind: "fetching", release: chosen.release });
		}
		return on;
	}
	const isPutOff = chosen.code === "held" || chosen.code === "clock";
	if (!isPutOff && order.version === undefined) {
		await abandon(session, facts);
	}
	return stop(chosen.because);
}

function isAnother({ version }: UpdateOrder, release: ReleaseName | undefined): boolean {
	return version !== undefined && version !== release?.version;
}

/** Leaves what is under way. A slot that holds it, or a part of it, is empty afterwards. */
export async function abandon(session: UpdateSession, facts: SystemFacts): Promise<void> {
	const writing = takenBack(session.document.phase);
	if (writing !== undefined) {
		if (session.document.phase.kind !== "writing") {
			session.enter(writing);
		}
		await clearSlot(session.ports, writing, facts);
	}
	if (session.document.phase.kind !== "idle") {
		session.enter({ kind: "idle" });
	}
}

/**
 * The phase in which the slot of a release that was not started is emptied, which is noted first:
 * found empty in a later phase, it would be a release that failed. Undefined without such a slot.
 */
export function takenBack(phase: Phase): Extract<Phase, { kind: "writing" }> | undefined {
	if (phase.kind !== "writing" && phase.kind !== "restarting") {
		return undefined;
	}
	const { release, slot } = phase; // what an operator ordered before does not count any more
	const formerRootHash = phase.kind === "writing" ? phase.formerRootHash : release.rootHash;
	return { kind: "writing", release, slot, formerRootHash };
}

import type { HistoryEntry } from "../../core/update/document.ts";
import type { Attempt } from "../../core/update/phase.ts";
import {
	decide,
	findFallen,
	idleSlot,
	type Reconciled,
	reconcile,
	type SystemFacts,
	withOutcome,
} from "../../core/update/reconcile.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import { dropStaged, stageFolder } from "./fetch.ts";
import { forgetOthers } from "./installed.ts";
import type { UpdateSession } from "./session.ts";
import { disableSlot } from "./write.ts";

/** Brings the document up to what the disk says, and tells what came of an attempt. */
export async function settle(session: UpdateSession, facts: SystemFacts): Promise<void> {
	const { ports } = session;
	const found = reconcile(session.document.phase, facts);
	if (found.decided !== undefined) {
		const entry = await entryOf(ports, found.decided, facts.nowSeconds);
		await disableFailed(ports, found.decided, facts);
		session.save(decide(session.document, entry));
		ports.log(entry.outcome === "good" ? "notice" : "warning", sentenceOf(entry));
	} else if (JSON.stringify(found.phase) !== JSON.stringify(session.document.phase)) {
		session.enter(found.phase);
	}
	await settleFallen(session, facts);
	if (session.document.phase.kind === "idle") {
		dropStaged(ports, stageFolder, { keepPack: false });
		forgetOthers(ports.files, installedHashes(facts));
	}
	await report(session);
}

/** A release that failed is not what the next start tries, should its slot have tries left. */
async function disableFailed(
	ports: UpdatePorts,
	decided: NonNullable<Reconciled["decided"]>,
	facts: SystemFacts,
): Promise<void> {
	const { slot, release } = decided.attempt;
	const isThere = facts.slots[slot].rootHash === release.rootHash && slot === idleSlot(facts);
	if (decided.outcome === "rolled-back" && !decided.byOperator && isThere) {
		await disableSlot(ports, slot);
	}
}

/** A release that was good for a while, and is no more: it counts as one that failed. */
async function settleFallen(session: UpdateSession, facts: SystemFacts): Promise<void> {
	const { ports } = session;
	const fallen = findFallen(session.document, facts);
	if (fallen === undefined) {
		return;
	}
	const why = await ports.machine.explain(fallen);
	const { version, rootHash } = facts.running;
	const entry: HistoryEntry = {
		release: fallen.release,
		from: { version, rootHash },
		outcome: "rolled-back",
		wasGood: true,
		...why,
		committedAtSeconds: fallen.committedAtSeconds,
		decidedAtSeconds: facts.nowSeconds,
		// Power cuts leave no word either: a site without power is no reason to stop a fleet.
		reported: why.class === "unknown" || why.class === "early-boot",
	};
	session.save(withOutcome(session.document, entry));
	ports.log("warning", sentenceOf(entry));
}

async function entryOf(
	ports: UpdatePorts,
	decided: NonNullable<Reconciled["decided"]>,
	nowSeconds: number,
): Promise<HistoryEntry> {
	const { release, from, committedAtSeconds }: Attempt = decided.attempt;
	const times = { committedAtSeconds, decidedAtSeconds: nowSeconds, reported: false };
	if (decided.outcome === "good") {
		return { release, from, outcome: "good", because: "", evidence: [], ...times };
	}
	const why = decided.byOperator
		? { class: "operator" as const, because: "somebody went back to the other slot", evidence: [] }
		: await ports.machine.explain(decided.attempt);
	return { release, from, outcome: "rolled-back", ...why, ...times };
}

function sentenceOf({ outcome, release, from, because, wasGood }: HistoryEntry): string {
	if (outcome === "good") {
		return `soma-update: ${release.version} is proven good`;
	}
	const once = wasGood === true ? ", which had been good," : "";
	return `soma-update: rolled back from ${release.version}${once} to ${from.version}: ${because}`;
}

/**
 * Tells outcomes to whoever counts them, the newest first: somebody may wait for it. What nobody
 * took is told again at the next run.
 */
async function report(session: UpdateSession): Promise<void> {
	const untold = session.document.history.filter(({ reported }) => !reported);
	for (const entry of untold.reverse()) {
		if (!(await session.ports.report(entry))) {
			return;
		}
		const { document } = session;
		const history = document.history.map((other) =>
			other === entry ? { ...entry, reported: true } : other,
		);
		session.save({ ...document, history });
	}
}

function installedHashes({ slots }: SystemFacts): string[] {
	return Object.values(slots).flatMap(({ rootHash }) => rootHash ?? []);
}

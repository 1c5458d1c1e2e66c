import { choose } from "../../core/update/choose.ts";
import type { HistoryEntry } from "../../core/update/document.ts";
import type { Attempt, Phase, ReleaseName } from "../../core/update/phase.ts";
import {
	decide,
	idleSlot,
	type Reconciled,
	reconcile,
	type SystemFacts,
} from "../../core/update/reconcile.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import { dropStaged, fetchRelease, stageFolder } from "./fetch.ts";
import { forgetOthers, readDescribed } from "./installed.ts";
import { restartingLine } from "./restarting.ts";
import { openSession, type UpdateSession } from "./session.ts";
import { clearSlot, commitSlot, verifyContent, writeContent } from "./write.ts";

/** What a run of the agent is for. */
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
}

/** Where a run ended, and what a person should know. */
export interface UpdateResult {
	readonly phase: Phase;
	readonly because: string;
}

/** A step that goes on, or ends the run with a sentence. */
type Step = { readonly kind: "on" } | { readonly kind: "stop"; readonly because: string };

const on: Step = { kind: "on" };
const stop = (because: string): Step => ({ kind: "stop", because });

/** More than any way through the phases has. */
const mostSteps = 16;

/**
 * Brings an update as far as it can go now. Whatever ended the last run, a power cut or a crash,
 * the next one begins with what is on STATE and on the disk.
 * @throws SomaError when a step failed; the next run tries it again
 */
export async function advance(ports: UpdatePorts, order: UpdateOrder): Promise<UpdateResult> {
	const session = openSession(ports);
	try {
		for (let step = 0; step < mostSteps; step++) {
			const facts = await ports.machine.facts();
			await settle(session, facts);
			session.heedWishes();
			const result = await takeStep(session, facts, order);
			if (result.kind === "stop") {
				session.stand(result.because);
				return { phase: session.document.phase, because: result.because };
			}
		}
	} catch (error) {
		if (error instanceof SomaError) {
			await noteFailure(session, error);
		}
		throw error;
	}
	assert(false, `an update takes fewer than ${mostSteps} steps`);
}

/** What failed is tried again later and later; see `nextCheckDelaySeconds`. */
async function noteFailure(
	session: UpdateSession,
	{ code, message: problem }: SomaError,
): Promise<void> {
	const { document } = session;
	if (code === "update-no-server" && document.phase.kind === "idle") {
		session.stand(problem); // a node with nothing to do is as its configuration says
		return;
	}
	const { nowSeconds } = await session.ports.machine.facts();
	const failures = document.check.failures + 1;
	const check = { ...document.check, failures, problem, atSeconds: nowSeconds };
	session.save({ ...document, check });
}

/** Brings the document up to what the disk says, and tells what came of an attempt. */
export async function settle(session: UpdateSession, facts: SystemFacts): Promise<void> {
	const { ports } = session;
	const found = reconcile(session.document.phase, facts);
	if (found.decided !== undefined) {
		const entry = await entryOf(ports, found.decided, facts.nowSeconds);
		session.save(decide(session.document, entry));
		ports.log(entry.outcome === "good" ? "notice" : "warning", sentenceOf(entry));
	} else if (JSON.stringify(found.phase) !== JSON.stringify(session.document.phase)) {
		session.enter(found.phase);
	}
	if (session.document.phase.kind === "idle") {
		dropStaged(ports, stageFolder, { keepPack: false });
		forgetOthers(ports.files, installedHashes(facts));
	}
	await report(session);
}

async function entryOf(
	ports: UpdatePorts,
	decided: NonNullable<Reconciled["decided"]>,
	nowSeconds: number,
): Promise<HistoryEntry> {
	const { release, from, committedAtSeconds } = decided.attempt;
	const times = { committedAtSeconds, decidedAtSeconds: nowSeconds, reported: false };
	if (decided.outcome === "good") {
		return { release, from, outcome: "good", because: "", evidence: [], ...times };
	}
	const why = decided.byOperator
		? { class: "operator" as const, because: "somebody went back to the other slot", evidence: [] }
		: await ports.machine.explain(decided.attempt);
	return { release, from, outcome: "rolled-back", ...why, ...times };
}

function sentenceOf({ outcome, release, from, because }: HistoryEntry): string {
	return outcome === "good"
		? `soma-update: ${release.version} is proven good`
		: `soma-update: rolled back from ${release.version} to ${from.version}: ${because}`;
}

/** Tells outcomes to whoever counts them; what nobody took is told again at the next run. */
async function report(session: UpdateSession): Promise<void> {
	for (const entry of session.document.history.filter(({ reported }) => !reported)) {
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

function takeStep(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> | Step {
	const { phase } = session.document;
	switch (phase.kind) {
		case "idle":
			return order.check ? check(session, facts, order) : stop("nothing is under way");
		case "fetching":
			return fetchStep(session, phase.release, facts);
		case "waiting":
			return awaitMoment(session, phase.release, facts, order);
		case "writing":
			return writeStep(session, phase, facts, order);
		case "restarting":
			return restart(session, phase, order);
		case "proving":
			return stop(`${phase.release.version} runs and is being proven`);
	}
}

async function check(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const { ports } = session;
	const pinned = session.document.wishes.pin;
	const offer = await ports.repository.refresh(order.version ?? pinned);
	const chosen = choose({
		running: facts.running,
		otherRootHash: facts.slots[idleSlot(facts)].rootHash,
		offered: offer.release,
		withdrawn: offer.withdrawn,
		document: session.document,
		clock: ports.machine.clock(),
		now: order.now,
		forced: order.forced,
	});
	const noted = {
		atSeconds: facts.nowSeconds,
		failures: 0,
		...(offer.release === undefined ? {} : { offered: offer.release.version }),
	};
	session.save({ ...session.document, check: noted });
	if (chosen.kind === "none") {
		return stop(chosen.because);
	}
	session.enter({ kind: "fetching", release: chosen.release });
	return on;
}

async function fetchStep(
	session: UpdateSession,
	release: ReleaseName,
	facts: SystemFacts,
): Promise<Step> {
	const { plan, fetchedBytes } = await fetchRelease(session.ports, release, facts);
	session.ports.log(
		"notice",
		`soma-update: ${release.version}: ${plan.totalBytes} bytes, of which ` +
			`${plan.presentBytes} were here; fetched ${fetchedBytes} compressed`,
	);
	session.enter({ kind: "waiting", release });
	return on;
}

async function awaitMoment(
	session: UpdateSession,
	release: ReleaseName,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	if (!order.now) {
		const { hold, pin } = session.document.wishes;
		if (hold !== undefined) {
			return stop(`updates are on hold: ${hold.because}`);
		}
		if (pin !== undefined && pin !== release.version) {
			session.enter({ kind: "idle" });
			return stop(`this node is pinned to ${pin}`);
		}
		const moment = await session.ports.judgeMoment(release);
		if (moment.kind === "drop") {
			session.enter({ kind: "idle" });
			return stop(moment.because);
		}
		if (moment.kind === "wait") {
			return stop(moment.because);
		}
	}
	const { successful, unproven } = facts.slots[facts.running.slot].attributes;
	if ((!successful || unproven > 0) && !order.forced) {
		return stop("the running system is not proven good yet: its fall-back is not overwritten");
	}
	const slot = idleSlot(facts);
	const formerRootHash = facts.slots[slot].rootHash;
	session.enter({ kind: "writing", release, slot, formerRootHash, ...handOf(order) });
	return on;
}

async function writeStep(
	session: UpdateSession,
	phase: Extract<Phase, { kind: "writing" }>,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const { ports } = session;
	const described = readDescribed(ports.files, phase.release);
	if (described === undefined) {
		session.enter({ kind: "idle" }); // the slot stays empty, and the next check begins anew
		return stop(`what ${phase.release.version} is made of was lost on STATE`);
	}
	const wasEmpty = !(await clearSlot(ports, phase, facts));
	const resumed = wasEmpty && session.found === "writing"; // else nobody wrote to it for this
	try {
		const done = await writeContent(ports, phase, described, facts, resumed);
		await verifyContent(ports, phase, described);
		ports.log("notice", `soma-update: slot ${phase.slot} is written: ${JSON.stringify(done)}`);
	} catch (error) {
		if (error instanceof SomaError && error.code === "release-inconsistent") {
			refuse(session, phase.release, error.message);
			return stop(error.message);
		}
		throw error;
	}
	await commitSlot(ports, phase);
	session.enter({
		kind: "restarting",
		release: phase.release,
		slot: phase.slot,
		from: { version: facts.running.version, rootHash: facts.running.rootHash },
		committedAtSeconds: facts.nowSeconds,
		committedInBoot: facts.bootId,
		hadNetwork: facts.hasNetwork,
		...(phase.byHand === true && !order.now ? { byHand: true } : handOf(order)),
	});
	return on;
}

/** Who starts the machine again: an order to do so takes back an earlier one not to. */
function handOf({ restart }: UpdateOrder): { readonly byHand?: true } {
	return restart ? {} : { byHand: true };
}

function refuse(session: UpdateSession, release: ReleaseName, because: string): void {
	const { document } = session;
	const refused = [...document.refused, { ...release, because }];
	session.save({ ...document, refused, phase: { kind: "idle" } });
}

async function restart(
	session: UpdateSession,
	{ byHand = false }: Attempt,
	order: UpdateOrder,
): Promise<Step> {
	if (!order.restart || (byHand && !order.now)) {
		return stop("the release is in its slot and starts at the next restart");
	}
	const { hold } = session.document.wishes;
	if (hold !== undefined && !order.now) {
		return stop(`updates are on hold: ${hold.because}`);
	}
	await session.ports.machine.restart();
	return stop(restartingLine);
}

import type { Attempt, Phase, ReleaseName } from "../../core/update/phase.ts";
import { idleSlot, type SystemFacts } from "../../core/update/reconcile.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import { fetchRelease } from "./fetch.ts";
import { readDescribed } from "./installed.ts";
import { abandon, consider, mustReconsider, reconsider } from "./reconsider.ts";
import { restartingLine } from "./restarting.ts";
import { openSession, type UpdateSession } from "./session.ts";
import { settle } from "./settle.ts";
import { on, rest, type Step, stop, type UpdateOrder } from "./step.ts";
import { clearSlot, commitSlot, verifyContent, writeContent } from "./write.ts";

/** Where a run ended, and what a person should know. */
export interface UpdateResult {
	readonly phase: Phase;
	readonly because: string;
}

/** More than any way through the phases has. */
const mostSteps = 16;

/**
 * Brings an update as far as it can go now. Whatever ended the last run, a power cut or a crash,
 * the next one begins with what is on STATE and on the disk.
 * @throws SomaError when a step failed; the next run tries it again
 */
export async function advance(ports: UpdatePorts, order: UpdateOrder): Promise<UpdateResult> {
	const session = openSession(ports);
	let isReconsidered = false;
	try {
		for (let step = 0; step < mostSteps; step++) {
			const facts = await ports.machine.facts();
			await settle(session, facts);
			session.heedWishes();
			const isDoubtful: boolean = !isReconsidered && mustReconsider(session, order);
			isReconsidered ||= isDoubtful;
			const result = await (isDoubtful ? reconsider : takeStep)(session, facts, order);
			if (result.kind !== "on") {
				if (result.kind === "stop") {
					session.stand(result.because);
				}
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

function takeStep(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> | Step {
	const { phase } = session.document;
	switch (phase.kind) {
		case "idle":
			return order.check ? check(session, facts, order) : rest("nothing is under way");
		case "fetching":
			return fetchStep(session, phase.release, facts);
		case "waiting":
			return awaitMoment(session, phase.release, facts, order);
		case "writing":
			return writeStep(session, phase, facts, order);
		case "restarting":
			return restart(session, phase, facts, order);
		case "proving":
			return stop(`${phase.release.version} runs and is being proven`);
	}
}

async function check(
	session: UpdateSession,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const chosen = await consider(session, facts, order);
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
	const { hold, pin } = session.document.wishes;
	if (hold !== undefined && !order.now) {
		return stop(`updates are on hold: ${hold.because}`);
	}
	if (pin !== undefined && pin !== release.version && !order.now) {
		session.enter({ kind: "idle" });
		return stop(`this node is pinned to ${pin}`);
	}
	const { successful, unproven } = facts.slots[facts.running.slot].attributes;
	if ((!successful || unproven > 0) && !order.forced) {
		return stop("the running system is not proven good yet: its fall-back is not overwritten");
	}
	if (!order.now) {
		// The last question: whoever counts outcomes is told that it begins.
		const moment = await session.ports.judgeMoment(release, { isBegun: false });
		if (moment.kind !== "now") {
			if (moment.kind === "drop") {
				session.enter({ kind: "idle" });
			}
			return stop(moment.because);
		}
	}
	const slot = idleSlot(facts);
	const formerRootHash = facts.slots[slot].rootHash;
	session.enter({ kind: "writing", release, slot, formerRootHash, ...willOf(order) });
	return on;
}

async function writeStep(
	session: UpdateSession,
	phase: Extract<Phase, { kind: "writing" }>,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const { ports } = session;
	const permission = await askAgain(session, phase, facts, order);
	if (permission.kind !== "on") {
		return permission;
	}
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
		...(order.now ? willOf(order) : willIn(phase)),
	});
	return on;
}

/** What an operator wants of a slot, which holds for the runs of the timer that go on with it. */
type Will = Pick<Attempt, "byHand" | "ordered">;

/** An order takes back an earlier one. */
function willOf({ now, restart, callerRestarts = false }: UpdateOrder): Will {
	return {
		...(restart || callerRestarts ? {} : { byHand: true }),
		...(now ? { ordered: true } : {}),
	};
}

function willIn({ byHand = false, ordered = false }: Will): Will {
	return { ...(byHand ? { byHand } : {}), ...(ordered ? { ordered } : {}) };
}

/**
 * Whether a slot that was begun is gone on with: a hold counts at once; and what a later run finds
 * may have been withdrawn since, or its window may be over.
 */
async function askAgain(
	session: UpdateSession,
	phase: Extract<Phase, { kind: "writing" | "restarting" }>,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	if (order.now) {
		return on;
	}
	const { hold, pin } = session.document.wishes;
	if (hold !== undefined) {
		return stop(`updates are on hold: ${hold.because}`);
	}
	if (session.found !== phase.kind || phase.ordered === true) {
		return on;
	}
	const { rootHash, version } = phase.release;
	const refused = session.document.refused.find((release) => release.rootHash === rootHash);
	if (refused !== undefined) {
		await abandon(session, facts); // whoever took it back was interrupted
		return stop(`${version} is not taken on this node: ${refused.because}`);
	}
	if (pin !== undefined && pin !== version) {
		await abandon(session, facts);
		return stop(`this node is pinned to ${pin}`);
	}
	const moment = await session.ports.judgeMoment(phase.release, { isBegun: true });
	if (moment.kind === "now") {
		return on;
	}
	if (moment.kind === "drop") {
		await abandon(session, facts);
	}
	return stop(moment.because);
}

function refuse(session: UpdateSession, release: ReleaseName, because: string): void {
	const { document } = session;
	const refused = [...document.refused, { ...release, because }];
	session.save({ ...document, refused, phase: { kind: "idle" } });
}

async function restart(
	session: UpdateSession,
	phase: Extract<Phase, { kind: "restarting" }>,
	facts: SystemFacts,
	order: UpdateOrder,
): Promise<Step> {
	const will = order.now ? willOf(order) : willIn(phase);
	if (JSON.stringify(will) !== JSON.stringify(willIn(phase))) {
		const { byHand: _byHand, ordered: _ordered, ...attempt } = phase;
		session.enter({ ...attempt, ...will });
	}
	if (!order.restart || will.byHand === true) {
		return stop("the release is in its slot and starts at the next restart");
	}
	const permission = await askAgain(session, phase, facts, order);
	if (permission.kind !== "on") {
		return permission;
	}
	await session.ports.machine.restart();
	return stop(restartingLine);
}

import { assert } from "../../userland/lib/assert.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { type Machine, withMachine } from "./machine.ts";
import { nextUnit, type Prng, prngFromSeed } from "./prng.ts";
import type { ReleaseSite } from "./release-site.ts";
import { nextChoice } from "./selector-line.ts";
import { consoleLines, ensureProvenDisk, nodeMachine, waitForProven } from "./soma-node.ts";
import { scaledMs, timeouts } from "./timeouts.ts";
import { updateNic } from "./updated-disk.ts";

/**
 * What a node says when a phase begins, in their order, and how long it lasts at most: the power
 * goes within that time, or when the next phase begins.
 */
const phases = {
	fetching: { line: /soma-update: fetching/, withinMs: 8000 },
	waiting: { line: /soma-update: \S+ is on this machine/, withinMs: 500 },
	writing: { line: /soma-update: writing/, withinMs: 25_000 },
	restarting: { line: /soma-update: \S+ is in slot/, withinMs: 8000 },
	proving: { line: consoleLines.ready, withinMs: 1500 },
} as const;
/** What a node says that has no update to go on with. */
const ended = /runs, which is what the channel offers|runs and is being proven/;

/** A phase of an update in which the power may go. */
export type CutPhase = keyof typeof phases;

/** All of them, in the order of an update; `proving` comes right after `restarting`. */
export const cutPhases: readonly CutPhase[] = [
	"fetching",
	"waiting",
	"writing",
	"restarting",
	"proving",
];

/** What became of a node whose power went now and then. */
export interface CutLife {
	readonly cuts: number;
	/** The slot of each boot. */
	readonly slots: readonly ("A" | "B")[];
}

/**
 * A node takes a release while its power goes once in each of these phases, at an instant that the
 * seed says. Every boot must come up, and in the end the release runs and the state is there.
 */
export async function surviveCuts(
	site: ReleaseSite,
	version: string,
	order: readonly CutPhase[],
	seed: number,
): Promise<CutLife> {
	const spec = await nodeMachine(`update-cuts-${seed}`, await ensureProvenDisk(), {
		nics: [updateNic],
	});
	return await withMachine(spec, async (machine) => {
		const slots: ("A" | "B")[] = [];
		let prng: Prng = prngFromSeed(seed);
		await powerOn(machine, slots);
		await machine.hand.expect("echo kept > /var/lib/lab-state; sync");
		for (const [at, phase] of order.entries()) {
			const [share, next] = nextUnit(prng);
			prng = next;
			await (phase === "proving" ? restartInto(machine) : runInto(machine, site, phase));
			await stayWithin(machine, phase, share);
			await machine.powerCut();
			if (order[at + 1] !== "proving") {
				await powerOn(machine, slots);
			}
		}
		if (slots.at(-1) === "A") {
			await begin(machine, site);
			await nextChoice(machine.serial);
			slots.push(await waitForProven(machine));
		}
		await expectUpdated(machine, version);
		return { cuts: order.length, slots };
	});
}

async function powerOn(machine: Machine, slots: ("A" | "B")[]): Promise<void> {
	machine.serial.mark();
	await machine.powerOn();
	const { slot } = await nextChoice(machine.serial);
	assert(slot !== "rescue", "a power cut never leads to the rescue system");
	assert(
		(await waitForProven(machine)) === slot,
		"the slot that started is the one that is proven",
	);
	slots.push(slot);
}

/** Starts a run of the agent; what it says goes to the console. */
async function begin({ hand }: Machine, site: ReleaseSite): Promise<void> {
	const command = `soma update apply --from ${site.server.guestUrl}`;
	await hand.expect(`${command} >/dev/console 2>&1 </dev/null &`);
}

/** Starts a node up to where its agent is ready, and its slot is not proven yet. */
async function restartInto(machine: Machine): Promise<void> {
	machine.serial.mark();
	await machine.powerOn();
	await machine.serial.waitFor(consoleLines.ready, { timeoutMs: timeouts.bootMs });
}

/** Brings a node into a phase, or into a later one when it left this one behind already. */
async function runInto(machine: Machine, site: ReleaseSite, phase: CutPhase): Promise<void> {
	machine.serial.mark();
	await begin(machine, site);
	const lines = [phases[phase].line, ...linesAfter(phase), ended];
	await machine.serial.waitFor(anyOf(lines), { timeoutMs: timeouts.bootMs });
}

/** An instant within a phase, not a time to wait for something: a share of it, or its end. */
async function stayWithin({ serial }: Machine, phase: CutPhase, share: number): Promise<void> {
	const timeoutMs = scaledMs(share * phases[phase].withinMs);
	try {
		await serial.waitFor(anyOf([...linesAfter(phase), ended]), { timeoutMs });
	} catch (error) {
		if (!(error instanceof SomaError && error.code === "serial-wait-failed")) {
			throw error;
		}
	}
}

function linesAfter(phase: CutPhase): readonly RegExp[] {
	return cutPhases.slice(cutPhases.indexOf(phase) + 1).map((later) => phases[later].line);
}

function anyOf(patterns: readonly RegExp[]): RegExp {
	return new RegExp(patterns.map(({ source }) => source).join("|"));
}

async function expectUpdated({ hand }: Machine, version: string): Promise<void> {
	await hand.expect("soma update run");
	const kept = await hand.expect("cat /var/lib/lab-state");
	assert(kept === "kept", "what was written before the cuts is there");
	const history = await hand.expect("soma update history");
	assert(history.includes(`${version} `) && history.includes(" good "), `it is good: ${history}`);
}

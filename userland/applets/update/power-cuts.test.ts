import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { UpdateDocument } from "../../core/update/document.ts";
import { type SimulatedNode, simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { PowerCut } from "../../testing/simulated-store.ts";
import { advance } from "./advance.ts";
import { readDocument } from "./session.ts";

const releases = ["1", "2", "3", "4"].map(simulatedRelease);
const [first, second, third, fourth] = releases as [
	SimulatedRelease,
	SimulatedRelease,
	SimulatedRelease,
	SimulatedRelease,
];

const order = { now: false, forced: false, check: true, restart: true } as const;
/** A node that has not arrived after so many boots never will. */
const mostBoots = 60;

interface Life {
	readonly boots: number;
	/** Power cuts by the phase that was on STATE. */
	readonly cuts: ReadonlyMap<string, number>;
}

/**
 * Lets a node live until it has arrived, with the power cut at random effects so many times. In
 * every boot the selector must find a slot that is whole.
 */
async function liveUntil(
	node: SimulatedNode,
	hasArrived: (running: SimulatedRelease) => boolean,
	random: (limit: number) => number,
	mostCuts: number,
): Promise<Life> {
	const cuts = new Map<string, number>();
	let left = mostCuts;
	let early = 0;
	for (let boots = 1; boots <= mostBoots; boots++) {
		// Most runs have 40 to 200 effects; a cut beyond the last one is a quiet boot. Three starts
		// in a row that end before they are proven make a slot give way: that is the rule.
		node.cutAfter(left > 0 && early < 2 ? random(220) : undefined);
		early++;
		try {
			const boot = await node.boot();
			expect(boot).not.toMatchObject({ kind: "unbootable" });
			if (boot.kind === "up") {
				await advance(node.ports, { ...order, check: false }); // before the system is proven
				await node.prove();
				early = 0;
				await advance(node.ports, order);
				if (hasArrived(boot.release) && phaseOf(node) === "idle") {
					return { cuts, boots };
				}
			}
		} catch (error) {
			if (!(error instanceof PowerCut)) {
				throw error;
			}
			left--;
			node.cut();
			const phase = phaseOf(node);
			cuts.set(phase, (cuts.get(phase) ?? 0) + 1);
		}
	}
	throw new Error(`the node has not arrived after ${mostBoots} boots`);
}

const runs =
	(goal: SimulatedRelease) =>
	(running: SimulatedRelease): boolean =>
		running === goal;

function documentOf(node: SimulatedNode): UpdateDocument {
	return readDocument(node.files, (text) => {
		throw new Error(text); // a power cut never leaves a document that cannot be read
	});
}

function phaseOf(node: SimulatedNode): string {
	return documentOf(node).phase.kind;
}

test("without a cut a node goes from release to release", async () => {
	const random = seededNumbers(1);
	const node = simulatedNode(first, releases, random);
	for (const goal of [second, third, fourth]) {
		node.offer(goal);
		expect((await liveUntil(node, runs(goal), random, 0)).boots).toBe(2);
	}
	expect(
		documentOf(node).history.map(({ release, outcome }) => [release.version, outcome]),
	).toEqual([
		["2", "good"],
		["3", "good"],
		["4", "good"],
	]);
});

test("1,000 power cuts at any effect leave every node bootable, and its state whole", async () => {
	const cuts = new Map<string, number>();
	const sum = (): number => [...cuts.values()].reduce((total, count) => total + count, 0);
	let boots = 0;
	let seed = 0;
	while (sum() < 1000) {
		seed++;
		try {
			for (const life of await lifeOf(seed)) {
				boots += life.boots;
				for (const [phase, count] of life.cuts) {
					cuts.set(phase, (cuts.get(phase) ?? 0) + count);
				}
			}
		} catch (error) {
			throw new Error(`seed ${seed}`, { cause: error });
		}
	}
	const byPhase = [...cuts].map(([phase, count]) => `${phase} ${count}`).join(", ");
	process.stdout.write(
		`${sum()} cuts (${byPhase}) of ${seed} nodes in ${boots} boots: 0 unbootable, 0 state lost\n`,
	);
	for (const phase of ["idle", "fetching", "waiting", "writing", "restarting", "proving"]) {
		expect(cuts.get(phase), `cuts while ${phase}`).toBeGreaterThan(0);
	}
});

test("a slot written for an operator's own restart waits for it, over a power cut", async () => {
	let resumed = 0;
	for (let effects = 1; effects < 220; effects += 3) {
		const node = simulatedNode(first, releases, seededNumbers(effects));
		node.offer(second);
		await node.boot();
		await node.prove();
		node.cutAfter(effects);
		try {
			await advance(node.ports, { ...order, now: true, restart: false });
		} catch (error) {
			if (!(error instanceof PowerCut)) {
				throw error;
			}
		}
		node.cut();
		const wasWriting = phaseOf(node) === "writing";
		node.cutAfter(undefined);
		const boot = await node.boot();
		if (wasWriting && boot.kind === "up" && boot.release === first) {
			resumed++;
			await node.prove();
			const { because } = await advance(node.ports, order);
			expect(because, `cut after ${effects} effects`).toMatch(/starts at the next restart/);
			expect(node.takeRestarts()).toBe(0);
		}
	}
	expect(resumed).toBeGreaterThan(0);
});

/** A good release, one that never comes up and must be left for good, and a good one again. */
async function lifeOf(seed: number): Promise<readonly Life[]> {
	const random = seededNumbers(seed);
	const node = simulatedNode(first, releases, random);
	node.offer(second);
	const one = await liveUntil(node, runs(second), random, 5);
	node.dead.add(third.name.version);
	node.offer(third);
	const isRefused = (): boolean => documentOf(node).refused.length > 0;
	const two = await liveUntil(node, isRefused, random, 5);
	node.offer(fourth);
	const three = await liveUntil(node, runs(fourth), random, 5);
	expectWholeState(node);
	return [one, two, three];
}

function expectWholeState(node: SimulatedNode): void {
	const { history, refused } = documentOf(node);
	expect(history.map(({ release, outcome }) => [release.version, outcome])).toEqual([
		["2", "good"],
		["3", "rolled-back"],
		["4", "good"],
	]);
	expect(refused.map(({ version }) => version)).toEqual(["3"]);
	expect(node.starts.get("3")).toBeLessThanOrEqual(3);
	expect(node.files.list("chunks")).toEqual([]);
}

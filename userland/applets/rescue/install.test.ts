import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { Verdicts } from "../../core/rescue/verdict.ts";
import { type SimulatedNode, simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { PowerCut } from "../../testing/simulated-store.ts";
import { advance } from "../update/advance.ts";
import { slotExtents } from "../update/slot-content.ts";
import { makeBootable } from "./install.ts";

const releases = ["1", "2", "3"].map(simulatedRelease);
const [first, second, third] = releases as [SimulatedRelease, SimulatedRelease, SimulatedRelease];
const bad = { kind: "damaged-usr", problem: "it" } as const;
const damaged: Verdicts = { A: bad, B: bad };
const order = { now: false, forced: false, check: true, restart: true } as const;

/** A node that runs the second release from B, proven; then /usr of both slots is damaged. */
async function damagedNode(seed: number): Promise<SimulatedNode> {
	const node = simulatedNode(first, releases, seededNumbers(seed));
	node.offer(second);
	await node.boot();
	await node.prove();
	await advance(node.ports, order);
	await node.boot();
	await node.prove();
	await advance(node.ports, order);
	for (const slot of ["A", "B"] as const) {
		const { table } = await node.disk.readTable();
		const at = slotExtents(table, slot, node.disk.blockSizeBytes).usr.startBytes + 40_000;
		node.disk.seed(at, new Uint8Array(10).fill(seed));
	}
	expect(await node.boot()).toMatchObject({ kind: "unbootable" });
	return node;
}

async function rescue(node: SimulatedNode): Promise<readonly string[]> {
	const said: string[] = [];
	const { files, ports, disk } = node;
	const say = (...lines: readonly string[]): void => void said.push(...lines);
	await makeBootable({ disk, files, repository: ports.repository, say }, damaged);
	return said;
}

test("what was good here is mended where it lies, whatever is offered", async () => {
	const node = await damagedNode(1);
	node.offer(third);
	const said = await rescue(node);
	expect(said.join("\n")).toMatch(/release 2 was good here: slot B is mended/);
	expect(await node.boot()).toMatchObject({ kind: "up", slot: "B", release: second });
});

test("after a cut at every second effect the next try mends the slot", async () => {
	let effects = 0;
	for (let isCut = true; isCut; effects += 2) {
		const node = await damagedNode(2 + effects);
		node.cutAfter(effects);
		isCut = false;
		try {
			await rescue(node);
		} catch (error) {
			if (!(error instanceof PowerCut)) {
				throw error;
			}
			isCut = true;
		}
		node.cut();
		await rescue(node);
		expect(await node.boot(), `after ${effects} effects`).toMatchObject({
			kind: "up",
			release: second,
		});
	}
	expect(effects).toBeGreaterThan(10);
});

test("what failed on this node is not installed", async () => {
	const node = simulatedNode(first, releases, seededNumbers(3));
	const { rootHash, version } = third.name;
	node.offer(third);
	const refused = [{ version, rootHash, because: "it panics" }];
	const text = JSON.stringify({
		format: 1,
		revision: 1,
		phase: { kind: "idle" },
		wishes: {},
		refused,
		history: [],
		check: { atSeconds: 0, failures: 0 },
	});
	node.files.replace("state.1.json", new TextEncoder().encode(text));
	await expect(rescue(node)).rejects.toThrow("the channel offers 3, which failed on this node");
});

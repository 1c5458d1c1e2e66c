import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { planTableWrite } from "../../core/gpt/plan.ts";
import { readSlotAttributes, writeSlotAttributes } from "../../core/slot/attributes.ts";
import { slotPartition } from "../../core/slot/disk.ts";
import type { HistoryEntry, UpdateDocument } from "../../core/update/document.ts";
import type { UpdatePorts } from "../../system/update/ports.ts";
import { type SimulatedNode, simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { advance } from "./advance.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { UpdateOrder } from "./step.ts";

const releases = ["1", "2", "3"].map(simulatedRelease);
const [first, second, third] = releases as [SimulatedRelease, SimulatedRelease, SimulatedRelease];
const tick: UpdateOrder = { now: false, forced: false, check: true, restart: true };

function documentOf(node: SimulatedNode): UpdateDocument {
	return readDocument(node.files, () => {});
}

/** A node that runs release 2, proven, and what it told of that. */
async function updatedNode(): Promise<{ node: SimulatedNode; told: string[]; ports: UpdatePorts }> {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(second);
	await node.boot();
	await node.prove();
	const told: string[] = [];
	const report = async ({ release, outcome, wasGood }: HistoryEntry) => {
		told.push(`${release.version} ${outcome}${wasGood === true ? " after it was good" : ""}`);
		return true;
	};
	const ports = { ...node.ports, report };
	await advance(ports, tick);
	await node.boot();
	await node.prove();
	await advance(ports, tick);
	return { node, told, ports };
}

/** Three starts in a row that do not end in a proof; then the other slot runs. */
async function fallBack(node: SimulatedNode): Promise<void> {
	for (let start = 0; start < 3; start++) {
		expect(await node.boot()).toMatchObject({ release: { name: { version: "2" } } });
	}
	expect(await node.boot()).toMatchObject({ release: { name: { version: "1" } } });
	await node.prove();
}

test("a release that fails after it was good is told of, and not taken again", async () => {
	const { node, told, ports } = await updatedNode();
	await fallBack(node);
	const explain = async () => ({ class: "panic", because: "it panics", evidence: [] }) as const;
	const panicking = { ...ports, machine: { ...ports.machine, explain } };
	const { because } = await advance(panicking, tick);
	expect(because).toBe("2 failed on this node: it panics");
	expect(told).toEqual(["2 good", "2 rolled-back after it was good"]);
	node.offer(third);
	await advance(ports, tick);
	expect(await node.boot()).toMatchObject({ release: { name: { version: "3" } } });
	await node.prove();
	expect(documentOf(node).refused.map(({ version }) => version)).toEqual(["2"]);
});

test("one that left no word may have lost its power: nobody is told, but it is left", async () => {
	const { node, told, ports } = await updatedNode();
	await fallBack(node);
	await advance(ports, tick);
	expect(told).toEqual(["2 good"]);
	expect(documentOf(node)).toMatchObject({
		refused: [{ version: "2" }],
		history: [{ outcome: "good" }, { outcome: "rolled-back", wasGood: true, reported: true }],
	});
});

test("a slot that the selector could not start is not tried again with what it has", async () => {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(second);
	await node.boot();
	await node.prove();
	await advance(node.ports, tick);
	// The selector counts a try, finds the boot image damaged, and starts the other slot.
	const { running } = await node.ports.machine.facts();
	await node.disk.changeTable((loaded) => {
		const partitions = loaded.table.partitions.map((partition) => {
			if (partition.index !== slotPartition(loaded.table, "usr", "B").index) {
				return partition;
			}
			const before = readSlotAttributes(partition.attributes);
			const attributes = writeSlotAttributes(partition.attributes, { ...before, tries: 2 });
			return { ...partition, attributes };
		});
		return planTableWrite(loaded, { ...loaded.table, partitions });
	});
	const facts = async () => ({
		...(await node.ports.machine.facts()),
		running,
		bootId: "another boot",
	});
	await advance({ ...node.ports, machine: { ...node.ports.machine, facts } }, tick);
	expect(documentOf(node)).toMatchObject({ phase: { kind: "idle" }, refused: [{ version: "2" }] });
	expect(await node.boot()).toMatchObject({ release: { name: { version: "1" } } });
});

test("of several outcomes the newest is told first: somebody may wait for it", async () => {
	const { node, ports } = await updatedNode();
	const { history } = documentOf(node);
	const [good] = history as [HistoryEntry];
	const untold = ["5", "6"].map((version) => ({
		...good,
		release: { ...good.release, version },
		reported: false,
	}));
	writeDocument(node.files, { ...documentOf(node), history: [...history, ...untold] });
	const told: string[] = [];
	const report = async ({ release }: HistoryEntry) => {
		told.push(release.version);
		return release.version === "6"; // the other one is not taken
	};
	await advance({ ...ports, report }, { ...tick, check: false });
	expect(told).toEqual(["6", "5"]);
	expect(documentOf(node).history.map(({ reported }) => reported)).toEqual([true, false, true]);
});

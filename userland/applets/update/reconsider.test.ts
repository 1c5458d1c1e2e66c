import { describe, expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { UpdateDocument } from "../../core/update/document.ts";
import { SomaError } from "../../lib/errors.ts";
import type { Moment, UpdatePorts } from "../../system/update/ports.ts";
import { type SimulatedNode, simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { advance } from "./advance.ts";
import { takenBack } from "./reconsider.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { UpdateOrder } from "./step.ts";

const releases = ["1", "2", "3"].map(simulatedRelease);
const [first, second, third] = releases as [SimulatedRelease, SimulatedRelease, SimulatedRelease];
const tick: UpdateOrder = { now: false, forced: false, check: true, restart: true };
const apply: UpdateOrder = { ...tick, now: true };
const later: Moment = { kind: "wait", because: "later" };
const withdrawn: Moment = { kind: "drop", because: "2 was withdrawn" };

async function startedNode(): Promise<SimulatedNode> {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(second);
	await node.boot();
	await node.prove();
	return node;
}

function documentOf(node: SimulatedNode): UpdateDocument {
	return readDocument(node.files, () => {});
}

function withMoment(node: SimulatedNode, moment: Moment): UpdatePorts {
	return { ...node.ports, judgeMoment: async () => moment };
}

/** What the channel and the name of a version give; the chunks of release 2 are nowhere. */
function withoutSecond(node: SimulatedNode): UpdatePorts {
	const known = new Set([...first.store.keys(), ...third.store.keys()]);
	return {
		...node.ports,
		repository: {
			...repositoryOf(node),
			fetchChunk: async (chunk) => {
				if (!known.has(chunk.id)) {
					throw new SomaError({ code: "chunk-missing", message: "nobody has it" });
				}
				return await node.ports.repository.fetchChunk(chunk);
			},
		},
	};
}

/** A repository that knows releases by their version, and offers one. */
function repositoryOf(node: SimulatedNode, offered = second): UpdatePorts["repository"] {
	return {
		...node.ports.repository,
		refresh: async (version) => ({
			release: releases.find(({ name }) => name.version === (version ?? offered.name.version))
				?.name,
			withdrawn: [],
		}),
	};
}

/** A node whose slot was begun, and whose disk then failed. */
async function writingNode(order = tick): Promise<SimulatedNode> {
	const node = await startedNode();
	const write = async (): Promise<never> => {
		throw new SomaError({ code: "disk-broken", message: "the disk is busy" });
	};
	const ports = { ...node.ports, disk: { ...node.disk, write } };
	await expect(advance(ports, order)).rejects.toThrow("busy");
	expect(documentOf(node).phase).toMatchObject({ kind: "writing", slot: "B" });
	return node;
}

/** A node whose slot is committed, and which could not be restarted. */
async function committedNode(order = tick): Promise<SimulatedNode> {
	const node = await startedNode();
	const restart = async (): Promise<never> => {
		throw new SomaError({ code: "process-failed", message: "no restart" });
	};
	const ports = { ...node.ports, machine: { ...node.ports.machine, restart } };
	await expect(advance(ports, order)).rejects.toThrow("no restart");
	expect(documentOf(node).phase.kind).toBe("restarting");
	return node;
}

/** Starts the machine; gives the version that runs. */
async function startedVersion(node: SimulatedNode): Promise<string> {
	const boot = await node.boot();
	return boot.kind === "unbootable" ? boot.because : boot.release.name.version;
}

describe("a release that cannot be fetched", () => {
	test("is left when the channel offers another", async () => {
		const node = await startedNode();
		const ports = withoutSecond(node);
		for (const failures of [1, 2]) {
			await expect(advance(ports, tick)).rejects.toThrow("nobody has it");
			expect(documentOf(node)).toMatchObject({ phase: { kind: "fetching" }, check: { failures } });
		}
		const repository = { ...repositoryOf(node, third), fetchChunk: ports.repository.fetchChunk };
		expect((await advance({ ...ports, repository }, tick)).because).toBe("restarting");
		expect(await startedVersion(node)).toBe("3");
	});

	test("is left when it was withdrawn", async () => {
		const node = await startedNode();
		const ports = withoutSecond(node);
		await expect(advance(ports, tick)).rejects.toThrow("nobody has it");
		const refresh = async () => ({ release: second.name, withdrawn: ["2"] });
		const repository = { ...ports.repository, refresh };
		expect((await advance({ ...ports, repository }, tick)).because).toBe("2 was withdrawn");
		expect(documentOf(node)).toMatchObject({ phase: { kind: "idle" }, check: { failures: 0 } });
	});

	test("gives way to the one that an operator names", async () => {
		const node = await startedNode();
		const ports = withoutSecond(node);
		await expect(advance(ports, tick)).rejects.toThrow("nobody has it");
		const { because } = await advance(ports, { ...apply, version: "3" });
		expect(because).toBe("restarting");
		expect(await startedVersion(node)).toBe("3");
	});

	test("stays while updates are on hold: what was fetched is not lost", async () => {
		const node = await startedNode();
		const ports = withoutSecond(node);
		await expect(advance(ports, tick)).rejects.toThrow("nobody has it");
		const hold = { because: "not now", atSeconds: 1 };
		writeDocument(node.files, { ...documentOf(node), wishes: { hold } });
		expect((await advance(ports, tick)).because).toBe("updates are on hold: not now");
		expect(documentOf(node).phase.kind).toBe("fetching");
	});
});

describe("an operator who wants another release", () => {
	test.each([
		[
			"waits for its moment",
			async () => {
				const node = await startedNode();
				await advance(withMoment(node, later), tick);
				return node;
			},
		],
		["is being written", writingNode],
		["is in its slot", committedNode],
	] as const)("gets it while one %s", async (_what, make) => {
		const node = await make();
		const ports = { ...node.ports, repository: repositoryOf(node) };
		const { because } = await advance(ports, { ...apply, version: "3" });
		expect(because).toBe("restarting");
		expect(await startedVersion(node)).toBe("3");
		await node.prove();
		await advance(ports, { ...tick, check: false });
		expect(documentOf(node)).toMatchObject({
			refused: [],
			history: [{ release: { version: "3" }, outcome: "good" }],
		});
	});

	test("is told when it cannot be had, and the one under way stays", async () => {
		const node = await committedNode();
		const repository = repositoryOf(node);
		const refresh = async () => ({ release: third.name, withdrawn: ["3"] });
		const ports = { ...node.ports, repository: { ...repository, refresh } };
		const { because, phase } = await advance(ports, { ...apply, version: "3" });
		expect(because).toBe("3 was withdrawn");
		expect(phase).toMatchObject({ kind: "restarting", release: { version: "2" } });
	});

	test("does not get one that was withdrawn since it was fetched", async () => {
		const node = await startedNode();
		await advance(withMoment(node, later), tick);
		const refresh = async () => ({ release: second.name, withdrawn: ["2"] });
		const repository = { ...node.ports.repository, refresh };
		expect((await advance({ ...node.ports, repository }, apply)).because).toBe("2 was withdrawn");
		expect(documentOf(node).phase.kind).toBe("idle");
	});

	test("goes on without a network with what is here", async () => {
		const node = await startedNode();
		await advance(withMoment(node, later), tick);
		const refresh = async (): Promise<never> => {
			throw new SomaError({ code: "repository-unreachable", message: "no network" });
		};
		const ports = { ...node.ports, repository: { ...node.ports.repository, refresh } };
		expect((await advance(ports, apply)).because).toBe("restarting");
	});
});

describe.each([
	["a slot that was begun", writingNode],
	["a slot that is written", committedNode],
] as const)("%s", (_name, make) => {
	test("is emptied when its release was withdrawn", async () => {
		const node = await make();
		expect((await advance(withMoment(node, withdrawn), tick)).because).toBe("2 was withdrawn");
		expect(documentOf(node)).toMatchObject({ phase: { kind: "idle" }, refused: [], history: [] });
		expect(await startedVersion(node)).toBe("1");
	});

	test("is emptied when the node is pinned to another release", async () => {
		const node = await make();
		writeDocument(node.files, { ...documentOf(node), wishes: { pin: "1" } });
		expect((await advance(node.ports, tick)).because).toBe("this node is pinned to 1");
		expect(await startedVersion(node)).toBe("1");
	});

	test("waits for a window, and for the end of a hold", async () => {
		const node = await make();
		const { phase } = documentOf(node);
		expect((await advance(withMoment(node, later), tick)).because).toBe("later");
		const hold = { because: "not now", atSeconds: 1 };
		writeDocument(node.files, { ...documentOf(node), wishes: { hold } });
		expect((await advance(node.ports, tick)).because).toBe("updates are on hold: not now");
		expect(documentOf(node).phase).toEqual(phase);
		expect(node.takeRestarts()).toBe(0);
	});

	test("is emptied when an operator took it back, and was interrupted", async () => {
		const node = await make(apply);
		const document = documentOf(node);
		const phase = takenBack(document.phase) ?? document.phase;
		const refused = [{ ...second.name, because: "an operator took it back" }];
		writeDocument(node.files, { ...document, phase, refused });
		expect((await advance(node.ports, tick)).because).toMatch(/2 is not taken on this node: an op/);
		expect(documentOf(node)).toMatchObject({ phase: { kind: "idle" }, refused, history: [] });
		expect(await startedVersion(node)).toBe("1");
	});

	test("is finished without a word of the channel when an operator ordered it", async () => {
		const node = await make(apply);
		expect((await advance(withMoment(node, withdrawn), tick)).because).toBe("restarting");
		expect(await startedVersion(node)).toBe("2");
	});

	test("is left whole or empty by a power cut while it is emptied", async () => {
		for (let effects = 0; effects < 40; effects++) {
			const node = await make();
			node.cutAfter(effects);
			await advance(withMoment(node, withdrawn), tick).catch(() => {});
			node.cut();
			const version = await startedVersion(node);
			await node.prove();
			await advance(withMoment(node, withdrawn), tick);
			expect(documentOf(node).refused, `cut after ${effects} effects`).toEqual([]);
			expect(["1", "2"]).toContain(version);
		}
	});
});

test("a release that its caller was to start starts by the next run if he is gone", async () => {
	const node = await startedNode();
	await advance(node.ports, { ...apply, restart: false, callerRestarts: true });
	expect(node.takeRestarts()).toBe(0);
	expect((await advance(node.ports, tick)).because).toBe("restarting");
	expect(node.takeRestarts()).toBe(1);
});

test.each([
	["himself, after a caller who left", { restart: false }, { callerRestarts: true }, 0],
	["by the next run, after an order not to", { restart: false, callerRestarts: true }, {}, 1],
])("the last order says who restarts: %s", async (_who, change, before, restarts) => {
	const node = await startedNode();
	await advance(node.ports, { ...apply, restart: false, ...before });
	await advance(node.ports, { ...apply, ...change });
	await advance(node.ports, tick);
	expect(node.takeRestarts()).toBe(restarts);
});

test("nobody is told that a release begins while the running one is not proven", async () => {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(second);
	await node.boot();
	const judgeMoment = async (): Promise<never> => {
		throw new Error("it was asked");
	};
	const { because } = await advance({ ...node.ports, judgeMoment }, tick);
	expect(because).toMatch(/not proven good yet/);
});

test("a run that is not due forgets neither failures nor what is waited for", async () => {
	const node = await startedNode();
	const refresh = async (): Promise<never> => {
		throw new SomaError({ code: "repository-unreachable", message: "server down" });
	};
	const ports = { ...node.ports, repository: { ...node.ports.repository, refresh } };
	for (const failures of [1, 2, 3]) {
		await expect(advance(ports, tick)).rejects.toThrow("server down");
		await advance(ports, { ...tick, check: false });
		expect(documentOf(node).check).toMatchObject({ failures, problem: "server down" });
	}
	const withdrawnOffer = async () => ({ release: second.name, withdrawn: ["2"] });
	const repository = { ...node.ports.repository, refresh: withdrawnOffer };
	await advance({ ...node.ports, repository }, tick);
	await advance({ ...node.ports, repository }, { ...tick, check: false });
	expect(documentOf(node).check).toMatchObject({ failures: 0, standing: "2 was withdrawn" });
});

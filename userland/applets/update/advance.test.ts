import { expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import type { Chunk } from "../../core/chunk/index-file.ts";
import { layoutBlocks, layoutRow } from "../../core/disk-layout.ts";
import { slotParts } from "../../core/release/manifest.ts";
import { SomaError } from "../../lib/errors.ts";
import { withChunkPack } from "../../system/update/chunk-pack.ts";
import type { Moment, UpdatePorts } from "../../system/update/ports.ts";
import { type SimulatedNode, simulatedNode } from "../../testing/simulated-node.ts";
import { type SimulatedRelease, simulatedRelease } from "../../testing/simulated-release.ts";
import { advance } from "./advance.ts";
import { planRelease, stageFolder } from "./fetch.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { UpdateOrder } from "./step.ts";

const releases = ["1", "2", "3"].map(simulatedRelease);
const [first, second, third] = releases as [SimulatedRelease, SimulatedRelease, SimulatedRelease];
const tick: UpdateOrder = { now: false, forced: false, check: true, restart: true };

async function startedNode(offered: SimulatedRelease): Promise<SimulatedNode> {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(offered);
	await node.boot();
	await node.prove();
	return node;
}

function documentOf(node: SimulatedNode) {
	return readDocument(node.files, () => {});
}

/** Blocks of 4 KiB that belong to a slot. */
function blocksOf(slot: "A" | "B"): (block: number) => boolean {
	const places = layoutBlocks(4096);
	const ranges = slotParts.map((part) => places[layoutRow(part, slot).index - 1]);
	return (block) =>
		ranges.some((range) => range && block >= range.firstLba && block <= range.lastLba);
}

/** Byte offset of a part of a slot. */
function startOf(part: "boot" | "usr" | "verity", slot: "A" | "B"): number {
	return (layoutBlocks(512)[layoutRow(part, slot).index - 1]?.firstLba ?? 0) * 512;
}

/** Counts chunks that are fetched, and fails from one on. */
function fetching(node: SimulatedNode, failFrom = Number.POSITIVE_INFINITY) {
	const fetched: string[] = [];
	const ports: UpdatePorts = {
		...node.ports,
		repository: {
			...node.ports.repository,
			fetchChunk: async (chunk) => {
				if (fetched.length >= failFrom) {
					throw new SomaError({ code: "chunk-unreachable", message: "the server is gone" });
				}
				fetched.push(chunk.id);
				return await node.ports.repository.fetchChunk(chunk);
			},
		},
	};
	return { ports, fetched };
}

test("only what neither slot has is fetched, and the running slot is never written", async () => {
	const node = await startedNode(second);
	const { ports, fetched } = fetching(node);
	await advance(ports, tick);
	const known = new Set(first.store.keys());
	expect(new Set(fetched)).toEqual(
		new Set([...second.store.keys()].filter((id) => !known.has(id))),
	);
	expect(fetched).toHaveLength(new Set(fetched).size);
	expect([...node.disk.written].filter(blocksOf("A"))).toEqual([]);
	expect([...node.disk.written].filter(blocksOf("B")).length).toBeGreaterThan(30);
	expect(node.takeRestarts()).toBe(1);
});

test("a running release that the repository does not know is cut here, not fetched", async () => {
	const node = await startedNode(second);
	const { ports, fetched } = fetching(node);
	const repository = { ...ports.repository, findIndexes: async () => undefined };
	await advance({ ...ports, repository }, tick);
	const known = new Set(first.store.keys());
	const missing = [...second.store.keys()].filter((id) => !known.has(id));
	const twice = fetched.filter((id) => known.has(id));
	expect(new Set(fetched)).toEqual(new Set([...missing, ...twice]));
	expect(twice.length).toBeLessThanOrEqual(slotParts.length); // the ends: where they are is unknown
	expect(missing.length + slotParts.length).toBeLessThan(second.store.size);
	expect(documentOf(node).phase.kind).toBe("restarting");
});

test("what a dry run would fetch is fetched, also on a node that never updated", async () => {
	const node = await startedNode(second);
	const { ports, fetched } = fetching(node);
	const plan = await withChunkPack(node.files, stageFolder, async (pack) =>
		planRelease(ports, pack, second.name, await ports.machine.facts()),
	);
	expect(fetched).toEqual([]);
	await advance(ports, tick);
	expect(plan.missing.map(({ id }) => id).sort()).toEqual([...fetched].sort());
});

test("a fetch that broke off goes on where it was, also after a restart", async () => {
	const node = await startedNode(second);
	const broken = fetching(node, 12);
	await expect(advance(broken.ports, tick)).rejects.toThrow("the server is gone");
	expect(documentOf(node)).toMatchObject({
		phase: { kind: "fetching" },
		check: { failures: 1, problem: "the server is gone" },
	});
	expect([...node.disk.written].filter(blocksOf("B"))).toEqual([]);
	await node.boot();
	await node.prove();
	const rest = fetching(node);
	await advance(rest.ports, tick);
	const twice = rest.fetched.filter((id) => broken.fetched.includes(id));
	expect(twice).toEqual([]);
	expect(documentOf(node)).toMatchObject({ phase: { kind: "restarting" }, check: { failures: 0 } });
});

test("a source slot that is damaged is made up for from the repository", async () => {
	const node = await startedNode(second);
	const { ports } = fetching(node);
	const said: string[] = [];
	const usr = startOf("usr", "A");
	node.disk.seed(usr + 20_000, new Uint8Array(4096)); // a piece that both releases have
	const open = { ...ports, log: (_level: string, text: string) => void said.push(text) };
	const repository = {
		...ports.repository,
		fetchChunk: async (chunk: { readonly id: string }) => {
			const stored = second.store.get(chunk.id);
			if (stored === undefined) {
				throw new SomaError({ code: "chunk-missing", message: "no such chunk" });
			}
			return stored;
		},
	};
	await advance({ ...open, repository }, tick);
	expect(documentOf(node).phase.kind).toBe("restarting");
	expect(said.join("\n")).toMatch(/"fetchedBytes":[1-9]/);
	expect(await node.boot()).toMatchObject({ kind: "up", release: { name: second.name } });
});

test("bytes that are already in place are read and not written", async () => {
	const node = await startedNode(second);
	await advance(node.ports, tick);
	await node.boot();
	await node.prove();
	node.offer(third);
	await advance(node.ports, tick); // third goes to A, where first was
	await node.boot();
	await node.prove();
	const said: string[] = [];
	node.offer(second); // which is in B still
	node.disk.written.clear();
	const ports = { ...node.ports, log: (_level: string, text: string) => void said.push(text) };
	await advance(ports, { ...tick, now: true, forced: true });
	const totalBytes = slotParts.reduce((sum, part) => sum + second.contents[part].length, 0);
	expect(said.join("\n")).toContain(`"inPlaceBytes":${totalBytes},"copiedBytes":0`);
	expect([...node.disk.written].filter(blocksOf("B"))).toEqual([]);
	expect(await node.boot()).toMatchObject({ kind: "up", release: { name: second.name } });
});

test("a write that was cut off goes on where it was", async () => {
	let goneOn = 0;
	for (let effects = 0; goneOn === 0; effects++) {
		const node = await startedNode(second); // whose slot B is empty
		node.cutAfter(effects);
		await advance(node.ports, tick).catch(() => {});
		node.cut();
		expect(documentOf(node).phase.kind).not.toBe("restarting");
		if (documentOf(node).phase.kind === "writing") {
			const said: string[] = [];
			const ports = { ...node.ports, log: (_level: string, text: string) => void said.push(text) };
			await node.boot();
			await advance(ports, tick);
			goneOn += /"inPlaceBytes":[1-9]/.test(said.join("\n")) ? 1 : 0;
			expect(await node.boot()).toMatchObject({ kind: "up", release: { name: second.name } });
		}
	}
});

test("chunks that a former release of ours kept in files of their own are removed", async () => {
	const node = await startedNode(second);
	const [chunk] = second.described.indexes.usr.chunks;
	const name = `chunks/${chunk?.id}`;
	await advance({ ...node.ports, judgeMoment: async () => ({ kind: "wait", because: "" }) }, tick);
	node.files.replace(name, new Uint8Array(10));
	await advance(node.ports, tick);
	expect(documentOf(node).phase.kind).toBe("restarting");
	await node.boot();
	await node.prove();
	await advance(node.ports, tick);
	expect(node.files.list("chunks")).toEqual([]);
});

test("no room on STATE is an error that says how much is needed; no slot is touched", async () => {
	const node = await startedNode(second);
	const ports = { ...node.ports, files: { ...node.files, freeBytes: () => 1024 * 1024 } };
	await expect(advance(ports, tick)).rejects.toThrow(/STATE has 1 MiB free, and 2 needs \d+ MiB/);
	expect(documentOf(node).phase.kind).toBe("fetching");
	expect(node.disk.written.size).toBeLessThan(20); // the table of the boot
	await advance(node.ports, tick);
	expect(documentOf(node).phase.kind).toBe("restarting");
});

test("a STATE of the smallest disk has room for a small update", async () => {
	const node = await startedNode(second);
	const ports = { ...node.ports, files: { ...node.files, freeBytes: () => 16 * 1024 * 1024 } };
	expect((await advance(ports, tick)).because).toBe("restarting");
});

test("a disk that does not keep what is written is told of, and the slot stays empty", async () => {
	const node = await startedNode(second);
	const usr = startOf("usr", "B");
	const lossy: UpdatePorts = {
		...node.ports,
		disk: {
			...node.disk,
			write: async (offsetBytes, bytes) =>
				offsetBytes >= usr && offsetBytes < usr + 2 ** 30
					? undefined
					: await node.disk.write(offsetBytes, bytes),
		},
	};
	await expect(advance(lossy, tick)).rejects.toThrow(/usr of slot B reads back other/);
	expect(documentOf(node).phase).toMatchObject({ kind: "writing", slot: "B" });
	expect(await node.boot()).toMatchObject({ kind: "up", release: { name: first.name } });
	await node.prove();
	await advance(node.ports, tick);
	expect(await node.boot()).toMatchObject({ kind: "up", release: { name: second.name } });
});

test("a release whose boot image is that of another is refused for good", async () => {
	const node = await startedNode(second);
	const { indexes } = second.described;
	const mixed = {
		description: {
			...second.described.description,
			parts: {
				...second.described.description.parts,
				boot: third.described.description.parts.boot,
			},
		},
		indexes: { ...indexes, boot: third.described.indexes.boot },
	};
	const repository = { ...node.ports.repository, describe: async () => mixed };
	const { because } = await advance({ ...node.ports, repository }, tick);
	expect(because).toMatch(/release 2 contradicts itself: its boot image is that of 3/);
	expect(documentOf(node)).toMatchObject({
		phase: { kind: "idle" },
		refused: [{ version: "2" }],
	});
	expect((await advance(node.ports, tick)).because).toMatch(/2 failed on this node/);
});

test("what an operator wants to start himself is not started by the next run", async () => {
	const node = await startedNode(second);
	const { because } = await advance(node.ports, { ...tick, now: true, restart: false });
	expect(because).toMatch(/starts at the next restart/);
	expect((await advance(node.ports, tick)).because).toMatch(/starts at the next restart/);
	expect(node.takeRestarts()).toBe(0);
	await advance(node.ports, { ...tick, now: true });
	expect(node.takeRestarts()).toBe(1);
});

test("a hold that comes while chunks are fetched is heeded, and stays", async () => {
	const node = await startedNode(second);
	const hold = { because: "not now", atSeconds: 1 };
	const repository = {
		...node.ports.repository,
		fetchChunk: async (chunk: Chunk) => {
			writeDocument(node.files, { ...documentOf(node), wishes: { hold } }); // somebody else
			return await node.ports.repository.fetchChunk(chunk);
		},
	};
	const { because } = await advance({ ...node.ports, repository }, tick);
	expect(because).toBe("updates are on hold: not now");
	expect(documentOf(node)).toMatchObject({ phase: { kind: "waiting" }, wishes: { hold } });
	expect([...node.disk.written].filter(blocksOf("B"))).toEqual([]);
	writeDocument(node.files, { ...documentOf(node), wishes: {} });
	expect((await advance(node.ports, tick)).because).toBe("restarting");
});

test("a slot that is written is not started by itself while updates are on hold", async () => {
	const node = await startedNode(second);
	const machine = {
		...node.ports.machine,
		restart: async () => {
			throw new SomaError({ code: "process-failed", message: "no" });
		},
	};
	await expect(advance({ ...node.ports, machine }, tick)).rejects.toThrow("no");
	const hold = { because: "not now", atSeconds: 1 };
	writeDocument(node.files, { ...documentOf(node), wishes: { hold } });
	expect((await advance(node.ports, tick)).because).toBe("updates are on hold: not now");
	expect(node.takeRestarts()).toBe(0);
	expect((await advance(node.ports, { ...tick, now: true })).because).toBe("restarting");
});

test("while the running system is not proven its fall-back is not overwritten", async () => {
	const node = simulatedNode(first, releases, seededNumbers(1));
	node.offer(second);
	await node.boot();
	const { because } = await advance(node.ports, tick);
	expect(because).toMatch(/not proven good yet/);
	expect([...node.disk.written].filter(blocksOf("B"))).toEqual([]);
	await node.prove();
	expect((await advance(node.ports, tick)).because).toBe("restarting");
});

test("a release waits on STATE for its moment, and goes when it is not wanted", async () => {
	const node = await startedNode(second);
	const answers = (moment: Moment): UpdatePorts => ({
		...node.ports,
		judgeMoment: async () => moment,
	});
	const waits = answers({ kind: "wait", because: "later" });
	expect((await advance(waits, tick)).because).toBe("later");
	expect(documentOf(node)).toMatchObject({
		phase: { kind: "waiting" },
		check: { standing: "later" },
	});
	const dropped = answers({ kind: "drop", because: "gone" });
	expect((await advance(dropped, tick)).because).toBe("gone");
	expect(documentOf(node).phase.kind).toBe("idle");
});

test("a document that cannot be read is put aside, and updating begins anew", async () => {
	const node = await startedNode(second);
	node.files.replace("state.1.json", new TextEncoder().encode("{"));
	expect((await advance(node.ports, tick)).because).toBe("restarting");
	expect(node.files.read("state.1.json.broken")).toEqual(new TextEncoder().encode("{"));
});

test("a node without a server has no problem, unless an update is under way", async () => {
	const node = await startedNode(second);
	const refuse = async (): Promise<never> => {
		throw new SomaError({ code: "update-no-server", message: "no server" });
	};
	const repository = { ...node.ports.repository, refresh: refuse, describe: refuse };
	const ports = { ...node.ports, repository };
	await expect(advance(ports, tick)).rejects.toMatchObject({ code: "update-no-server" });
	expect(documentOf(node).check).toEqual({ atSeconds: 0, failures: 0, standing: "no server" });
	const release = second.name;
	writeDocument(node.files, { ...documentOf(node), phase: { kind: "fetching", release } });
	await expect(advance(ports, tick)).rejects.toMatchObject({ code: "update-no-server" });
	expect(documentOf(node).check).toMatchObject({ failures: 1, problem: "no server" });
});

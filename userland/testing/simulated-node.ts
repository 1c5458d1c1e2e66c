import { type SlotName, slotNames } from "../core/disk-layout.ts";
import { type LoadedTable, loadTable } from "../core/gpt/load.ts";
import { planTableWrite } from "../core/gpt/plan.ts";
import type { Table } from "../core/gpt/table.ts";
import type { SlotPart } from "../core/release/manifest.ts";
import { slotParts } from "../core/release/manifest.ts";
import { markGood } from "../core/slot/change.ts";
import { rawAttributes, readSlots, slotPartition } from "../core/slot/disk.ts";
import { select } from "../core/slot/select.ts";
import type { SystemFacts } from "../core/update/reconcile.ts";
import { assert } from "../lib/assert.ts";
import { SomaError } from "../lib/errors.ts";
import type { UpdatePorts } from "../system/update/ports.ts";
import { isWhole, type SimulatedRelease } from "./simulated-release.ts";
import {
	PowerCut,
	type PowerSupply,
	type SimulatedDisk,
	type SimulatedFiles,
	simulatedDisk,
	simulatedFiles,
} from "./simulated-store.ts";
import { somaTable } from "./soma-disks.ts";

/** What a boot came to. */
export type SimulatedBoot =
	| { readonly kind: "up"; readonly release: SimulatedRelease; readonly slot: SlotName }
	/** The release does not get as far as its agent: the watchdog starts the machine again. */
	| { readonly kind: "dead"; readonly release: SimulatedRelease }
	/** The selector found nothing to start, or what it started is not whole. */
	| { readonly kind: "unbootable"; readonly because: string };

/** A node with a disk that tears, a selector that is the real rule, and a repository. */
export interface SimulatedNode {
	readonly disk: SimulatedDisk;
	readonly files: SimulatedFiles;
	readonly ports: UpdatePorts;
	/** What the channel offers. */
	offer(release: SimulatedRelease): void;
	/** The releases that never come up. */
	readonly dead: Set<string>;
	/** Selects a slot as the selector does, and starts it. @throws PowerCut */
	boot(): Promise<SimulatedBoot>;
	/** Local health: the running slot is marked good. @throws PowerCut */
	prove(): Promise<void>;
	/** What happens to disk and files when the power goes. */
	cut(): void;
	/** The power goes at the so-manieth effect from now on; never without one. */
	cutAfter(effects: number | undefined): void;
	/** Restarts that the agent asked for since it was last asked. */
	takeRestarts(): number;
	readonly starts: ReadonlyMap<string, number>;
}

const stateBytes = 64 * 1024 * 1024;

/** A node that was installed with one release and runs it, proven. */
export function simulatedNode(
	installed: SimulatedRelease,
	published: readonly SimulatedRelease[],
	random: (limit: number) => number,
): SimulatedNode {
	let left = Number.POSITIVE_INFINITY;
	const supply: PowerSupply = {
		draw: () => {
			left--;
			if (left < 0) {
				throw new PowerCut();
			}
		},
	};
	const { head, tail, diskSizeBytes } = somaTable({
		slots: {
			A: {
				version: installed.name.version,
				attributes: { priority: 1, tries: 0, successful: true, unproven: 0 },
			},
		},
	});
	const disk = simulatedDisk(diskSizeBytes, supply, random);
	const files = simulatedFiles(stateBytes, supply, random);
	disk.seed(0, head);
	disk.seed(diskSizeBytes - tail.length, tail);
	const starts = new Map<string, number>();
	const dead = new Set<string>();
	const world: World = {
		disk,
		files,
		supply,
		random,
		published,
		offered: installed,
		running: { release: installed, slot: "A" },
		bootNumber: 0,
		restarts: 0,
	};
	installContent(disk, installed);
	return {
		disk,
		files,
		starts,
		dead,
		ports: portsOf(world),
		offer: (release) => {
			world.offered = release;
		},
		takeRestarts: () => {
			const count = world.restarts;
			world.restarts = 0;
			return count;
		},
		cutAfter: (effects) => {
			left = effects ?? Number.POSITIVE_INFINITY;
		},
		cut: () => {
			left = Number.POSITIVE_INFINITY;
			disk.cut();
			files.cut();
		},
		boot: async () => {
			const boot = await startMachine(world, [installed, ...published]);
			if (boot.kind === "unbootable") {
				return boot;
			}
			const { version } = boot.release.name;
			starts.set(version, (starts.get(version) ?? 0) + 1);
			return dead.has(version) ? { kind: "dead", release: boot.release } : boot;
		},
		prove: () => changeTable(disk, (table) => markGood(table, world.running.slot).table),
	};
}

/** What a simulated node is made of, and what changes while it lives. */
interface World {
	readonly disk: SimulatedDisk;
	readonly files: SimulatedFiles;
	readonly supply: PowerSupply;
	readonly random: (limit: number) => number;
	readonly published: readonly SimulatedRelease[];
	offered: SimulatedRelease;
	running: { readonly release: SimulatedRelease; readonly slot: SlotName };
	bootNumber: number;
	restarts: number;
}

/** The selector's rule, its count, and the checks of boot image and verity. */
async function startMachine(
	world: World,
	releases: readonly SimulatedRelease[],
): Promise<Exclude<SimulatedBoot, { kind: "dead" }>> {
	world.bootNumber++;
	const { table } = await world.disk.readTable();
	const chosen = select({ raw: rawAttributes(table), writable: true });
	const { slot } = chosen;
	if (slot === "rescue") {
		return { kind: "unbootable", because: chosen.reason };
	}
	await changeTable(world.disk, (before) => withRaw(before, chosen.after));
	const release = await findContent(world.disk, table, slot, releases);
	if (release === undefined) {
		return { kind: "unbootable", because: `slot ${slot} is not whole` };
	}
	world.running = { release, slot };
	return { kind: "up", release, slot };
}

function portsOf(world: World): UpdatePorts {
	const { files, disk, supply, random } = world;
	return {
		files,
		disk,
		repository: repositoryOf(world),
		machine: {
			facts: async () => factsOf(world.running, await disk.readTable(), world.bootNumber),
			restart: async () => {
				supply.draw();
				world.restarts++;
			},
			clock: () => "synchronised",
			random: () => random(1000) / 1000,
			randomBytes: (count) => Uint8Array.from({ length: count }, () => random(256)),
			explain: async () => ({ class: "unknown", because: "it did not come up", evidence: [] }),
		},
		judgeMoment: async () => ({ kind: "now" }),
		report: async () => true,
		log: () => {},
	};
}

/** A repository that cannot be reached once the release is said to be on STATE. */
function repositoryOf(world: World): UpdatePorts["repository"] {
	const { files, supply, published } = world;
	const requireNetwork = (): void => {
		supply.draw();
		const phase = new TextDecoder().decode(files.read("state.1.json"));
		if (phase.includes('"kind": "writing"')) {
			throw new SomaError({ code: "repository-unreachable", message: "there is no network" });
		}
	};
	return {
		refresh: async () => {
			requireNetwork();
			return { release: world.offered.name, withdrawn: [] };
		},
		describe: async (version) => {
			requireNetwork();
			const found = published.find(({ name }) => name.version === version);
			assert(found !== undefined, `${version} was published`);
			return found.described;
		},
		findIndexes: async ({ rootHash }) =>
			published.find(({ name }) => name.rootHash === rootHash)?.described,
		fetchChunk: async (chunk) => {
			requireNetwork();
			const stored = published.map(({ store }) => store.get(chunk.id)).find(Boolean);
			assert(stored !== undefined, `the chunk ${chunk.id} was published`);
			return stored;
		},
	};
}

async function changeTable(disk: SimulatedDisk, change: (table: Table) => Table): Promise<void> {
	await disk.changeTable((loaded) => planTableWrite(loaded, change(loaded.table)));
}

function factsOf(
	running: { readonly release: SimulatedRelease; readonly slot: SlotName },
	loaded: LoadedTable,
	bootNumber: number,
): SystemFacts {
	const slots = readSlots(loaded.table);
	const holds = (name: SlotName) => {
		const slot = slots.find((candidate) => candidate.name === name);
		assert(slot !== undefined, "a Soma disk has both slots");
		return { rootHash: slot.rootHash, attributes: slot.attributes };
	};
	const found = { A: holds("A"), B: holds("B") };
	// The table of an installed disk has made-up UUIDs; what runs is known by its content.
	const known = { ...found[running.slot], rootHash: running.release.name.rootHash };
	return {
		running: { ...running.release.name, slot: running.slot },
		slots: { ...found, [running.slot]: known },
		bootId: `boot-${bootNumber}`,
		nowSeconds: 1_795_000_000 + 60 * bootNumber,
		hasNetwork: true,
	};
}

function withRaw(table: Table, raw: Readonly<Record<SlotName, bigint>>): Table {
	const attributes = new Map(
		slotNames.map((slot) => [slotPartition(table, "usr", slot).index, raw[slot]] as const),
	);
	const partitions = table.partitions.map((partition) => ({
		...partition,
		attributes: attributes.get(partition.index) ?? partition.attributes,
	}));
	return { ...table, partitions };
}

/** The release that is whole in a slot, if any. */
async function findContent(
	disk: SimulatedDisk,
	table: Table,
	slot: SlotName,
	releases: readonly SimulatedRelease[],
): Promise<SimulatedRelease | undefined> {
	const most = Math.max(...releases.map(({ contents }) => contents.usr.length)) + 65_536;
	const bytes = new Map<SlotPart, Uint8Array>();
	for (const part of slotParts) {
		const start = slotPartition(table, part, slot).firstLba * disk.blockSizeBytes;
		bytes.set(part, await disk.read(start, most));
	}
	return releases.find((release) =>
		isWhole(release, (part, lengthBytes) => {
			const read = bytes.get(part);
			assert(read !== undefined, "every part was read");
			return read.subarray(0, lengthBytes);
		}),
	);
}

function installContent(disk: SimulatedDisk, release: SimulatedRelease): void {
	const { head, blockSizeBytes, tail, diskSizeBytes } = somaTable({
		slots: { A: { version: release.name.version } },
	});
	const { table } = loadTable({
		diskSizeBytes,
		blockSizeBytes,
		head,
		tail,
		formerTail: undefined,
	});
	for (const part of slotParts) {
		const { firstLba } = slotPartition(table, part, "A");
		disk.seed(firstLba * blockSizeBytes, release.contents[part]);
	}
}

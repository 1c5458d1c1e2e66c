import type { ChunkIndex } from "../core/chunk/index-file.ts";
import type { HardDrive } from "../core/efi/load-option.ts";
import type { ProgramPart } from "../core/repository/release.ts";
import { programPaths } from "../core/update/programs.ts";
import { required } from "../lib/assert.ts";
import { SomaError } from "../lib/errors.ts";
import { sha256Of } from "../system/chunk-store.ts";
import type { DescribedRelease, ProgramPorts } from "../system/update/ports.ts";
import {
	type SelectorBehaviour,
	type SimulatedEsp,
	type SimulatedFirmware,
	simulatedEsp,
	simulatedFirmware,
} from "./simulated-boot.ts";
import { cut, noise, simulatedRelease } from "./simulated-release.ts";
import {
	PowerCut,
	type PowerSupply,
	type SimulatedFiles,
	simulatedFiles,
} from "./simulated-store.ts";

/** A release by its programs. */
export interface ProgramRelease {
	readonly described: DescribedRelease;
	readonly bytes: Readonly<Record<ProgramPart, Uint8Array>>;
	readonly indexes: Readonly<Record<ProgramPart, ChunkIndex>>;
	readonly store: ReadonlyMap<string, Uint8Array>;
	readonly behaviour: SelectorBehaviour;
}

/** A release of a version, whose selector does this when it is started. */
export function programRelease(
	version: string,
	behaviour: SelectorBehaviour = "starts",
): ProgramRelease {
	const base = simulatedRelease(version);
	const rescue = Array.from({ length: 4 }, (_, at) => noise(`rescue ${at}`, 20_000));
	const bytes = {
		selector: noise(`selector of ${version}`, 9000),
		rescue: Uint8Array.from(
			[...rescue, noise(`rescue of ${version}`, 9000)].flatMap((one) => [...one]),
		),
	};
	const store = new Map(base.store);
	const indexes = { selector: cut(bytes.selector, store), rescue: cut(bytes.rescue, store) };
	const contentOf = (part: ProgramPart) => ({
		index: `${part}.caibx`,
		sizeBytes: bytes[part].length,
		sha256: sha256Of(bytes[part]),
		version,
	});
	const programs = { selector: contentOf("selector"), rescue: contentOf("rescue") };
	const described = {
		...base.described,
		description: { ...base.described.description, programs },
	};
	return { described, bytes, indexes, store, behaviour };
}

/** A node as far as its programs are concerned. */
export interface ProgramNode {
	readonly ports: ProgramPorts;
	readonly files: SimulatedFiles;
	readonly esp: SimulatedEsp;
	readonly firmware: SimulatedFirmware;
	/** What the running slot holds, and whether it was proven in this boot. */
	running: ProgramRelease;
	isProven: boolean;
	/** Everything the agent said. */
	readonly said: string[];
	/** A power-on: the firmware, and another boot when it comes up. */
	start(): ReturnType<SimulatedFirmware["start"]>;
	cutAfter(effects: number | undefined): void;
	cut(): void;
	/** Bytes that were fetched so far, compressed. */
	fetchedBytes(): number;
}

const drive: HardDrive = {
	partitionIndex: 1,
	firstLba: 2048,
	blocks: 655_360,
	partitionGuid: "01234567-89ab-cdef-0123-456789abcdef",
};

/** A node on which the programs of the first of these releases were installed. */
export function programNode(
	releases: readonly ProgramRelease[],
	installedBy: "entry" | "image",
	random: (limit: number) => number,
	espBytes = 1024 * 1024 * 4,
): ProgramNode {
	const installed = required(releases[0], "a release to install");
	let left = Number.POSITIVE_INFINITY;
	const supply: PowerSupply = {
		draw: () => {
			left--;
			if (left < 0) {
				throw new PowerCut();
			}
		},
	};
	const esp = simulatedEsp(espBytes, supply, random);
	const files = simulatedFiles(64 * 1024 * 1024, supply, random);
	const behaviours = new Map(
		releases.map(({ bytes, behaviour }) => [sha256Of(bytes.selector), behaviour]),
	);
	// What is torn is refused at best; here the worst is true.
	const behaviourOf = (sha256: string): SelectorBehaviour => behaviours.get(sha256) ?? "hangs";
	const firmware = simulatedFirmware(esp, drive, installedBy, behaviourOf, supply);
	const said: string[] = [];
	let bootNumber = 0;
	let fetchedBytes = 0;
	const node: ProgramNode = {
		files,
		esp,
		firmware,
		said,
		running: installed,
		isProven: true,
		start: () => {
			const start = firmware.start();
			bootNumber += start.kind === "up" ? 1 : 0;
			return start;
		},
		cutAfter: (effects) => {
			left = effects ?? Number.POSITIVE_INFINITY;
		},
		cut: () => {
			left = Number.POSITIVE_INFINITY;
			esp.cut();
			files.cut();
		},
		fetchedBytes: () => fetchedBytes,
		ports: {
			files,
			esp,
			firmware,
			espDrive: async () => drive,
			repository: repositoryOf(releases, supply, (count) => {
				fetchedBytes += count;
			}),
			machine: {
				random: () => random(1000) / 1000,
				facts: async () => {
					const { version, rootHash } = node.running.described.description;
					const successful = { priority: 1, tries: 0, successful: true };
					const attributes = { ...successful, unproven: node.isProven ? 0 : 1 };
					return {
						running: { slot: "A", version, rootHash },
						slots: {
							A: { rootHash, attributes },
							B: { rootHash: undefined, attributes },
						},
						bootId: `boot-${bootNumber}`,
						nowSeconds: 1_795_000_000 + 86_400 * bootNumber,
						hasNetwork: true,
					};
				},
			},
			log: (_level, text) => said.push(text),
		},
	};
	for (const place of ["rescue", "first", "second"] as const) {
		const bytes = installed.bytes[place === "rescue" ? "rescue" : "selector"];
		esp.files.set(programPaths[place], bytes);
	}
	void esp.change(async () => {}); // what is there is safe
	return node;
}

function repositoryOf(
	releases: readonly ProgramRelease[],
	supply: PowerSupply,
	onFetched: (count: number) => void,
): ProgramPorts["repository"] {
	return {
		findIndexes: async ({ rootHash }) =>
			releases.map(({ described }) => described).find(hasRootHash(rootHash)),
		fetchChunk: async ({ id }) => {
			supply.draw();
			const stored = releases.map(({ store }) => store.get(id)).find(Boolean);
			if (stored === undefined) {
				throw new SomaError({ code: "chunk-missing", message: `there is no ${id}` });
			}
			onFetched(stored.length);
			return stored;
		},
		programIndex: async (release, program) => {
			const found = releases.find(({ described }) => hasRootHash(release.rootHash)(described));
			return required(found, "a release that is published").indexes[program];
		},
	};
}

function hasRootHash(rootHash: string): (described: DescribedRelease) => boolean {
	return ({ description }) => description.rootHash === rootHash;
}

import { randomBytes } from "node:crypto";
import type { Chunk } from "../../core/chunk/index-file.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import { slotParts } from "../../core/release/manifest.ts";
import { mendable, type Reinstall, slotFor } from "../../core/rescue/reinstall.ts";
import type { Verdicts } from "../../core/rescue/verdict.ts";
import { otherSlot, readSlots, type Slot } from "../../core/slot/disk.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/table.ts";
import { withChunkPack } from "../../system/update/chunk-pack.ts";
import { openUpdateDisk } from "../../system/update/disk.ts";
import { updateFiles } from "../../system/update/files.ts";
import type {
	DescribedRelease,
	UpdateDisk,
	UpdateFiles,
	UpdateRepository,
} from "../../system/update/ports.ts";
import { openRepository } from "../update/agent.ts";
import { fetchAll, stageFolder } from "../update/fetch.ts";
import { keepDescribed } from "../update/installed.ts";
import { readDocument } from "../update/session.ts";
import { ChunkReader, slotExtents } from "../update/slot-content.ts";
import {
	clearSlot,
	commitSlot,
	verifyContent,
	type WritePorts,
	type WriteReport,
	type WritingPhase,
	writeContent,
} from "../update/write.ts";
import { startNetwork } from "./network.ts";
import type { Means } from "./perform.ts";
import { findRepositoryPlace } from "./repository-place.ts";

const tellEveryMs = 2000;
/** What is fetched before a slot is touched, at most. */
const mostMemoryBytes = 64 * 1024 * 1024;

/**
 * Makes a slot that boots from what a server of releases has: the release that was good here is
 * mended where it lies, or else what the channel offers is written. Everything is signed, as for
 * the agent of a node; what the slots still have is not fetched.
 * @throws SomaError when it did not work; the other slot was not touched
 */
export async function installRelease({ paths, look, say }: Means): Promise<void> {
	const { disk: path, verdicts } = look;
	if (path === undefined || verdicts === undefined) {
		throw new SomaError({
			code: "no-boot-disk",
			message: "there is no disk to install a release to",
		});
	}
	const place = await findRepositoryPlace(paths, path);
	say(`releases come from ${place.places.join(", ")} (${place.from})`, "starting the network");
	await startNetwork(paths, place.networkFiles);
	const files = updateFiles(place.update);
	const inMemory = { ...paths, update: place.update };
	const repository = openRepository(inMemory, place.config, place.places, files);
	const disk = openUpdateDisk(path);
	try {
		await makeBootable({ disk, files, repository, say }, verdicts);
	} finally {
		disk.close();
	}
}

/** Chooses a release and a slot, and writes the one to the other. */
export async function makeBootable(ports: InstallPorts, verdicts: Verdicts): Promise<void> {
	const slots = readSlots((await ports.disk.readTable()).table);
	const { wish, described } = await chooseRelease(ports, slots, verdicts);
	await writeRelease(ports, slots, wish, described);
}

type Say = Means["say"];

async function chooseRelease(
	{ repository, files, say }: Omit<InstallPorts, "disk">,
	slots: readonly Slot[],
	verdicts: Verdicts,
): Promise<{ readonly wish: Reinstall; readonly described: DescribedRelease }> {
	for (const wish of mendable(slots, verdicts)) {
		const described = await repository.findIndexes(wish.release);
		if (described !== undefined) {
			say(`release ${wish.release.version} was good here: slot ${wish.slot} is mended`);
			return { wish, described };
		}
	}
	const { release } = await repository.refresh(undefined);
	if (release === undefined) {
		throw new SomaError({ code: "rescue-no-release", message: "the channel offers no release" });
	}
	const { refused } = readDocument(files, say);
	if (refused.some(({ rootHash }) => rootHash === release.rootHash)) {
		throw new SomaError({
			code: "rescue-no-release",
			message: `the channel offers ${release.version}, which failed on this node`,
		});
	}
	const slot = slotFor(slots, verdicts, release);
	say(`release ${release.version} is offered: it goes to slot ${slot}`);
	return { wish: { release, slot }, described: await repository.describe(release.version) };
}

function sumOf(report: WriteReport): number {
	return Object.values(report).reduce((sum, count) => sum + count, 0);
}

interface InstallPorts {
	readonly disk: UpdateDisk;
	readonly files: UpdateFiles;
	readonly repository: UpdateRepository;
	readonly say: Say;
}

async function writeRelease(
	{ disk, files, repository, say }: InstallPorts,
	slots: readonly Slot[],
	{ release, slot }: Reinstall,
	described: DescribedRelease,
): Promise<void> {
	const other = slots.find(({ name }) => name === otherSlot(slot));
	await learnOther(repository, files, other);
	const ports: WritePorts = {
		disk,
		files,
		repository: { fetchChunk: tellFetched(repository, say) },
		machine: { randomBytes: (count) => randomBytes(count) },
	};
	const staying = {
		running: {
			slot: otherSlot(slot),
			version: other?.version ?? "",
			rootHash: other?.rootHash ?? "",
		},
	};
	const phase: WritingPhase = { kind: "writing", release, slot, formerRootHash: undefined };
	say(`slot ${slot} is read, and what it needs is fetched`);
	await fetchFirst(ports, slot, described);
	await clearSlot(ports, phase, staying);
	say(`slot ${slot} is written`);
	const done = await writeContent(ports, phase, described, staying, true);
	say(
		`of ${formatBytes(sumOf(done))} ${formatBytes(done.inPlaceBytes)} were in place and ` +
			`${formatBytes(done.copiedBytes)} in the other slot; reading all of it back`,
	);
	await verifyContent(ports, phase, described);
	await commitSlot(ports, phase);
	say(`slot ${slot} has release ${release.version} and boots next`);
}

/**
 * Fetches to memory what neither slot has, as far as there is room for it, before the slot is
 * touched: mostly that is all of it.
 */
async function fetchFirst(
	ports: WritePorts,
	slot: SlotName,
	{ indexes }: DescribedRelease,
): Promise<void> {
	const { table } = await ports.disk.readTable();
	const reader = new ChunkReader(ports.disk, slotExtents(table, slot, ports.disk.blockSizeBytes));
	const missing = new Map<string, Chunk>();
	let leftBytes = mostMemoryBytes;
	for (const part of slotParts) {
		for (const chunk of indexes[part].chunks) {
			const isThere = await reader.read({ ...chunk, part }, chunk);
			if (isThere === undefined && !missing.has(chunk.id) && leftBytes >= chunk.lengthBytes) {
				missing.set(chunk.id, chunk);
				leftBytes -= chunk.lengthBytes;
			}
		}
	}
	await withChunkPack(ports.files, stageFolder, async (pack) => {
		const whole = await pack.findWhole([...missing.values()]); // of a try before this one
		const chunks = [...missing.values()].filter(({ id }) => !whole.has(id));
		await fetchAll(ports.repository, pack, chunks);
	});
}

/** The other slot is a source of chunks, as far as it is known what it holds. */
async function learnOther(
	repository: UpdateRepository,
	files: UpdateFiles,
	other: Slot | undefined,
): Promise<void> {
	if (other?.version !== undefined && other.rootHash !== undefined) {
		const { version, rootHash } = other;
		const described = await repository.findIndexes({ version, rootHash });
		if (described !== undefined) {
			keepDescribed(files, described);
		}
	}
}

function tellFetched(repository: UpdateRepository, say: Say): UpdateRepository["fetchChunk"] {
	let fetchedBytes = 0;
	let toldAtMs = performance.now();
	return async (chunk) => {
		const stored = await repository.fetchChunk(chunk);
		fetchedBytes += stored.length;
		const nowMs = performance.now();
		if (nowMs - toldAtMs >= tellEveryMs) {
			toldAtMs = nowMs;
			say(`fetched ${formatBytes(fetchedBytes)}`);
		}
		return stored;
	};
}

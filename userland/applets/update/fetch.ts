import type { Chunk, ChunkIndex } from "../../core/chunk/index-file.ts";
import type { SlotPart } from "../../core/release/manifest.ts";
import { type FetchPlan, planFetch, type SlotIndexes } from "../../core/update/assembly.ts";
import { packName } from "../../core/update/pack.ts";
import type { ReleaseName } from "../../core/update/phase.ts";
import { idleSlot, type SystemFacts } from "../../core/update/reconcile.ts";
import { forEachAtOnce } from "../../lib/at-once.ts";
import { SomaError } from "../../lib/errors.ts";
import { chunkBlob } from "../../system/chunk-blob.ts";
import { encodeChunk } from "../../system/chunk-store.ts";
import { type ChunkPack, withChunkPack } from "../../system/update/chunk-pack.ts";
import type { DescribedRelease, UpdatePorts } from "../../system/update/ports.ts";
import { keepDescribed, keepIndexes, readDescribed, readIndexes } from "./installed.ts";
import { ChunkReader, readPieces, slotExtents } from "./slot-content.ts";

/** The folder of chunks on STATE. */
export const stageFolder = "chunks";

/** Connections at a time. */
const parallelFetches = 8;

/** STATE is never filled to the brim: logs and configuration live there too. */
const reserveBytes = 8 * 1024 * 1024;

/** What a fetch did, for the log. */
export interface FetchReport {
	readonly plan: FetchPlan;
	readonly fetchedBytes: number;
}

/** Brings everything of a release onto this machine that neither slot will keep. */
export async function fetchRelease(
	ports: UpdatePorts,
	release: ReleaseName,
	facts: SystemFacts,
): Promise<FetchReport> {
	dropStaged(ports, stageFolder, { keepPack: true });
	return await withChunkPack(ports.files, stageFolder, async (pack) => {
		const plan = await planRelease(ports, pack, release, facts);
		requireSpace(ports, plan, release);
		const lost = await keepFromIdle(ports, pack, plan, idleSlot(facts));
		const fetchedBytes = await fetchAll(ports.repository, pack, [...plan.missing, ...lost]);
		ports.files.flush();
		return { plan, fetchedBytes };
	});
}

/** What a release takes from where; what that needs to know is on STATE afterwards. */
export async function planRelease(
	ports: UpdatePorts,
	pack: ChunkPack,
	release: ReleaseName,
	facts: SystemFacts,
): Promise<FetchPlan> {
	const idle = readIndexes(ports.files, facts.slots[idleSlot(facts)].rootHash);
	await learnRunning(ports, facts.running, idle);
	const known = readIndexes(ports.files, facts.running.rootHash);
	const described = await describeHere(ports, release, [known, idle]);
	const running = known.usr === undefined ? await cutRunning(ports, facts, described) : known;
	const chunks = Object.values(described.indexes).flatMap((index) => index.chunks);
	const staged = await pack.findWhole(chunks); // a power cut may have left pieces
	return planFetch(described.indexes, { running, idle, staged });
}

/** The description on STATE, or the repository's, which is then kept there. */
async function describeHere(
	ports: UpdatePorts,
	release: ReleaseName,
	here: readonly SlotIndexes[],
): Promise<DescribedRelease> {
	const kept = readDescribed(ports.files, release);
	if (kept !== undefined) {
		return kept;
	}
	const described = await ports.repository.describe(release.version, here);
	if (described.description.rootHash !== release.rootHash) {
		throw new SomaError({
			code: "release-changed",
			message: `release ${release.version} is another one now than when it was offered`,
			hint: "the next check takes what is offered then",
		});
	}
	keepDescribed(ports.files, described);
	return described;
}

/** A slot that an installation wrote has no index on STATE yet: the repository has it. */
async function learnRunning(
	ports: UpdatePorts,
	running: ReleaseName,
	idle: SlotIndexes,
): Promise<void> {
	if (readIndexes(ports.files, running.rootHash).usr === undefined) {
		const described = await ports.repository.findIndexes(running, [idle]);
		if (described !== undefined) {
			keepDescribed(ports.files, described);
		}
	}
}

/**
 * Cuts the running slot as the release is cut, when nobody knows how it was published: an image of
 * one's own, or a release that the repository no longer has. That costs seconds, and saves fetching
 * what is here. Bytes behind the content do no harm: they are chunks that nobody wants.
 */
async function cutRunning(
	{ disk, files, log }: UpdatePorts,
	{ running }: SystemFacts,
	{ indexes }: DescribedRelease,
): Promise<SlotIndexes> {
	log("notice", `soma-update: nobody knows the chunks of ${running.version}: cutting its slot`);
	const { table } = await disk.readTable();
	const extents = slotExtents(table, running.slot, disk.blockSizeBytes);
	const cut = async (part: SlotPart): Promise<ChunkIndex> => {
		const { startBytes, sizeBytes } = extents[part];
		const { lengthBytes, sizes } = indexes[part];
		const pieces = readPieces(disk, startBytes, Math.min(sizeBytes, lengthBytes));
		return (await chunkBlob(pieces, sizes, () => {})).index;
	};
	const found = { boot: await cut("boot"), usr: await cut("usr"), verity: await cut("verity") };
	keepIndexes(files, running.rootHash, found);
	return found;
}

/** Removes what waits in a folder of chunks, or only what another release of ours left there. */
export function dropStaged(
	{ files }: Pick<UpdatePorts, "files">,
	folder: string,
	{ keepPack }: { readonly keepPack: boolean },
): void {
	for (const name of files.list(folder)) {
		if (!keepPack || name !== packName) {
			files.remove(`${folder}/${name}`);
		}
	}
}

function requireSpace(ports: UpdatePorts, plan: FetchPlan, release: ReleaseName): void {
	const chunks = [...plan.missing, ...plan.rescued.map(({ chunk }) => chunk)];
	requireSpaceFor(ports, chunks, release.version);
}

/** @throws SomaError `update-no-space` when STATE has too little room for chunks */
export function requireSpaceFor(
	{ files }: Pick<UpdatePorts, "files">,
	chunks: readonly Chunk[],
	what: string,
): void {
	const neededBytes = chunks.reduce((sum, { lengthBytes }) => sum + lengthBytes, reserveBytes);
	const freeBytes = files.freeBytes();
	if (freeBytes < neededBytes) {
		const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
		throw new SomaError({
			code: "update-no-space",
			message:
				`STATE has ${mebibytes(freeBytes)} MiB free, and ${what} needs ` +
				`${mebibytes(neededBytes)} MiB there`,
			hint: "free some space below /var; the next check goes on from here",
		});
	}
}

/** Keeps what the idle slot alone has; gives the chunks that turn out not to be there. */
async function keepFromIdle(
	ports: UpdatePorts,
	pack: ChunkPack,
	plan: FetchPlan,
	idle: "A" | "B",
): Promise<readonly Chunk[]> {
	const lost: Chunk[] = [];
	if (plan.rescued.length === 0) {
		return lost;
	}
	const { table } = await ports.disk.readTable();
	const extents = slotExtents(table, idle, ports.disk.blockSizeBytes);
	const reader = new ChunkReader(ports.disk, extents);
	for (const { chunk, from } of plan.rescued) {
		const bytes = await reader.read(from, chunk);
		if (bytes === undefined) {
			lost.push(chunk);
		} else {
			pack.add(chunk.id, encodeChunk(bytes));
		}
	}
	return lost;
}

/**
 * Fetches chunks, some at a time; the first that cannot be had ends it, what came is kept.
 * @returns how many bytes came
 */
export async function fetchAll(
	repository: Pick<UpdatePorts["repository"], "fetchChunk">,
	pack: Pick<ChunkPack, "add">,
	chunks: readonly Chunk[],
): Promise<number> {
	let fetchedBytes = 0;
	await forEachAtOnce(parallelFetches, chunks, async (chunk) => {
		const stored = await repository.fetchChunk(chunk);
		fetchedBytes += stored.length;
		pack.add(chunk.id, stored);
	});
	return fetchedBytes;
}

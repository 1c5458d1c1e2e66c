import { createHash } from "node:crypto";
import { bootHeaderSizeBytes, parseBootHeader } from "../../core/boot/header.ts";
import type { Chunk } from "../../core/chunk/index-file.ts";
import { layoutRow, type SlotName } from "../../core/disk-layout.ts";
import { guidFromRandom } from "../../core/gpt/guid.ts";
import { planTableWrite } from "../../core/gpt/plan.ts";
import type { Table } from "../../core/gpt/table.ts";
import { slotParts } from "../../core/release/manifest.ts";
import { clear, commit, markBad } from "../../core/slot/change.ts";
import { inPlaceBy, placesOf } from "../../core/update/assembly.ts";
import type { Phase, ReleaseName } from "../../core/update/phase.ts";
import type { SystemFacts } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import { unpackChunk } from "../../system/chunk-store.ts";
import { type ChunkPack, withChunkPack } from "../../system/update/chunk-pack.ts";
import type { DescribedRelease, UpdateDisk, UpdatePorts } from "../../system/update/ports.ts";
import { stageFolder } from "./fetch.ts";
import { readIndexes } from "./installed.ts";
import { RunWriter } from "./run-writer.ts";
import { ChunkReader, slotExtents } from "./slot-content.ts";

/** A slot that is being written. */
export type WritingPhase = Extract<Phase, { kind: "writing" }>;

/** What it takes to write a slot. */
export interface WritePorts extends Pick<UpdatePorts, "files" | "disk"> {
	readonly repository: Pick<UpdatePorts["repository"], "fetchChunk">;
	readonly machine: Pick<UpdatePorts["machine"], "randomBytes">;
}

/** The slot that stays as it is: what it holds is a source of chunks. */
type Staying = Pick<SystemFacts, "running">;

/** Bytes of the release by where they came from. */
export interface WriteReport {
	readonly inPlaceBytes: number;
	readonly copiedBytes: number;
	readonly stagedBytes: number;
	/** Fetched now, because a source turned out to be damaged. */
	readonly fetchedBytes: number;
}

const pieceBytes = 1024 * 1024;

/**
 * Empties the slot, so that nothing can start what is in it from now on.
 * @returns false when it was empty already: a write may have been ended by a power cut
 */
export async function clearSlot(
	ports: Pick<WritePorts, "disk" | "machine">,
	phase: WritingPhase,
	facts: Staying,
): Promise<boolean> {
	const uuid = (): string => guidFromRandom(ports.machine.randomBytes(16));
	return await changeTable(ports, (table) =>
		// Whoever gets here runs a slot that was proven good, or was told to go on.
		clear(table, phase.slot, facts.running.slot, [uuid(), uuid(), uuid()], { force: true }),
	);
}

/** Makes the slot bootable: the one table write that decides. */
export async function commitSlot(ports: WritePorts, phase: WritingPhase): Promise<void> {
	await changeTable(ports, (table) => commit(table, phase.slot, phase.release));
}

/** Keeps what is in a slot, which no start tries any more. */
export async function disableSlot(ports: Pick<WritePorts, "disk">, slot: SlotName): Promise<void> {
	await changeTable(ports, (table) => markBad(table, slot, { force: true }));
}

async function changeTable(
	ports: Pick<WritePorts, "disk">,
	change: (table: Table) => { readonly table: Table; readonly changed: boolean },
): Promise<boolean> {
	let isChanged = false;
	await ports.disk.changeTable((loaded) => {
		const { table, changed } = change(loaded.table);
		isChanged = changed;
		return changed ? planTableWrite(loaded, table) : [];
	});
	return isChanged;
}

/**
 * Writes the content of a cleared slot. Bytes that are there already stay; the others come from the
 * running slot, from STATE or, when those are damaged, from the repository.
 */
export async function writeContent(
	ports: WritePorts,
	phase: WritingPhase,
	release: DescribedRelease,
	facts: Staying,
	resumed: boolean,
): Promise<WriteReport> {
	return await withChunkPack(ports.files, stageFolder, (pack) =>
		writeFrom(ports, pack, phase, release, facts, resumed),
	);
}

async function writeFrom(
	ports: WritePorts,
	pack: ChunkPack,
	phase: WritingPhase,
	release: DescribedRelease,
	facts: Staying,
	resumed: boolean,
): Promise<WriteReport> {
	const { disk } = ports;
	const { table } = await disk.readTable();
	const target = slotExtents(table, phase.slot, disk.blockSizeBytes);
	const inTarget = new ChunkReader(disk, target);
	const inRunning = new ChunkReader(
		disk,
		slotExtents(table, facts.running.slot, disk.blockSizeBytes),
	);
	const running = placesOf(readIndexes(ports.files, facts.running.rootHash));
	const wasInPlace = inPlaceBy(readIndexes(ports.files, phase.formerRootHash));
	const report = { inPlaceBytes: 0, copiedBytes: 0, stagedBytes: 0, fetchedBytes: 0 };
	const unpack = async (chunk: Chunk): Promise<Uint8Array> => {
		const staged = await pack.read(chunk);
		if (staged !== undefined) {
			report.stagedBytes += staged.length;
			return staged;
		}
		const fetched = await unpackChunk(await ports.repository.fetchChunk(chunk), chunk);
		report.fetchedBytes += fetched.length;
		return fetched;
	};
	const writer = new RunWriter(disk);
	for (const part of slotParts) {
		for (const chunk of release.indexes[part].chunks) {
			// A write that a power cut ended has left much of the release: all of it is looked at.
			const mayBeThere = resumed || wasInPlace(part, chunk);
			if (mayBeThere && (await inTarget.read({ ...chunk, part }, chunk))) {
				report.inPlaceBytes += chunk.lengthBytes;
				continue;
			}
			const offsetBytes = target[part].startBytes + chunk.offsetBytes;
			const place = running.get(chunk.id);
			const copied = place === undefined ? undefined : await inRunning.read(place, chunk);
			if (copied === undefined) {
				await writer.writeSoon(offsetBytes, unpack(chunk));
			} else {
				report.copiedBytes += copied.length;
				await writer.write(offsetBytes, copied);
			}
		}
	}
	await writer.finish();
	return report;
}

/** Reads every byte of the slot from the disk, and fails unless it is the release. */
export async function verifyContent(
	ports: WritePorts,
	phase: WritingPhase,
	{ description }: DescribedRelease,
): Promise<void> {
	const { disk } = ports;
	const { table } = await disk.readTable();
	const extents = slotExtents(table, phase.slot, disk.blockSizeBytes);
	disk.forgetCache();
	for (const part of slotParts) {
		const { sizeBytes, sha256 } = description.parts[part];
		if ((await digestOf(disk, extents[part].startBytes, sizeBytes)) !== sha256) {
			throw new SomaError({
				code: "update-read-back",
				message: `${part} of slot ${phase.slot} reads back other than it was written`,
				hint: "the disk is failing: look at the kernel's log, and replace it",
			});
		}
	}
	await requireSameRelease(ports, phase, extents.boot.startBytes);
}

/** The SHA-256 of a stretch of the disk; the next piece is read while one is digested. */
async function digestOf(
	disk: Pick<UpdateDisk, "readInto">,
	startBytes: number,
	sizeBytes: number,
): Promise<string> {
	const hash = createHash("sha256");
	const [one, other] = [new Uint8Array(pieceBytes), new Uint8Array(pieceBytes)];
	const read = async (at: number): Promise<Uint8Array> => {
		const buffer = (at / pieceBytes) % 2 === 0 ? one : other;
		const piece = buffer.subarray(0, Math.max(0, Math.min(pieceBytes, sizeBytes - at)));
		await disk.readInto(startBytes + at, piece);
		return piece;
	};
	let next = read(0);
	for (let at = 0; at < sizeBytes; at += pieceBytes) {
		const piece = await next;
		next = read(at + pieceBytes);
		hash.update(piece);
	}
	await next;
	return hash.digest("hex");
}

/** The boot image must belong to the /usr beside it; the selector would refuse it otherwise. */
async function requireSameRelease(
	{ disk }: Pick<WritePorts, "disk">,
	{ release, slot }: WritingPhase,
	bootStart: number,
): Promise<void> {
	const bytes = await disk.read(bootStart, bootHeaderSizeBytes);
	const problem = findContradiction(
		parseBootHeader(bytes, layoutRow("boot", slot).sizeBytes),
		release,
	);
	if (problem !== undefined) {
		throw new SomaError({
			code: "release-inconsistent",
			message: `release ${release.version} contradicts itself: ${problem}`,
			hint: "it was published wrongly: its publisher has to withdraw it",
		});
	}
}

function findContradiction(
	header: ReturnType<typeof parseBootHeader>,
	release: ReleaseName,
): string | undefined {
	if ("problem" in header) {
		return `the header of its boot image is wrong: ${header.problem}`;
	}
	return header.rootHash === release.rootHash && header.version === release.version
		? undefined
		: `its boot image is that of ${header.version} with the root hash ${header.rootHash}`;
}

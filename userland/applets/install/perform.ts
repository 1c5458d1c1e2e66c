import { createHash } from "node:crypto";
import type { DiskStep } from "../../core/gpt/plan.ts";
import { type InstallPlan, type Region, sizeOfRegion } from "../../core/install/plan.ts";
import type { InstallPhase } from "../../core/install/progress.ts";
import type { ReleasePart } from "../../core/release/manifest.ts";
import { equalBytes, isAllZero } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import type { InstallDisk } from "../../system/install-disk.ts";

/** What an installation needs besides its plan. */
export interface InstallPorts {
	readonly disk: Pick<InstallDisk, "read" | "write" | "flush" | "forgetCache">;
	/** The unpacked bytes of a part, which fails before the last of them when they are not right. */
	readonly unpack: (part: ReleasePart) => AsyncIterable<Uint8Array>;
	readonly onPhase: (phase: InstallPhase, totalBytes: number) => void;
	readonly onBytes: (count: number) => void;
	/** Throws when the operator has had enough; asked before every piece but those of the table. */
	readonly checkCancelled: () => void;
}

/** Large and aligned: what disks like, and what is dropped at once when somebody cancels. */
const pieceBytes = 4 * 1024 * 1024;
/** So often what was written is flushed, so that progress tells of the disk and not of memory. */
const flushEveryBytes = 64 * 1024 * 1024;

/**
 * Performs an installation in the order of its plan: no table, then all content, then a look at
 * every byte of it, and only then the new table.
 */
export async function performInstall(plan: InstallPlan, ports: InstallPorts): Promise<void> {
	const totalBytes = plan.regions.reduce((sum, region) => sum + sizeOfRegion(region), 0);
	ports.checkCancelled();
	ports.onPhase("writing", totalBytes);
	await performSteps(plan.begin, ports);
	await writeRegions(plan.regions, ports);
	ports.disk.forgetCache();
	ports.onPhase("reading-back", totalBytes);
	for (const region of plan.regions) {
		await verifyRegion(region, ports);
	}
	await performSteps(plan.finish, ports);
}

/**
 * Writes the steps in their order, each flush a real one. What came before a flush is read back
 * before anything follows it: a disk that has less than it claims gets no primary table.
 */
async function performSteps(steps: readonly DiskStep[], { disk }: InstallPorts): Promise<void> {
	let written: Extract<DiskStep, { kind: "write" }>[] = [];
	for (const step of steps) {
		if (step.kind === "write") {
			await disk.write(step.offsetBytes, step.bytes);
			written.push(step);
			continue;
		}
		await disk.flush();
		disk.forgetCache();
		for (const { what, offsetBytes, bytes } of written) {
			if (!equalBytes(await disk.read(offsetBytes, bytes.length), bytes)) {
				throw failing(what, offsetBytes);
			}
		}
		written = [];
	}
}

async function writeRegions(regions: readonly Region[], ports: InstallPorts): Promise<void> {
	let unflushedBytes = 0;
	for (const region of regions) {
		let offsetBytes = region.offsetBytes;
		for await (const piece of piecesOf(region, ports)) {
			ports.checkCancelled();
			await ports.disk.write(offsetBytes, piece);
			ports.onBytes(piece.length);
			offsetBytes += piece.length;
			unflushedBytes += piece.length;
			if (unflushedBytes >= flushEveryBytes) {
				await ports.disk.flush();
				unflushedBytes = 0;
			}
		}
	}
	await ports.disk.flush();
}

async function* piecesOf(region: Region, ports: InstallPorts): AsyncIterable<Uint8Array> {
	switch (region.kind) {
		case "bytes":
			for (let at = 0; at < region.bytes.length; at += pieceBytes) {
				yield region.bytes.subarray(at, at + pieceBytes);
			}
			return;
		case "zeros": {
			const zeros = new Uint8Array(Math.min(pieceBytes, region.sizeBytes));
			for (let at = 0; at < region.sizeBytes; at += pieceBytes) {
				yield zeros.subarray(0, Math.min(pieceBytes, region.sizeBytes - at));
			}
			return;
		}
		case "part":
			yield* inLargePieces(ports.unpack(region.part));
	}
}

/** The same bytes in pieces of one size; only the last may be shorter. */
async function* inLargePieces(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	let buffer = new Uint8Array(pieceBytes);
	let filled = 0;
	for await (const chunk of source) {
		for (let at = 0; at < chunk.length; ) {
			const count = Math.min(chunk.length - at, pieceBytes - filled);
			buffer.set(chunk.subarray(at, at + count), filled);
			filled += count;
			at += count;
			if (filled === pieceBytes) {
				yield buffer;
				buffer = new Uint8Array(pieceBytes);
				filled = 0;
			}
		}
	}
	if (filled > 0) {
		yield buffer.subarray(0, filled);
	}
}

/** Reads what the disk has now, after what the kernel remembered is gone. */
async function verifyRegion(region: Region, ports: InstallPorts): Promise<void> {
	const sizeBytes = sizeOfRegion(region);
	const hash = createHash("sha256");
	for (let done = 0; done < sizeBytes; done += pieceBytes) {
		ports.checkCancelled();
		const at = region.offsetBytes + done;
		const found = await ports.disk.read(at, Math.min(pieceBytes, sizeBytes - done));
		if (region.kind === "part") {
			hash.update(found);
		} else if (!isAsPlanned(region, done, found)) {
			throw failing(region.what, at);
		}
		ports.onBytes(found.length);
	}
	if (region.kind === "part" && hash.digest("hex") !== region.part.sha256) {
		throw failing(region.what, region.offsetBytes);
	}
}

function isAsPlanned(
	region: Exclude<Region, { kind: "part" }>,
	done: number,
	found: Uint8Array,
): boolean {
	return region.kind === "zeros"
		? isAllZero(found)
		: equalBytes(found, region.bytes.subarray(done, done + found.length));
}

function failing(what: string, offsetBytes: number): SomaError {
	return new SomaError({
		code: "disk-verify",
		message: `${what}, from byte ${offsetBytes} on, reads back other than it was written`,
		hint: "the disk is failing, or claims to be larger than it is: replace it",
	});
}

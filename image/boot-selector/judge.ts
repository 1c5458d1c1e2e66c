import type { DiskImage, Write } from "./disk-image.ts";
import { applyWrites } from "./disk-image.ts";
import { type PlanReply, planDisks } from "./host.ts";
import { type CutDisk, type CutOptions, replayCuts } from "./power-cut.ts";

/** What became of all power cuts in one series of writes. */
export interface CutVerdict {
	/** Disks that were judged. */
	readonly cuts: number;
	/**
	 * Disks on which the selector would find no table, or decide what neither old nor new table says.
	 */
	readonly unbootable: number;
	/** Disks that say rescue because the table before or after says so. */
	readonly rescue: number;
	/**
	 * Disks that had a sound protective MBR and lost it in a block that came out as garbage: bootable
	 * for the selector, which repairs it, but only by firmware that does without (the documented
	 * exception; never with 512-byte physical blocks).
	 */
	readonly mbrLost: number;
	/** Labels of the first few failures. */
	readonly failures: readonly string[];
}

const batchSize = 4096;
const maxFailures = 5;

/**
 * Cuts the power at every point of `writes` (see `replayCuts`) and lets the selector decide on
 * what is left. A disk is good when the selector believes the table as it was before or after the
 * writes: same attributes, same slots, same decision. `writes` may come from the selector, from
 * `soma slot` or from the trace of a virtual machine.
 * @param host the program of `ensureSelectorHost`
 */
export async function judgeCuts(
	host: string,
	initial: DiskImage,
	writes: readonly Write[],
	options: CutOptions,
): Promise<CutVerdict> {
	const [before, after] = await planDisks(host, initial, [
		{ disk: initial },
		{ disk: applyWrites(initial, writes) },
	]);
	const rules = {
		allowed: new Set([before, after].map((reply) => reply && meaning(reply))),
		hadMbr: before?.mbrSound === true,
	};
	let verdict: CutVerdict = { cuts: 0, unbootable: 0, rescue: 0, mbrLost: 0, failures: [] };
	for (const batch of batches(replayCuts(initial, writes, options))) {
		const replies = await planDisks(
			host,
			initial,
			batch.map((disk) => ({ disk })),
		);
		verdict = addBatch(verdict, batch, replies, rules);
	}
	return verdict;
}

function addBatch(
	verdict: CutVerdict,
	batch: readonly CutDisk[],
	replies: readonly PlanReply[],
	rules: { readonly allowed: ReadonlySet<string | undefined>; readonly hadMbr: boolean },
): CutVerdict {
	let { cuts, unbootable, rescue, mbrLost } = verdict;
	const failures = [...verdict.failures];
	for (const [at, reply] of replies.entries()) {
		const disk = batch[at];
		cuts++;
		if (reply.problem !== "" || !rules.allowed.has(meaning(reply))) {
			unbootable++;
			failures.push(`${disk?.label}: ${reply.problem || meaning(reply)}`);
		} else if (reply.slot === "rescue") {
			rescue++;
		}
		if (rules.hadMbr && !reply.mbrSound && disk?.garbageLbas.includes(0)) {
			mbrLost++;
		}
	}
	return { cuts, unbootable, rescue, mbrLost, failures: failures.slice(0, maxFailures) };
}

/** All of a reply that must be as before or as after; what gets repaired may differ. */
function meaning(reply: PlanReply): string {
	const { slot, reason, before, after, diskGuid, slots } = reply;
	const attributes = [...before, ...after].map((value) => value.toString(16));
	return JSON.stringify([slot, reason, attributes, diskGuid, slots]);
}

function* batches(disks: Iterable<CutDisk>): Iterable<CutDisk[]> {
	let batch: CutDisk[] = [];
	for (const disk of disks) {
		batch.push(disk);
		if (batch.length === batchSize) {
			yield batch;
			batch = [];
		}
	}
	if (batch.length > 0) {
		yield batch;
	}
}

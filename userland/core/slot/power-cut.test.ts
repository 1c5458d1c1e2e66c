import { beforeAll, expect, test } from "vitest";
import { ensureSelectorHost } from "../../../image/boot-selector/build.ts";
import {
	applyWrites,
	type DiskImage,
	diskImage,
	readBlocks,
	type Write,
} from "../../../image/boot-selector/disk-image.ts";
import { type PlanReply, planDisks } from "../../../image/boot-selector/host.ts";
import { type CutDisk, replayCuts } from "../../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { recordFigure } from "../../testing/figure.ts";
import { type SlotWrite, slotWrites } from "../../testing/slot-writes.ts";
import { readEnds } from "../../testing/soma-disks.ts";
import { isTableSound, type LoadedTable, loadTable } from "../gpt/load.ts";
import { type DiskStep, planTableWrite } from "../gpt/plan.ts";
import type { Table } from "../gpt/table.ts";
import { checkLayout, rawAttributes } from "./disk.ts";
import { planRepair } from "./repair.ts";
import { select } from "./select.ts";

/*
 * Every table write of `soma slot`, cut at every instant: any subset of the blocks between two
 * flushes is old, new or torn. Each disk that may be left is judged twice, by our own code and by
 * the selector's, which must agree: the table is the one before or the one after, a slot boots, and
 * a repair makes the disk whole.
 */

/** With 512-byte blocks all that tear by pieces is tried; the rest is a seeded sample. */
const rows = [
	{ blockSizeBytes: 512, physicalBlockBytes: 512, tears: "granules", maxCasesPerEpoch: 1000 },
	{ blockSizeBytes: 512, physicalBlockBytes: 512, tears: "garbage", maxCasesPerEpoch: 20 },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096, tears: "granules", maxCasesPerEpoch: 1000 },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096, tears: "garbage", maxCasesPerEpoch: 20 },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "granules", maxCasesPerEpoch: 80 },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "garbage", maxCasesPerEpoch: 20 },
] as const;

let host = "";
beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

test.each(rows)(
	"no cut leaves an unbootable disk: $blockSizeBytes-byte blocks, $physicalBlockBytes " +
		"physical, $tears",
	async (row) => {
		const problems: string[] = [];
		const totals = { cuts: 0, mbrLost: 0 };
		for (const write of slotWrites(row.blockSizeBytes)) {
			const outcome = await cutEverywhere(write, row);
			totals.cuts += outcome.cuts;
			totals.mbrLost += outcome.mbrLost;
			problems.push(...outcome.problems.map((problem) => `${write.name}: ${problem}`));
		}
		const lost = totals.mbrLost === 0 ? "" : ` (${totals.mbrLost} lost the MBR)`;
		recordFigure(`${problems.length} of ${totals.cuts}${lost}`);
		expect(problems.slice(0, 5)).toEqual([]);
		expect(totals.cuts).toBeGreaterThan(500);
		// Only nonsense over blocks 0 to 7, as one physical block, can cost an MBR that was sound.
		const mayLoseMbr = row.tears === "garbage" && row.physicalBlockBytes > row.blockSizeBytes;
		expect(totals.mbrLost > 0).toBe(mayLoseMbr);
	},
);

async function cutEverywhere(
	write: SlotWrite,
	row: (typeof rows)[number],
): Promise<{ cuts: number; mbrLost: number; problems: string[] }> {
	const { geometry, pieces, steps, before, after } = write;
	const blockCount = geometry.diskSizeBytes / geometry.blockSizeBytes;
	const start = diskImage({ blockSizeBytes: geometry.blockSizeBytes, blockCount }, pieces);
	const writes = toWrites(steps, geometry.blockSizeBytes);
	const cuts = [...replayCuts(start, writes, { ...row, seed: 4799 })];
	const questions = cuts.map((disk) => ({ disk }));
	const replies = await planDisks(host, start, questions);
	const problems: string[] = [];
	let mbrLost = 0;
	for (const [index, reply] of replies.entries()) {
		const disk = cuts[index] ?? { ...start, label: "missing", garbageLbas: [] };
		const problem = judge(disk, reply, [before.table, after]);
		if (problem !== undefined) {
			problems.push(`${disk.label}: ${problem}`);
		}
		if (!reply.mbrSound && before.problems.protectiveMbr === undefined) {
			mbrLost++;
		}
	}
	return { cuts: cuts.length, mbrLost, problems };
}

function judge(
	disk: CutDisk,
	reply: PlanReply,
	allowed: readonly [Table, Table],
): string | undefined {
	try {
		const loaded = load(disk);
		checkLayout(loaded.table, "the disk");
		const state = textOf(loaded.table);
		if (!allowed.some((table) => textOf(table) === state)) {
			return "the table is neither the old nor the new one";
		}
		const raw = rawAttributes(loaded.table);
		const { slot } = select({ raw, writable: true });
		if (slot === "rescue") {
			return "no slot is eligible";
		}
		if (reply.slot !== slot || reply.before[0] !== raw.A || reply.before[1] !== raw.B) {
			return `the selector starts ${reply.slot} (${reply.problem}), we say ${slot}`;
		}
		const steps = planTableWrite(loaded, planRepair(loaded).table);
		const mended = load(applyWrites(disk, toWrites(steps, disk.blockSizeBytes)));
		return isTableSound(mended) ? undefined : "a repair does not make the disk whole";
	} catch (error) {
		return String(error);
	}
}

function load(disk: DiskImage): LoadedTable {
	const { blockSizeBytes, blockCount } = disk;
	const geometry = { blockSizeBytes, diskSizeBytes: blockCount * blockSizeBytes };
	return loadTable(
		readEnds(geometry, (offsetBytes, lengthBytes) =>
			readBlocks(disk, offsetBytes / blockSizeBytes, lengthBytes / blockSizeBytes),
		),
	);
}

function toWrites(steps: readonly DiskStep[], blockSizeBytes: number): Write[] {
	return steps.map((step) =>
		step.kind === "write"
			? { kind: "write", lba: step.offsetBytes / blockSizeBytes, bytes: step.bytes }
			: { kind: "flush" },
	);
}

function textOf(table: Table): string {
	return JSON.stringify(table, (_key, value: unknown) =>
		typeof value === "bigint" ? value.toString() : value,
	);
}

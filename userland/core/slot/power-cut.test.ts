import { beforeAll, expect, test } from "vitest";
import { ensureSelectorHost } from "../../../image/boot-selector/build.ts";
import {
	type DiskImage,
	diskImage,
	readBlocks,
	resizedImage,
	type Write,
} from "../../../image/boot-selector/disk-image.ts";
import { type PlanReply, planDisks } from "../../../image/boot-selector/host.ts";
import {
	type CutDisk,
	type CutOptions,
	replayCuts,
} from "../../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { recordFigure } from "../../testing/figure.ts";
import { freshSlot, provenSlot, readEnds, somaTable } from "../../testing/soma-disks.ts";
import { placesOf } from "../gpt/geometry.ts";
import { isTableSound, type LoadedTable, loadTable } from "../gpt/load.ts";
import { type DiskStep, planTableWrite } from "../gpt/plan.ts";
import type { Table } from "../gpt/table.ts";
import { clear, commit, markBad, markGood, prioritize } from "./change.ts";
import { checkLayout, rawAttributes } from "./disk.ts";
import { planRepair } from "./repair.ts";
import { select } from "./select.ts";

/*
 * Every table write of `soma slot`, cut at every instant: any subset of the blocks between two
 * flushes is old, new or torn. Each disk that may be left is judged twice, by our own code and by
 * the selector's, which must agree: the table is the one before or the one after, a slot boots, and
 * a repair makes the disk whole.
 */

type Operation = (loaded: LoadedTable) => Table;
const uuid = (digit: string): string => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

const operations: Readonly<Record<string, Operation>> = {
	"mark-good": ({ table }) => markGood(table, "B").table,
	"mark-bad": ({ table }) => markBad(table, "B", { force: false }).table,
	prioritize: ({ table }) => prioritize(table, "A", { force: false }).table,
	clear: ({ table }) =>
		clear(table, "B", "A", [uuid("1"), uuid("2"), uuid("3")], { force: false }).table,
	commit: ({ table }) => commit(table, "B", { rootHash: "c0".repeat(32), version: "4800" }).table,
	repair: (loaded) => planRepair(loaded).table,
};

/** The parts of the table that are broken before the write; "grown" means a larger disk. */
const damages: Readonly<Record<string, readonly (keyof typeof damagedBlocks | "grown")[]>> = {
	sound: [],
	"MBR broken": ["mbr"],
	"primary header broken": ["primaryHeader"],
	"primary entries broken": ["primaryEntries"],
	"MBR and primary broken": ["mbr", "primaryHeader", "primaryEntries"],
	"backup header broken": ["backupHeader"],
	"backup entries broken": ["backupEntries"],
	"MBR and backup broken": ["mbr", "backupHeader"],
	"disk grown": ["grown"],
	"disk grown, MBR broken": ["grown", "mbr"],
	"disk grown, primary entries broken": ["grown", "primaryEntries"],
};

const damagedBlocks = {
	mbr: () => 0,
	primaryHeader: () => 1,
	primaryEntries: () => 2,
	backupHeader: (disk: DiskImage) => disk.blockCount - 1,
	backupEntries: (disk: DiskImage) => placesOf(geometryOf(disk)).backupEntriesLba,
};

const disks = [
	{ blockSizeBytes: 512, physicalBlockBytes: 512 },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096 },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096 },
] as const;

const rows = disks.flatMap((disk) =>
	(["granules", "garbage"] as const).map((tears) => ({ ...disk, tears })),
);

/**
 * Enough to be exhaustive for most writes when blocks tear by pieces; nonsense has too many
 * combinations.
 */
const maxCasesPerEpoch = { granules: 100, garbage: 20 };
const seed = 4799;

let host = "";
beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

test.each(rows)(
	"no cut leaves an unbootable disk: $blockSizeBytes-byte blocks, $physicalBlockBytes " +
		"physical, $tears",
	async ({ blockSizeBytes, ...row }) => {
		const options = { ...row, maxCasesPerEpoch: maxCasesPerEpoch[row.tears], seed };
		const problems: string[] = [];
		const totals = { cuts: 0, unbootable: 0, mbrLost: 0, writes: 0 };
		for (const [name, operation] of Object.entries(operations)) {
			for (const [damage, parts] of Object.entries(damages)) {
				const scenario = { name: `${name}, ${damage}`, operation, parts };
				const outcome = await cutEverywhere(scenario, blockSizeBytes, options);
				totals.cuts += outcome.cuts;
				totals.unbootable += outcome.unbootable;
				totals.mbrLost += outcome.mbrLost;
				totals.writes += outcome.writes;
				problems.push(...outcome.problems.map((problem) => `${scenario.name}: ${problem}`));
			}
		}
		recordFigure(
			`${totals.unbootable} of ${totals.cuts} (${totals.writes} writes, ` +
				`${totals.mbrLost} cuts lost the MBR)`,
		);
		expect(problems).toEqual([]);
		expect(totals.cuts).toBeGreaterThan(500);
		// Only nonsense over blocks 0 to 7, as one physical block, can cost an MBR that was sound.
		const mayLoseMbr = row.tears === "garbage" && row.physicalBlockBytes > blockSizeBytes;
		expect(totals.mbrLost > 0).toBe(mayLoseMbr);
	},
);

interface Scenario {
	readonly name: string;
	readonly operation: Operation;
	readonly parts: readonly (keyof typeof damagedBlocks | "grown")[];
}

interface Outcome {
	readonly writes: number;
	readonly cuts: number;
	readonly unbootable: number;
	readonly mbrLost: number;
	readonly problems: readonly string[];
}

async function cutEverywhere(
	scenario: Scenario,
	blockSizeBytes: 512 | 4096,
	options: CutOptions,
): Promise<Outcome> {
	const start = startingDisk(scenario.parts, blockSizeBytes);
	const before = load(start);
	const after = scenario.operation(before);
	const steps = planTableWrite(before, after);
	if (steps.length === 0) {
		return { writes: 0, cuts: 0, unbootable: 0, mbrLost: 0, problems: [] };
	}
	const cuts = [...replayCuts(start, toWrites(steps, blockSizeBytes), options)];
	const replies = await planDisks(
		host,
		start,
		cuts.map((disk) => ({ disk })),
	);
	const problems: string[] = [];
	let mbrLost = 0;
	for (const [index, disk] of cuts.entries()) {
		const reply = replies[index];
		const problem = reply === undefined ? "no answer" : judge(disk, reply, [before.table, after]);
		if (problem !== undefined) {
			problems.push(`${disk.label}: ${problem}`);
		}
		const sound = reply?.mbrSound === true || before.problems.protectiveMbr !== undefined;
		mbrLost += sound ? 0 : 1;
	}
	const writes = steps.filter(({ kind }) => kind === "write").length;
	const unbootable = problems.length;
	return { writes, cuts: cuts.length, unbootable, mbrLost, problems: problems.slice(0, 3) };
}

function judge(
	disk: CutDisk,
	reply: PlanReply,
	allowed: readonly [Table, Table],
): string | undefined {
	try {
		const loaded = load(disk);
		checkLayout(loaded.table, "the disk");
		const state = JSON.stringify(loaded.table, bigintText);
		if (!allowed.some((table) => JSON.stringify(table, bigintText) === state)) {
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
		const repair = planRepair(loaded);
		const mended = load(performed(disk, planTableWrite(loaded, repair.table)));
		return isTableSound(mended) ? undefined : "a repair does not make the disk whole";
	} catch (error) {
		return String(error);
	}
}

function startingDisk(
	parts: readonly (keyof typeof damagedBlocks | "grown")[],
	blockSizeBytes: 512 | 4096,
): DiskImage {
	const proven = { ...provenSlot, version: "4798" };
	const preferred = { priority: 2, tries: 2, successful: false, unproven: 0 };
	const { head, tail, diskSizeBytes } = somaTable({
		blockSizeBytes,
		slots: { A: proven, B: { ...freshSlot, attributes: preferred } },
	});
	const blockCount = diskSizeBytes / blockSizeBytes;
	const tailLba = blockCount - tail.length / blockSizeBytes;
	let disk = diskImage({ blockSizeBytes, blockCount }, [
		{ lba: 0, bytes: head },
		{ lba: tailLba, bytes: tail },
	]);
	if (parts.includes("grown")) {
		disk = resizedImage(disk, blockCount + (300 * 1024 * 1024) / blockSizeBytes);
	}
	const noise = Uint8Array.from({ length: blockSizeBytes }, (_, at) => (at * 73 + 7) & 255);
	const blocks = new Map(disk.blocks);
	for (const part of parts) {
		if (part !== "grown") {
			blocks.set(damagedBlocks[part](disk), noise);
		}
	}
	return { ...disk, blocks };
}

function load(disk: DiskImage): LoadedTable {
	const size = disk.blockSizeBytes;
	return loadTable(
		readEnds(geometryOf(disk), (offsetBytes, lengthBytes) =>
			readBlocks(disk, offsetBytes / size, lengthBytes / size),
		),
	);
}

function performed(disk: DiskImage, steps: readonly DiskStep[]): DiskImage {
	const blocks = new Map(disk.blocks);
	for (const write of toWrites(steps, disk.blockSizeBytes)) {
		if (write.kind === "write") {
			for (let at = 0; at < write.bytes.length; at += disk.blockSizeBytes) {
				const lba = write.lba + at / disk.blockSizeBytes;
				blocks.set(lba, write.bytes.slice(at, at + disk.blockSizeBytes));
			}
		}
	}
	return { ...disk, blocks };
}

function toWrites(steps: readonly DiskStep[], blockSizeBytes: number): Write[] {
	return steps.map((step) =>
		step.kind === "write"
			? { kind: "write", lba: step.offsetBytes / blockSizeBytes, bytes: step.bytes }
			: { kind: "flush" },
	);
}

function geometryOf(disk: DiskImage): { diskSizeBytes: number; blockSizeBytes: number } {
	const { blockSizeBytes, blockCount } = disk;
	return { blockSizeBytes, diskSizeBytes: blockCount * blockSizeBytes };
}

function bigintText(_key: string, value: unknown): unknown {
	return typeof value === "bigint" ? value.toString() : value;
}

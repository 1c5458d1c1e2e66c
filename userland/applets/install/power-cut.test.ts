import { beforeAll, expect, test } from "vitest";
import { ensureSelectorHost } from "../../../image/boot-selector/build.ts";
import {
	applyWrites,
	type DiskImage,
	diskImage,
	type Write,
} from "../../../image/boot-selector/disk-image.ts";
import { type PlanReply, planDisks } from "../../../image/boot-selector/host.ts";
import { replayCuts, seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { layoutBlocks } from "../../core/disk-layout.ts";
import { guidFromRandom } from "../../core/gpt/guid.ts";
import { findContents, readableTable } from "../../core/install/contents.ts";
import { type InstallPlan, planInstall } from "../../core/install/plan.ts";
import { judgeTarget } from "../../core/install/target.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { makeFakeRelease } from "../../testing/fake-release.ts";
import { recordFigure } from "../../testing/figure.ts";
import { type RecordingDisk, recordingDisk } from "../../testing/recording-disk.ts";
import { provenSlot, somaTable } from "../../testing/soma-disks.ts";
import { takeSample } from "./look.ts";
import { performInstall } from "./perform.ts";

/*
 * A whole installation on a disk in memory, cut at every write, and within and between the writes
 * that take away the old table and make the new one. Whatever is left is judged by the code of the
 * boot selector and by our own: the old disk, or none that boots, or the new system; and the same
 * command can always be run again.
 */

const release = makeFakeRelease();
const mebibyte = 1024 * 1024;
const diskSizeBytes = 3000 * mebibyte;
/** What an installation may destroy before it has destroyed the table. */
const endsBytes = mebibyte;

type BlockSize = 512 | 4096;

let host = "";
beforeAll(async () => {
	host = await ensureSelectorHost(openToolTree());
});

interface Scenario {
	readonly name: string;
	readonly blockSizeBytes: BlockSize;
	readonly wipe: boolean;
	readonly initial: DiskImage;
}

function blankDisk(blockSizeBytes: BlockSize): DiskImage {
	return diskImage({ blockSizeBytes, blockCount: diskSizeBytes / blockSizeBytes }, []);
}

/** A node with something in every partition. */
function usedDisk(blockSizeBytes: BlockSize): DiskImage {
	const slots = { A: provenSlot, B: { ...provenSlot, version: "4700" } };
	const { head, tail } = somaTable({ blockSizeBytes, diskSizeBytes, slots });
	const blockCount = diskSizeBytes / blockSizeBytes;
	const content = layoutBlocks(blockSizeBytes).map(({ firstLba }) => ({
		lba: firstLba,
		bytes: new Uint8Array(blockSizeBytes).fill(0x5a),
	}));
	return diskImage({ blockSizeBytes, blockCount }, [
		{ lba: 0, bytes: head },
		{ lba: blockCount - tail.length / blockSizeBytes, bytes: tail },
		...content,
	]);
}

const scenarios: readonly Scenario[] = ([512, 4096] as const).flatMap((blockSizeBytes) => [
	{
		name: `blank disk, ${blockSizeBytes}-byte blocks`,
		blockSizeBytes,
		wipe: false,
		initial: blankDisk(blockSizeBytes),
	},
	{
		name: `used node with --wipe, ${blockSizeBytes}-byte blocks`,
		blockSizeBytes,
		wipe: true,
		initial: usedDisk(blockSizeBytes),
	},
]);

function planOf(blockSizeBytes: BlockSize, seed: number): InstallPlan {
	const random = seededNumbers(seed);
	const guid = () => guidFromRandom(Uint8Array.from({ length: 16 }, () => random(256)));
	return planInstall({
		geometry: { diskSizeBytes, blockSizeBytes },
		manifest: release.manifest,
		config: new TextEncoder().encode('{"ignition":{"version":"3.3.0"}}'),
		diskGuid: guid(),
		partitionGuid: guid,
		volumeId: seed,
	});
}

async function performOn(image: DiskImage, plan: InstallPlan): Promise<RecordingDisk> {
	const disk = recordingDisk(sizeOf(image), diskSizeBytes, image.blocks);
	await performInstall(plan, {
		disk,
		unpack: async function* ({ file }) {
			yield release.contents.get(file) ?? new Uint8Array();
		},
		onPhase: () => {},
		onBytes: () => {},
		checkCancelled: () => {},
	});
	return disk;
}

function sizeOf({ blockSizeBytes }: DiskImage): BlockSize {
	return blockSizeBytes === 4096 ? 4096 : 512;
}

/** Where the writes of the old and of the new table end: everything between two flushes counts. */
function stagesOf(writes: readonly Write[]): { begin: number; finish: number } {
	const flushes = writes.flatMap(({ kind }, at) => (kind === "flush" ? [at + 1] : []));
	return { begin: flushes[0] ?? 0, finish: flushes.at(-4) ?? 0 };
}

/** The disk after the first write, the first two, and so on; nothing at first. */
function prefixesOf(initial: DiskImage, writes: readonly Write[]): DiskImage[] {
	const images = [initial];
	for (const write of writes) {
		const last = images.at(-1) ?? initial;
		images.push(withoutZeros(applyWrites(last, [write])));
	}
	return images;
}

/** The same disk, without the blocks that every disk has: most of what is written is zeros. */
function withoutZeros(image: DiskImage): DiskImage {
	const zero = Buffer.alloc(image.blockSizeBytes);
	const blocks = [...image.blocks].filter(([, bytes]) => Buffer.compare(bytes, zero) !== 0);
	return { ...image, blocks: new Map(blocks) };
}

/** What a cut left, and why it is good, or the problem. */
async function judge(
	scenario: Scenario,
	disk: DiskImage,
	reply: PlanReply,
	final: DiskImage,
	plan: InstallPlan,
): Promise<"old" | "new" | "does not boot" | { problem: string }> {
	const image = recordingDisk(scenario.blockSizeBytes, diskSizeBytes, disk.blocks);
	const sample = await takeSample(image);
	const refusals = judgeTarget(factsOf(scenario, findContents(sample)), scenario);
	const again = refusals.map(({ message }) => message).join("; ");
	if (again !== "") {
		return { problem: `the same command is refused: ${again}` };
	}
	const boots = reply.problem === "" && reply.slot !== "rescue";
	if (!boots) {
		return "does not boot";
	}
	const guid = readableTable(sample.ends)?.diskGuid;
	const isNew = guid === plan.table.diskGuid;
	const expected = isNew ? final : scenario.initial;
	const ends = endsBytes / scenario.blockSizeBytes;
	const differs = [...new Set([...disk.blocks.keys(), ...expected.blocks.keys()])]
		.filter((lba) => lba >= ends && lba < disk.blockCount - ends)
		.find((lba) => !sameBlock(disk.blocks.get(lba), expected.blocks.get(lba)));
	if (differs !== undefined) {
		return { problem: `it boots, but block ${differs} is neither old nor new` };
	}
	return isNew ? "new" : "old";
}

function sameBlock(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
	const isZero = (block: Uint8Array | undefined): boolean =>
		block === undefined || block.every((byte) => byte === 0);
	return left !== undefined && right !== undefined
		? equalBytes(left, right)
		: isZero(left) && isZero(right);
}

function factsOf(
	{ blockSizeBytes }: Scenario,
	findings: ReturnType<typeof findContents>,
): Parameters<typeof judgeTarget>[0] {
	return {
		...{ path: "disk", kind: "disk", sizeBytes: diskSizeBytes, blockSizeBytes },
		...{ physicalBlockBytes: 4096, readOnly: false, removable: false },
		...{ uses: [], isRunning: false, twins: [], findings },
	};
}

test.each(scenarios)("no cut leaves half a system: $name", async (scenario) => {
	const { initial, blockSizeBytes } = scenario;
	const plan = planOf(blockSizeBytes, 4799);
	const disk = await performOn(initial, plan);
	const { writes } = disk;
	const final: DiskImage = { ...initial, blocks: disk.blocks };
	const stages = stagesOf(writes);
	const prefixes = prefixesOf(initial, writes);
	const before = prefixes[stages.finish] ?? initial;
	const options = {
		physicalBlockBytes: 4096,
		tears: "granules",
		maxCasesPerEpoch: 150,
		seed: 4799,
	} as const;
	const cuts: DiskImage[] = [
		...prefixes,
		...[...replayCuts(initial, writes.slice(0, stages.begin), options)].map(withoutZeros),
		...[...replayCuts(before, writes.slice(stages.finish), options)].map(withoutZeros),
	];
	const replies = await planDisks(
		host,
		initial,
		cuts.map((cut) => ({ disk: cut })),
	);
	const counts = { old: 0, new: 0, "does not boot": 0 };
	const problems: string[] = [];
	const random = seededNumbers(7);
	for (const [at, cut] of cuts.entries()) {
		const reply = replies[at];
		expect(reply).toBeDefined();
		if (reply === undefined) {
			continue;
		}
		const verdict = await judge(scenario, cut, reply, final, plan);
		if (typeof verdict === "object") {
			problems.push(`cut ${at} of ${cuts.length}: ${verdict.problem}`);
			continue;
		}
		counts[verdict]++;
		if (verdict === "does not boot" && random(16) === 0) {
			const second = planOf(blockSizeBytes, at + 1);
			const rerun = await performOn(cut, second);
			const image = { ...initial, blocks: rerun.blocks };
			const [whole] = await planDisks(host, image, [{ disk: image }]);
			expect(whole).toMatchObject({ slot: "A", repairs: 0, mbrSound: true, problem: "" });
			expect(whole?.diskGuid).toBe(second.table.diskGuid);
		}
	}
	expect(problems.slice(0, 5)).toEqual([]);
	expect(counts["does not boot"]).toBeGreaterThan(20);
	expect(counts.new).toBeGreaterThan(0);
	expect(counts.old > 0).toBe(scenario.wipe);
	recordFigure(`0 of ${cuts.length} cuts (${counts.old} old, ${counts.new} new)`);
});

test("a table that is written before the content is caught by this test", async () => {
	const [scenario] = scenarios.slice(1);
	expect(scenario).toBeDefined();
	if (scenario === undefined) {
		return;
	}
	const plan = planOf(scenario.blockSizeBytes, 1);
	const careless = { ...plan, begin: plan.finish, finish: [] };
	const disk = await performOn(scenario.initial, careless);
	const final: DiskImage = { ...scenario.initial, blocks: disk.blocks };
	const half = applyWrites(scenario.initial, disk.writes.slice(0, plan.finish.length));
	const [reply] = await planDisks(host, half, [{ disk: half }]);
	expect(reply?.slot).toBe("A");
	if (reply !== undefined) {
		expect(await judge(scenario, half, reply, final, plan)).toMatchObject({
			problem: expect.stringContaining("neither old nor new"),
		});
	}
});

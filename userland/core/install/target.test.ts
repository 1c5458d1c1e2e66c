import { describe, expect, test } from "vitest";
import { freshSlot, provenSlot, somaTable } from "../../testing/soma-disks.ts";
import { placesOf } from "../gpt/geometry.ts";
import { createTable } from "../gpt/table.ts";
import { type DiskSample, describeFinding, findContents, isWorthless } from "./contents.ts";
import { formatUnfinishedBlock, isUnfinishedBlock } from "./marker.ts";
import { signatureHeadBytes } from "./signatures.ts";
import { describeTarget, judgeTarget, type TargetFacts } from "./target.ts";

const gibibyte = 1024 ** 3;
const geometry = { diskSizeBytes: 8 * gibibyte, blockSizeBytes: 512 };

const sound: TargetFacts = {
	path: "/dev/sda",
	kind: "disk",
	sizeBytes: 8 * gibibyte,
	blockSizeBytes: 512,
	physicalBlockBytes: 4096,
	readOnly: false,
	removable: false,
	uses: [],
	isRunning: false,
	twins: [],
	findings: [],
};

const codesOf = (facts: Partial<TargetFacts>, wipe = false): string[] =>
	judgeTarget({ ...sound, ...facts }, { wipe }).map(({ code }) => code);

describe("a target is refused", () => {
	test.each<[string, Partial<TargetFacts>, string[]]>([
		["that does not exist", { kind: "missing" }, ["target-missing"]],
		["that is a partition", { kind: "partition" }, ["target-is-partition"]],
		["that is a folder", { kind: "directory" }, ["target-not-disk"]],
		["with blocks of 520 bytes", { blockSizeBytes: 520 }, ["target-block-size"]],
		["that is a byte too long", { sizeBytes: 8 * gibibyte + 1 }, ["target-size-odd"]],
		["that is too small", { sizeBytes: gibibyte }, ["target-too-small"]],
		["that is write-protected", { readOnly: true }, ["target-read-only"]],
		["that the system runs from", { isRunning: true }, ["target-running"]],
		["that has a twin", { twins: ["/dev/sdb"] }, ["target-ambiguous"]],
		[
			"that is mounted, swap and held at once",
			{
				uses: [
					{ device: "/dev/sda1", how: "mounted", by: "/mnt" },
					{ device: "/dev/sda2", how: "swap", by: "the kernel" },
					{ device: "/dev/sda3", how: "held", by: "/dev/dm-0 (vault)" },
				],
			},
			["target-mounted", "target-swap", "target-held"],
		],
	])("%s, also with --wipe", (_case, facts, codes) => {
		expect(codesOf(facts)).toEqual(codes);
		expect(codesOf(facts, true)).toEqual(codes);
	});

	test("that holds something, but not with --wipe", () => {
		const findings = [{ kind: "unknown-data" }] as const;
		expect(codesOf({ findings })).toEqual(["target-not-empty"]);
		expect(codesOf({ findings }, true)).toEqual([]);
	});

	test("for every reason at once, each with a cure", () => {
		const refusals = judgeTarget(
			{ ...sound, sizeBytes: gibibyte, readOnly: true, findings: [{ kind: "unknown-data" }] },
			{ wipe: false },
		);
		expect(refusals.map(({ code }) => code)).toEqual([
			"target-too-small",
			"target-read-only",
			"target-not-empty",
		]);
		expect(refusals.every(({ cure }) => cure.length > 10)).toBe(true);
		expect(refusals[0]?.message).toMatch(/1073741824 bytes; \d+ are needed: 1.7 GiB too few/);
	});
});

test("a sound one is not, and is told with all that distinguishes it", () => {
	expect(codesOf({})).toEqual([]);
	expect(describeTarget({ ...sound, bus: "usb", model: "Stick", removable: true })).toBe(
		"/dev/sda (disk of 8 GiB, 512-byte blocks, usb, Stick, removable)",
	);
});

type Heads = Readonly<Record<number, Uint8Array>>;

function sampleOf(head: Uint8Array, tail?: Uint8Array, heads: Heads = {}): DiskSample {
	const { headSizeBytes, tailSizeBytes } = placesOf(geometry);
	const whole = new Uint8Array(signatureHeadBytes);
	whole.set(head.subarray(0, whole.length));
	return {
		ends: {
			...geometry,
			head: whole.slice(0, headSizeBytes),
			tail: tail ?? new Uint8Array(tailSizeBytes),
		},
		head: whole,
		partitionHeads: new Map(Object.entries(heads).map(([at, bytes]) => [Number(at), bytes])),
	};
}

function bytesAt(offset: number, magic: string | readonly number[]): Uint8Array {
	const bytes = new Uint8Array(signatureHeadBytes);
	bytes.set(typeof magic === "string" ? new TextEncoder().encode(magic) : magic, offset);
	return bytes;
}

const ext4 = (label: string): Uint8Array => {
	const bytes = bytesAt(0x438, [0x53, 0xef]);
	bytes.set(new TextEncoder().encode(label), 0x478);
	return bytes;
};

const told = (sample: DiskSample): string[] => findContents(sample).map(describeFinding);

describe("what a disk holds", () => {
	test.each([
		["ext4", ext4("data"), 'the disk: ext2, ext3 or ext4 "data"'],
		["xfs", bytesAt(0, "XFSB"), "the disk: xfs"],
		["btrfs", bytesAt(0x10040, "_BHRfS_M"), "the disk: btrfs"],
		["LUKS", bytesAt(0, [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe, 0, 2]), "the disk: LUKS"],
		["LVM", bytesAt(512, "LABELONE"), "the disk: LVM"],
		["RAID", bytesAt(4096, [0xfc, 0x4e, 0x2b, 0xa9]), "the disk: Linux RAID"],
		["ZFS", bytesAt(140 * 1024, [0x0c, 0xb1, 0xba, 0, 0, 0, 0, 0]), "the disk: ZFS"],
		["NTFS", bytesAt(3, "NTFS    "), "the disk: NTFS"],
		["swap", bytesAt(4086, "SWAPSPACE2"), "the disk: swap"],
		["an ISO image", bytesAt(0x8001, "CD001"), "the disk: ISO 9660"],
		["something", bytesAt(300_000, "x"), "data of an unknown kind at its start"],
		[
			"a broken GPT",
			bytesAt(4096, "EFI PART"),
			"a partition table: GPT (broken, or of another block size)",
		],
	])("%s", (_case, head, text) => {
		expect(told(sampleOf(head))).toEqual([text]);
		expect(isWorthless(findContents(sampleOf(head)))).toBe(false);
	});

	test("nothing", () => {
		expect(told(sampleOf(new Uint8Array()))).toEqual([]);
	});

	test("a classic table", () => {
		const head = bytesAt(446, [0x80, 0, 0, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0]);
		head.set([0x55, 0xaa], 510);
		expect(told(sampleOf(head))).toEqual(["a partition table: MBR with 1 partitions"]);
	});

	test("a table of another system with what is in its partitions", () => {
		const { head, tail } = createTable({
			...geometry,
			diskGuid: "11111111-1111-4111-8111-111111111111",
			partitions: [
				{
					type: "0fc63daf-8483-4772-8e79-3d69d8477de4",
					uuid: "22222222-2222-4222-8222-222222222222",
					firstLba: 2048,
					lastLba: 4095,
					attributes: 0n,
					label: "root",
				},
			],
		});
		expect(told(sampleOf(head, tail, { 1: ext4("debian") }))).toEqual([
			"a partition table: GPT with 1 partitions",
			'partition 1 (root): ext2, ext3 or ext4 "debian"',
		]);
	});

	const soma = somaTable({
		...geometry,
		blockSizeBytes: 512,
		slots: { A: provenSlot, B: freshSlot },
	});

	test("a node, by its versions and its name", () => {
		const sample = sampleOf(soma.head, soma.tail, { 8: ext4("STATE") });
		expect(told({ ...sample, hostname: "rack-7" })).toEqual([
			"a node of Soma OS 4799 and 4799 named rack-7 with its STATE",
		]);
		expect(isWorthless(findContents(sample))).toBe(false);
	});

	test("one that never started is worth nothing, and neither is half an installation", () => {
		const blank = sampleOf(soma.head, soma.tail, { 8: new Uint8Array(4096) });
		expect(told(blank)).toEqual(["Soma OS 4799 and 4799 that was never started"]);
		expect(isWorthless(findContents(blank))).toBe(true);
		const unfinished = sampleOf(formatUnfinishedBlock());
		expect(told(unfinished)).toEqual(["an installation of Soma OS that was not finished"]);
		expect(isWorthless(findContents(unfinished))).toBe(true);
	});

	test("the mark of an installation never hides a node whose table is whole", () => {
		const head = soma.head.slice();
		head.set(formatUnfinishedBlock().subarray(0, 256));
		const sample = sampleOf(head, soma.tail, { 8: ext4("STATE") });
		expect(isWorthless(findContents(sample))).toBe(false);
	});
});

test("either half of the mark is enough", () => {
	const whole = formatUnfinishedBlock();
	expect(isUnfinishedBlock(whole)).toBe(true);
	for (const [from, to] of [
		[0, 256],
		[256, 512],
	] as const) {
		const half = new Uint8Array(512);
		half.set(whole.subarray(from, to), from);
		expect(isUnfinishedBlock(half)).toBe(true);
	}
	expect(isUnfinishedBlock(new Uint8Array(512))).toBe(false);
});

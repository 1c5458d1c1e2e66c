import {
	closeSync,
	mkdtempSync,
	openSync,
	readSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { partitionTypes } from "../../core/disk-layout.ts";
import { createTable } from "../../core/gpt/table.ts";
import { tryLock } from "../../system/libc.ts";
import { runUnchecked } from "../../system/process.ts";
import { freshSlot, makeDiskFile, provenSlot, type SomaDisk } from "../../testing/soma-disks.ts";

/* `soma slot` as an operator uses it: the real program on real files. */

const program = join(import.meta.dirname, "../../main.ts");
const tableBytes = 34 * 512;

let directory = "";
let disk = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-slot-"));
	disk = join(directory, "disk.raw");
});

afterEach(() => rmSync(directory, { recursive: true }));

interface Result {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

async function soma(...words: string[]): Promise<Result> {
	return await runUnchecked({ argv: [process.execPath, program, ...words], timeoutMs: 60_000 });
}

async function slot(verb: string, ...words: string[]): Promise<Result> {
	return await soma("slot", verb, ...words, "--disk", disk);
}

function make(options: SomaDisk = {}): number {
	return makeDiskFile(disk, options);
}

/** Both ends of the disk file, to see whether anything was written. */
function ends(): string {
	const size = statSync(disk).size;
	return (
		`${size} ${peek(0, Math.min(tableBytes, size))} ` +
		`${peek(Math.max(0, size - tableBytes), Math.min(tableBytes, size))}`
	);
}

function peek(offset: number, length: number): string {
	const bytes = Buffer.alloc(length);
	const descriptor = openSync(disk, "r");
	readSync(descriptor, bytes, 0, length, offset);
	closeSync(descriptor);
	return bytes.toString("hex");
}

function poke(offset: number, bytes: Uint8Array): void {
	const descriptor = openSync(disk, "r+");
	writeSync(descriptor, bytes, 0, bytes.length, offset);
	closeSync(descriptor);
}

describe("what it does", () => {
	test("list shows both slots and which one boots next", async () => {
		make({ slots: { A: provenSlot, B: { ...freshSlot, version: "4800" } } });
		const { stdout, stderr, exitCode } = await slot("list");
		expect(stdout.split("\n").map((line) => line.replace(/ +/g, " "))).toEqual([
			"SLOT VERSION CONDITION PRIORITY TRIES SUCCESSFUL UNPROVEN NOTE",
			"A 4799 proven 1 0 yes 0 boots next",
			"B 4800 new 1 3 no 0",
			"",
		]);
		expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
		const json = JSON.parse((await slot("list", "--json")).stdout);
		expect(json).toMatchObject({ next: "A", findings: [], blockSizeBytes: 512 });
		expect(json.slots[1]).toMatchObject({
			name: "B",
			version: "4800",
			tries: 3,
			running: false,
			attributes: "0x0031000000000000",
			rootHash: "b0".repeat(16) + "b1".repeat(16),
			partitions: { boot: 5, usr: 6, verity: 7 },
		});
		expect((await slot("show", "B")).stdout).toMatch(/^root hash +b0b0/m);
	});

	test.each([512, 4096] as const)("every change is there after it (%i)", async (blockSizeBytes) => {
		make({ blockSizeBytes, slots: { A: provenSlot, B: { ...freshSlot, version: "4800" } } });
		const state = async (): Promise<string[]> => {
			const { stdout } = await slot("list");
			return stdout
				.split("\n")
				.slice(1, 3)
				.map((line) => line.replace(/ +/g, " "));
		};
		expect(await slot("prioritize", "B")).toMatchObject({ exitCode: 0, stderr: "" });
		expect(await state()).toEqual(["A 4799 proven 1 0 yes 0", "B 4800 new 2 3 no 0 boots next"]);
		expect(await slot("mark-good", "B")).toMatchObject({ exitCode: 0 });
		expect(await state()).toEqual([
			"A 4799 proven 1 0 yes 0",
			"B 4800 proven 2 0 yes 0 boots next",
		]);
		expect(await slot("mark-bad", "B")).toMatchObject({ exitCode: 0 });
		expect(await state()).toEqual(["A 4799 proven 1 0 yes 0 boots next", "B 4800 failed 2 0 no 0"]);
		expect(await slot("clear", "B")).toMatchObject({ exitCode: 0 });
		expect(await state()).toEqual(["A 4799 proven 1 0 yes 0 boots next", "B - empty 0 0 no 0"]);
		expect((await slot("list")).stderr).toBe("");
	});

	test("nothing is written when nothing changes, and nothing in a dry run", async () => {
		make({ slots: { A: provenSlot, B: freshSlot } });
		const before = ends();
		const good = await slot("mark-good", "A");
		expect(good.stdout).toBe("slot A is good (nothing to change)\n");
		const dry = await slot("mark-bad", "B", "--dry-run");
		expect(dry.stdout).toMatch(
			/^would do: slot B is bad.*\n {2}write backup entries: 16384 bytes at/,
		);
		expect(dry.stdout).toMatch(/flush\n {2}write primary header: 512 bytes at 512\n/);
		expect(ends()).toBe(before);
	});

	test("repair mends what list warns of, and a grown disk gives its room to STATE", async () => {
		const size = make();
		poke(512 + 20, Uint8Array.of(7));
		truncateSync(disk, size + 2 ** 30);
		const broken = await slot("list");
		expect(broken.exitCode).toBe(1);
		expect(broken.stderr).toMatch(/neither copy .* primary header: CRC32 is 0x.* but should be 0x/);
		truncateSync(disk, size);
		expect((await slot("list")).stderr).toMatch(/^warning: primary header: CRC32 is .* repair/);
		expect(await slot("repair")).toMatchObject({ exitCode: 0, stderr: "" });
		truncateSync(disk, size + 2 ** 30);
		const grown = await slot("repair");
		expect(grown.stdout).toMatch(/disk grew to .*partition 8 \(STATE\) can grow/);
		expect(await slot("repair")).toMatchObject({
			stdout: "the table is sound (nothing to change)\n",
		});
		expect((await slot("list")).stderr).toBe("");
	});
});

interface BadInput {
	readonly name: string;
	readonly prepare: () => void;
	readonly words?: readonly string[];
	readonly message: RegExp;
}

const prepared = (change: (size: number) => void) => () => change(make());

const badInputs: readonly BadInput[] = [
	{
		name: "truncated image",
		prepare: prepared((size) => truncateSync(disk, size - 80 * 2 ** 20)),
		message:
			/disk\.raw: the disk is shorter than its table says: .*\n {2}cure: the image is truncated/,
	},
	{
		name: "image cut within a block",
		prepare: prepared((size) => truncateSync(disk, size - 100)),
		message: /disk\.raw has \d+ bytes, which is no multiple of its 512-byte blocks/,
	},
	{
		name: "empty file",
		prepare: () => writeFileSync(disk, ""),
		message: /disk\.raw.*has only 0 bytes/,
	},
	{
		name: "zeros",
		prepare: () => {
			writeFileSync(disk, "");
			truncateSync(disk, 2 ** 30);
		},
		message: /there is no GUID partition table: primary header: the block is empty/,
	},
	{
		name: "GPT of another system",
		prepare: prepared((size) => {
			const { head, tail } = foreignTable(size);
			poke(0, head);
			poke(size - tail.length, tail);
		}),
		message: /is not a Soma disk: partition 2 has the type 0fc63daf-.* but boot of slot A has/,
	},
	{
		name: "wrong CRC in both copies",
		prepare: prepared((size) => {
			poke(512 + 16, Uint8Array.of(1, 2, 3, 4));
			poke(size - 512 + 16, Uint8Array.of(1, 2, 3, 4));
		}),
		message:
			/primary header: CRC32 is 0x04030201 but should be .*; backup header: CRC32 is 0x04030201/,
	},
	{
		name: "directory",
		prepare: prepared(() => undefined),
		words: ["--disk", "/tmp"],
		message:
			/cannot be opened for writing[\s\S]*cure: `--disk` names a disk or a disk image, not a dir/,
	},
];

describe("bad input: a clear error, exit code 1, and not a byte changed", () => {
	test.each(badInputs)("$name", async ({ prepare, words, message }) => {
		prepare();
		const before = ends();
		const result = await soma("slot", "mark-bad", "A", "--force", ...(words ?? ["--disk", disk]));
		expect(result.stderr).toMatch(message);
		expect(result.stderr).toMatch(/\n {2}cure: /);
		expect(result.exitCode).toBe(1);
		expect(result.stdout).toBe("");
		expect(ends()).toBe(before);
	});

	test("two instances at once: the second is told so", async () => {
		make();
		const before = ends();
		const descriptor = openSync(disk, "r+");
		try {
			expect(tryLock(descriptor, true)).toBeUndefined();
			for (const words of [["list"], ["mark-bad", "A", "--force"]]) {
				const result = await slot(words[0] ?? "", ...words.slice(1));
				expect(result.stderr).toMatch(/another soma is using .*disk\.raw\n {2}cure: wait/);
				expect(result.exitCode).toBe(1);
			}
		} finally {
			closeSync(descriptor);
		}
		expect(ends()).toBe(before);
	});

	test("read-only disk", async () => {
		make();
		const before = ends();
		const result = await privately(
			`mount --bind ${directory} ${directory} && mount -o remount,ro,bind ` +
				`${directory} && exec "$@"`,
		);
		expect(result.stderr).toMatch(
			/cannot be opened for writing[\s\S]*cure: the file system is read-only/,
		);
		expect(result.exitCode).toBe(1);
		expect(ends()).toBe(before);
	});

	test("no space for a sparse image: the valid copy is left alone", async () => {
		const size = make();
		const head = join(directory, "head");
		writeFileSync(head, Buffer.from(peek(0, tableBytes), "hex"));
		rmSync(disk);
		const result = await privately(
			[
				`copy=$(mktemp) && cp ${head} $copy && mount -t tmpfs -o size=24k tmpfs ${directory}`,
				`cp $copy ${disk} && rm $copy && truncate -s ${size} ${disk}`,
				`sum() { head -c ${tableBytes} ${disk} | sha256sum; }`,
				'before=$(sum); "$@"; code=$?',
				'test "$before" = "$(sum)" && exit $code',
			].join("\n"),
		);
		expect(result.stderr).toMatch(
			/disk\.raw: writing backup .* failed: ENOSPC.*[\s\S]*cure: .* is full: free some space/,
		);
		expect(result.exitCode).toBe(1);
	});

	test("usage: exit code 2 and the nearest thing that exists", async () => {
		const usage = async (...words: string[]): Promise<string> => {
			const result = await soma(...words);
			expect(result.exitCode).toBe(2);
			return result.stderr.split("\n")[0] ?? "";
		};
		expect(await usage("slot", "lst")).toMatch(
			/soma slot: unknown command "lst"; did you mean list\?/,
		);
		expect(await usage("sloot", "list")).toMatch(/unknown command "sloot"; did you mean slot\?/);
		expect(await usage("slot", "list", "--jsn")).toMatch(
			/unknown flag --jsn; did you mean --json\?/,
		);
		expect(await usage("slot", "show", "C")).toMatch(/SLOT is A or B, not "C"/);
		expect(await usage("slot", "mark-good")).toMatch(/name a slot \(A or B\) or give --booted/);
		expect(await usage("slot", "mark-good", "A", "--booted")).toMatch(/one of both/);
		expect(await usage("slot", "list", "--disk")).toMatch(/--disk needs a value/);
	});

	test("outside of a node the disk must be named", async () => {
		const result = await soma("slot", "mark-good", "--booted", "--json");
		expect(result.exitCode).toBe(1);
		expect(result.stderr).toMatch(
			/the boot disk is unknown: .*\n {2}cure: name a disk or a disk image/,
		);
		expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: "no-boot-disk" } });
	});
});

/**
 * Runs a script, with the command that marks slot A bad as its arguments, in a mount namespace of
 * its own.
 */
async function privately(script: string): Promise<Result> {
	const command = ["slot", "mark-bad", "A", "--force", "--disk", disk];
	return await runUnchecked({
		argv: [
			...["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"],
			...[process.execPath, program, ...command],
		],
		timeoutMs: 60_000,
	});
}

/** The table of a disk with an ESP and a Linux file system. */
function foreignTable(diskSizeBytes: number): { head: Uint8Array; tail: Uint8Array } {
	const types = [partitionTypes.esp, "0fc63daf-8483-4772-8e79-3d69d8477de4"];
	return createTable({
		diskSizeBytes,
		blockSizeBytes: 512,
		diskGuid: "77777777-7777-4777-8777-777777777777",
		partitions: types.map((type, at) => ({
			type,
			uuid: `99999999-7777-4777-8777-77777777777${at}`,
			firstLba: 2048 * (at + 1),
			lastLba: 2048 * (at + 2) - 1,
			attributes: 0n,
			label: "foreign",
		})),
	});
}

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootImage } from "../../../image/builder/efi.ts";
import { cacheDirectory } from "../../../image/tools/cache.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { slotPartitionUuids } from "../../core/disk-layout.ts";
import type { Partition } from "../../core/gpt/entries.ts";
import type { Verdict } from "../../core/rescue/verdict.ts";
import type { Slot } from "../../core/slot/disk.ts";
import { SomaError } from "../../lib/errors.ts";
import { type ReadDisk, verifySlot } from "./verify.ts";

/* A slot in memory whose hash tree veritysetup has made: three levels, a last block half full. */

const blockBytes = 4096;
const usrBlocks = 128 * 128 + 77;
const work = join(cacheDirectory(), `test-verity-${process.pid}`);
let tree = new Uint8Array();
let usr = new Uint8Array();
let rootHash = "";

beforeAll(async () => {
	mkdirSync(work, { recursive: true });
	usr = new Uint8Array(usrBlocks * blockBytes);
	for (let block = 0; block < usrBlocks; block++) {
		const noise = createHash("sha256").update(String(block)).digest();
		usr.set(noise, block * blockBytes);
	}
	writeFileSync(join(work, "usr"), usr);
	await openToolTree().run({
		argv: [
			...["veritysetup", "format", "--salt=736f6d61", "--hash=sha256"],
			...[`--root-hash-file=${work}/root`, `${work}/usr`, `${work}/verity`],
		],
	});
	tree = new Uint8Array(readFileSync(join(work, "verity")));
	rootHash = readFileSync(join(work, "root"), "utf8").trim();
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const program = new TextEncoder().encode("a boot image");
const places = { boot: 0, usr: 1 << 20, verity: 1 << 28 } as const;

/** The verdict on the slot with one byte turned over somewhere. */
function judge(
	flip?: { readonly part: keyof typeof places; readonly at: number },
	options: { readonly rootHash?: string; readonly failsAt?: number } = {},
): Verdict {
	const parts = { boot: bootImage(program, "4799", rootHash), usr, verity: tree };
	const read: ReadDisk = (offsetBytes, lengthBytes) => {
		if (options.failsAt !== undefined && offsetBytes >= options.failsAt) {
			throw new SomaError({ code: "disk-read", message: "the disk gives nothing" });
		}
		const [part = "boot"] = (["verity", "usr", "boot"] as const).filter(
			(name) => offsetBytes >= places[name],
		);
		const bytes = new Uint8Array(lengthBytes);
		const from = offsetBytes - places[part];
		bytes.set(parts[part].subarray(from, from + lengthBytes));
		if (flip?.part === part && flip.at >= from && flip.at < from + lengthBytes) {
			bytes[flip.at - from] = (bytes[flip.at - from] ?? 0) ^ 1;
		}
		return bytes;
	};
	const work = verifySlot(slotOf(options.rootHash ?? rootHash), read, 512);
	for (;;) {
		const next = work.next();
		if (next.done === true) {
			return next.value;
		}
	}
}

function slotOf(hash: string): Slot {
	const uuids = { boot: "00000000-0000-4000-8000-000000000002", ...slotPartitionUuids(hash) };
	const partition = (role: keyof typeof places, sizeBytes: number): Partition => ({
		index: 1,
		type: uuids.boot,
		uuid: uuids[role],
		firstLba: places[role] / 512,
		lastLba: (places[role] + sizeBytes) / 512 - 1,
		attributes: 0n,
		label: role,
	});
	return {
		name: "A",
		version: "4799",
		attributes: { priority: 1, tries: 3, successful: false, unproven: 0 },
		condition: "new",
		ineligible: undefined,
		next: true,
		rootHash: hash,
		partitions: {
			boot: partition("boot", 1 << 20),
			usr: partition("usr", usr.length),
			verity: partition("verity", Math.ceil(tree.length / blockBytes) * blockBytes),
		},
	};
}

test("what veritysetup has made is intact", () => {
	expect(judge()).toEqual({ kind: "intact" });
});

test.each([
	["the first block", 0],
	["a block in the middle", 5000 * blockBytes + 9],
	["the last byte", usrBlocks * blockBytes - 1],
])("a bit of /usr in %s is found, and its block named", (_name, at) => {
	const verdict = judge({ part: "usr", at });
	expect(verdict).toMatchObject({ kind: "damaged-usr" });
	expect(verdict).toHaveProperty(
		"problem",
		`/usr differs from what was signed at byte ${at - (at % blockBytes)}`,
	);
});

test("a bit in any level of the hash tree is found", () => {
	for (const block of [1, 2, 3, 4, 100]) {
		const verdict = judge({ part: "verity", at: block * blockBytes + 33 });
		const problem = `block ${block} of the hash tree is damaged`;
		expect(verdict).toEqual({ kind: "damaged-usr", problem });
	}
});

test.each([
	["superblock", { part: "verity", at: 0 }, "damaged-usr", /does not begin with a superblock/],
	["algorithm", { part: "verity", at: 33 }, "damaged-usr", /version 1, format 1/],
	["salt", { part: "verity", at: 88 }, "damaged-usr", /block 1 of the hash tree/],
	["size of /usr", { part: "verity", at: 79 }, "damaged-usr", /is for \d+ blocks/],
	["header of the boot image", { part: "boot", at: 60 }, "damaged-boot", /bad \(crc\)/],
	["boot image", { part: "boot", at: 4097 }, "damaged-boot", /SHA-256/],
] as const)("a damaged %s is told apart", (_name, flip, kind, says) => {
	const verdict = judge(flip);
	expect(verdict.kind).toBe(kind);
	expect(verdict).toHaveProperty("problem", expect.stringMatching(says));
});

test("a boot image for another /usr and a disk that cannot be read count as damaged", () => {
	const other = judge(undefined, { rootHash: "ab".repeat(32) });
	expect(other).toEqual({
		kind: "damaged-boot",
		problem: "its boot image belongs to another /usr",
	});
	const problem = "the disk gives nothing";
	expect(judge(undefined, { failsAt: 0 })).toEqual({ kind: "damaged-boot", problem });
	expect(judge(undefined, { failsAt: places.usr })).toEqual({ kind: "damaged-usr", problem });
});

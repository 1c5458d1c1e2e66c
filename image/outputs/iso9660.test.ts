import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../userland/lib/bytes.ts";
import { openToolTree } from "../tools/tree.ts";
import { type IsoFile, planIso } from "./iso9660.ts";

const epochSeconds = Date.UTC(2026, 1, 3, 4, 5, 6) / 1000;
const files: readonly IsoFile[] = [
	{ name: "soma.raw.zst", sizeBytes: 5000 },
	{ name: "SHA256SUMS", sizeBytes: 1 },
	{ name: "efi.img", sizeBytes: 4096 },
];

function plan(change: readonly IsoFile[] = files): ReturnType<typeof planIso> {
	return planIso({ volumeName: "SOMA_4800", epochSeconds, files: change });
}

test("outside tools read size, names and kind of the medium", async () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-iso-"));
	try {
		const path = join(directory, "medium.iso");
		const { head, sizeBytes } = plan();
		writeFileSync(path, head);
		truncateSync(path, sizeBytes);
		const tree = openToolTree();
		expect((await tree.run({ argv: ["isosize", path] })).stdout).toBe(`${sizeBytes}\n`);
		const probed = await tree.run({ argv: ["blkid", "-p", "-o", "export", path] });
		for (const fact of [
			"TYPE=iso9660",
			"VERSION=Joliet\\ Extension",
			"LABEL=SOMA_4800",
			"BOOT_SYSTEM_ID=EL\\ TORITO\\ SPECIFICATION",
			"UUID=2026-02-03-04-05-06-00",
			"BLOCK_SIZE=2048",
		]) {
			expect(probed.stdout.split("\n")).toContain(fact);
		}
	} finally {
		rmSync(directory, { recursive: true });
	}
});

/** The boot catalog, found as firmware finds it. */
function catalogOf(head: Uint8Array): DataView {
	const sector = viewOf(head).getUint32(17 * 2048 + 71, true);
	return viewOf(head.subarray(sector * 2048, sector * 2048 + 64));
}

test("the boot catalog names the last file as an EFI system partition up to the end", () => {
	const { head, offsetsBytes } = plan();
	const catalog = catalogOf(head);
	let sum = 0;
	for (let at = 0; at < 32; at += 2) {
		sum += catalog.getUint16(at, true);
	}
	expect(sum & 0xffff).toBe(0);
	expect([catalog.getUint8(0), catalog.getUint8(1), catalog.getUint16(30, true)]).toEqual([
		1, 0xef, 0xaa55,
	]);
	expect([catalog.getUint8(32), catalog.getUint8(33), catalog.getUint16(38, true)]).toEqual([
		0x88, 0, 1,
	]);
	expect(catalog.getUint32(40, true) * 2048).toBe(offsetsBytes[2]);
});

/** Name, place and size of every file of a directory. */
function listing(head: Uint8Array, sector: number, decoder: TextDecoder): unknown[] {
	const rows: unknown[] = [];
	for (let at = sector * 2048; head[at] !== 0; at += head[at] ?? 0) {
		const view = viewOf(head.subarray(at));
		const name = decoder.decode(head.subarray(at + 33, at + 33 + view.getUint8(32)));
		expect(view.getUint32(2, true)).toBe(view.getUint32(6, false));
		rows.push([name, view.getUint32(2, true) * 2048, view.getUint32(10, true)]);
	}
	return rows.slice(2);
}

test("both directories list all files, sorted, with the same places", () => {
	const { head, offsetsBytes } = plan();
	const [raw, sums, system] = offsetsBytes;
	expect(listing(head, 25, new TextDecoder())).toEqual([
		["EFI.IMG;1", system, 4096],
		["SHA256SUMS.;1", sums, 1],
		["SOMA_RAW.ZST;1", raw, 5000],
	]);
	expect(listing(head, 26, new TextDecoder("utf-16be"))).toEqual([
		["SHA256SUMS;1", sums, 1],
		["efi.img;1", system, 4096],
		["soma.raw.zst;1", raw, 5000],
	]);
});

test("files of any size lie one behind another on whole sectors", () => {
	const sizes = fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 9 });
	fc.assert(
		fc.property(sizes, (list) => {
			const content = list.map((sizeBytes, at) => ({ name: `file${at}.bin`, sizeBytes }));
			const { head, offsetsBytes, sizeBytes } = plan(content);
			let end = head.length;
			for (const [at, offset] of offsetsBytes.entries()) {
				expect(offset).toBe(end);
				end = 2048 * Math.ceil((offset + (list[at] ?? 0)) / 2048);
			}
			expect(sizeBytes).toBe(end);
		}),
	);
});

test.each([
	["no file", []],
	["an empty file", [{ name: "a", sizeBytes: 0 }]],
	["a file of 4 GiB", [{ name: "a", sizeBytes: 2 ** 32 }]],
	["a long name", [{ name: `${"a".repeat(28)}.img`, sizeBytes: 1 }]],
	["a name with a slash", [{ name: "a/b", sizeBytes: 1 }]],
])("%s is a mistake of the caller", (_name, list) => {
	expect(() => plan(list)).toThrow(/assert|AssertionError|holds|4 GiB|long|Joliet/i);
});

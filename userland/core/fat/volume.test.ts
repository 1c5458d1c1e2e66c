import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededNumbers } from "../../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../../image/tools/tree.ts";
import { fatTime } from "./names.ts";
import { type FatVolume, fatRoomBytes, planFatVolume } from "./volume.ts";

/* What we write is read by programs that others wrote: fsck.fat and mtools. */

let directory = "";
let image = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-fat-"));
	image = join(directory, "esp");
});

afterEach(() => rmSync(directory, { recursive: true }));

const mebibyte = 1024 * 1024;

function volumeOf(blockSizeBytes: 512 | 4096): FatVolume {
	const epochSeconds = 1_795_000_000;
	return { sizeBytes: 320 * mebibyte, blockSizeBytes, label: "ESP", volumeId: 1, epochSeconds };
}

type Contents = Readonly<Record<string, Uint8Array>>;

function write(volume: FatVolume, contents: Contents, path = image): void {
	const files = Object.entries(contents).map(([name, { length }]) => ({
		path: name,
		sizeBytes: length,
	}));
	const descriptor = openSync(path, "w");
	ftruncateSync(descriptor, volume.sizeBytes);
	// A used disk: what we do not write may hold anything.
	writeSync(descriptor, new Uint8Array(8 * mebibyte).fill(0xa5), 0, 8 * mebibyte, 0);
	for (const piece of planFatVolume(volume, files)) {
		const bytes = piece.kind === "bytes" ? piece.bytes : contents[piece.file.path];
		writeSync(descriptor, bytes ?? new Uint8Array(), 0, bytes?.length, piece.offsetBytes);
	}
	closeSync(descriptor);
}

async function tool(...argv: readonly string[]): Promise<string> {
	const { stdout } = await openToolTree().run({ argv });
	return stdout;
}

function noise(sizeBytes: number, seed: number): Uint8Array {
	const random = seededNumbers(seed);
	return Uint8Array.from({ length: sizeBytes }, () => random(256));
}

describe.each([512, 4096] as const)("%d-byte blocks", (blockSizeBytes) => {
	const contents: Contents = {
		"EFI/BOOT/BOOTX64.EFI": noise(70_001, 1),
		"EFI/soma/selector.efi": noise(70_001, 1),
		"EFI/soma/rescue.efi": noise(1_000_003, 2),
		"soma/soma.config.cred": new TextEncoder().encode('{"ignition":{"version":"3.3.0"}}'),
		"soma/soma.config-url.cred": new Uint8Array(),
		"exactly-one-cluster": noise(4096, 3),
	};

	test("fsck.fat finds nothing to complain about, and mtools reads every file back", async () => {
		write(volumeOf(blockSizeBytes), contents);
		expect(await tool("fsck.fat", "-n", "-v", image)).toMatch(
			new RegExp(`${blockSizeBytes} bytes per logical sector[\\s\\S]* 11 files`),
		);
		for (const [name, bytes] of Object.entries(contents)) {
			const copy = join(directory, "copy");
			await tool("mcopy", "-n", "-o", "-i", image, `::${name}`, copy);
			expect(Buffer.compare(await Bun.file(copy).bytes(), bytes), name).toBe(0);
		}
	});

	test("names are as they were given, and the time is that of the volume", async () => {
		write(volumeOf(blockSizeBytes), contents);
		const listing = await tool("mdir", "-/", "-b", "-i", image, "::");
		for (const name of Object.keys(contents)) {
			expect(listing.split("\n")).toContain(`::/${name}`);
		}
		expect(await tool("mdir", "-i", image, "::EFI/soma")).toContain("2026-11-18");
		expect(await tool("mlabel", "-s", "-i", image, "::")).toContain("ESP");
	});

	test("mtools can write into it, and it stays sound", async () => {
		write(volumeOf(blockSizeBytes), contents);
		const source = join(directory, "source");
		await Bun.write(source, noise(300_000, 4));
		await tool("mcopy", "-i", image, source, "::EFI/soma/another-long-name.efi");
		await tool("mdel", "-i", image, "::soma/soma.config.cred");
		expect(await tool("fsck.fat", "-n", image)).toContain("11 files");
	});

	test("the same input gives the same bytes", async () => {
		const files = [{ path: "EFI/soma/rescue.efi", sizeBytes: 5 }];
		const plan = (): string => JSON.stringify(planFatVolume(volumeOf(blockSizeBytes), files));
		expect(plan()).toBe(plan());
	});

	test("many names that are alike get different short names", async () => {
		const many = Object.fromEntries(
			Array.from({ length: 300 }, (_, at) => [`d/soma-name-that-is-long.${at}`, noise(9, at)]),
		);
		write(volumeOf(blockSizeBytes), many);
		expect(await tool("fsck.fat", "-n", image)).toContain("302 files");
	});

	test("files fill it to the last cluster, and not further", () => {
		const volume = volumeOf(blockSizeBytes);
		const room = fatRoomBytes(volume);
		expect(room).toBeGreaterThan(318 * mebibyte);
		const of = (sizeBytes: number) => planFatVolume(volume, [{ path: "FILE", sizeBytes }]);
		expect(of(room - 4096)).toHaveLength(5);
		expect(() => of(room - 4095)).toThrow(/do not fit/);
	});
});

test("times of FAT", () => {
	const date = (year: number, month: number, day: number) =>
		((year - 1980) << 9) | (month << 5) | day;
	expect(fatTime(0)).toEqual({ date: date(1980, 1, 1), time: 0 });
	expect(fatTime(Date.UTC(2000, 1, 29, 23, 59, 59) / 1000)).toEqual({
		date: date(2000, 2, 29),
		time: (23 << 11) | (59 << 5) | 29,
	});
	expect(fatTime(Date.UTC(2026, 11, 31) / 1000)).toEqual({ date: date(2026, 12, 31), time: 0 });
});

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSelector } from "../../image/boot-selector/build.ts";
import { makeEsp } from "../../image/builder/disk.ts";
import { buildUki } from "../../image/builder/efi.ts";
import { makeEnrolmentKeys } from "../../image/builder/enrolment-keys.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { type EspProgram, espPrograms } from "../../userland/core/release/manifest.ts";
import { cached } from "./cached.ts";
import { extentOf, partitionOf, readTable, writeAttributes } from "./disk-tools.ts";
import { ensureLabKey, signEfi } from "./efi-signing.ts";
import type { MachineSpec } from "./machine-spec.ts";
import { type OfflineDisk, openOfflineDisk } from "./offline-disk.ts";
import { ensureVariant, type ReleaseParts, releaseKey, writeVariant } from "./release-variant.ts";
import { ensureSmallInitrd, newestKernel } from "./small-guest.ts";
import { writeEmptyDisk } from "./testing-disk.ts";

const smallRootHash = "00".repeat(32);
const console = "console=ttyS0,115200 gpt panic=1 quiet";

/**
 * A release of our kernel and the smallest guest, with the real selector in front: it boots in
 * seconds, so that what the selector does with slots and tables can be tried many times. It knows
 * nothing of proving; tests set attributes from outside.
 */
export async function smallReleaseParts(): Promise<ReleaseParts> {
	const usr = await cached("small-usr", "1", async (path) => {
		const files = `${path}.files`;
		mkdirSync(files, { recursive: true });
		writeFileSync(join(files, "hello"), "hello\n");
		await openToolTree().run({ argv: ["mkfs.erofs", "-T", "0", "--all-root", path, files] });
		rmSync(files, { recursive: true });
	});
	return {
		version: "100",
		kernel: newestKernel(),
		initrd: await ensureSmallInitrd(),
		commandLine: `${console} usrhash=${smallRootHash}`,
		usr,
		rootHash: smallRootHash,
		signer: await ensureLabKey("trusted"),
	};
}

/** The versions in the slots of {@link ensureSmallDisk}, and what rescue says on the console. */
export const smallVersions = { A: "100", B: "101" } as const;
export const rescueWord = "lab.rescue";

/**
 * Makes the disk of the small release, once for each content: slots A and B both new, A preferred.
 */
export async function ensureSmallDisk(): Promise<string> {
	const parts = await smallReleaseParts();
	const selector = await ensureSelector(openToolTree());
	const key = contentKey([selector.key, releaseKey(parts)]);
	return cached("small-disk", key, async (path) => {
		writeEmptyDisk(path);
		const disk = await openOfflineDisk({ path, format: "raw" });
		await writeEsp(disk, parts, selector.efi, `${path}.esp`);
		for (const slot of ["A", "B"] as const) {
			const wish = { kind: "good", version: smallVersions[slot] } as const;
			await writeVariant(disk, slot, await ensureVariant(parts, wish));
		}
		await writeAttributes(disk, {
			A: { priority: 2, tries: 3 },
			B: { priority: 1, tries: 3 },
		});
	});
}

/** 1980-01-01, the first day that FAT knows: a small release has no date. */
export const smallEpochSeconds = 315_532_800;

/** The programs and key updates of an ESP, as files. */
export type SmallPrograms = Readonly<Record<EspProgram, string>>;

/** Makes the signed programs of the ESP beside `scratch`. */
export async function makeSmallPrograms(
	parts: ReleaseParts,
	selector: string,
	scratch: string,
): Promise<SmallPrograms> {
	const signer = parts.signer ?? (await ensureLabKey("trusted"));
	const unsigned = `${scratch}.unsigned`;
	const tree = openToolTree();
	const keys = await makeEnrolmentKeys(tree, signer, smallEpochSeconds, `${scratch}.keys`);
	const programs = {
		selector: `${scratch}.selector`,
		rescue: `${scratch}.rescue`,
		pk: keys["keys/PK.auth"],
		kek: keys["keys/KEK.auth"],
		db: keys["keys/db.auth"],
	};
	const commandLine = `${console} ${rescueWord}`;
	await buildUki(tree, { ...parts, commandLine, version: "rescue" }, unsigned);
	await signEfi(unsigned, programs.rescue, signer);
	await signEfi(selector, programs.selector, signer);
	rmSync(unsigned);
	return programs;
}

/** The ESP: the signed selector under the name that every firmware starts, and rescue. */
async function writeEsp(
	disk: OfflineDisk,
	parts: ReleaseParts,
	selector: string,
	scratch: string,
): Promise<void> {
	const programs = await makeSmallPrograms(parts, selector, scratch);
	const files = espPrograms.map(({ path, program }) => [path, programs[program]]);
	makeEsp(Object.fromEntries(files), smallEpochSeconds, scratch);
	const { table } = await readTable(disk);
	await disk.writeFile(extentOf(partitionOf(table, "esp")).offsetBytes, scratch);
	for (const leftover of [scratch, programs.rescue, programs.selector]) {
		rmSync(leftover, { force: true });
	}
	rmSync(`${scratch}.keys`, { recursive: true });
}

/** A machine that boots the small release from its disk; the power is off at first. */
export async function smallReleaseMachine(
	name: string,
	change: Partial<MachineSpec> = {},
): Promise<MachineSpec> {
	const path = await ensureSmallDisk();
	return {
		name,
		memoryMiB: 512,
		firmware: { kind: "uefi" },
		disks: [{ id: "main", backing: { mode: "overlay", path, format: "raw" }, bootIndex: 1 }],
		hand: true,
		startsOff: true,
		...change,
	};
}

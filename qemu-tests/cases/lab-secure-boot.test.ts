import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildUki, type SigningKey } from "../../image/builder/efi.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { ensureLabKey, signEfi, trustOnly } from "../lab/efi-signing.ts";
import { withMachine } from "../lab/machine.ts";
import type { MachineSpec } from "../lab/machine-spec.ts";
import { ensureSmallInitrd, newestKernel, smallGuest } from "../lab/small-guest.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

const tree = openToolTree();
let directory = "";
let disk = "";
let trusted: SigningKey;
let foreign: SigningKey;

/**
 * A disk with one FAT file system without a table, from which firmware starts the signed program.
 */
beforeAll(async () => {
	directory = makeWorkDirectory();
	trusted = await ensureLabKey("trusted");
	foreign = await ensureLabKey("foreign");
	disk = join(directory, "esp.raw");
	const uki = join(directory, "unsigned.efi");
	const signed = join(directory, "signed.efi");
	const commandLine = "console=ttyS0,115200 panic=1";
	const initrd = await ensureSmallInitrd();
	await buildUki(tree, { kernel: newestKernel(), initrd, commandLine, version: "lab" }, uki);
	await signEfi(uki, signed, trusted);
	await tree.run({ argv: ["truncate", "-s", "128M", disk] });
	await tree.run({ argv: ["mkfs.vfat", "-F", "32", disk] });
	await tree.run({ argv: ["mmd", "-i", disk, "::EFI", "::EFI/BOOT"] });
	await tree.run({ argv: ["mcopy", "-i", disk, signed, "::EFI/BOOT/BOOTX64.EFI"] });
});

afterAll(() => removeWorkDirectory(directory));

async function machineThatTrusts(name: string, key: SigningKey): Promise<MachineSpec> {
	const { directBoot: _unused, ...spec } = await smallGuest(name);
	return {
		...spec,
		firmware: { kind: "secure-boot", keys: trustOnly(key) },
		disks: [{ id: "esp", backing: { mode: "overlay", path: disk, format: "raw" }, bootIndex: 1 }],
	};
}

test("firmware with Secure Boot starts what its own key signed", async () => {
	await withMachine(await machineThatTrusts("lab-secure-boot-right", trusted), async (machine) => {
		await machine.serial.waitFor(/small guest: init has started/);
		const variable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
		await machine.hand.expect("mount -t efivarfs efivarfs /sys/firmware/efi/efivars");
		expect(await machine.hand.expect(`tail -c 1 ${variable} | od -An -tu1`)).toMatch(/^\s*1$/);
	});
});

test("firmware with Secure Boot refuses what another key signed", async () => {
	await withMachine(await machineThatTrusts("lab-secure-boot-wrong", foreign), async (machine) => {
		await machine.serial.waitFor(/BdsDxe: failed to load .*Access Denied|Security Violation/);
		expect(machine.serial.text()).not.toContain("Linux version");
	});
});

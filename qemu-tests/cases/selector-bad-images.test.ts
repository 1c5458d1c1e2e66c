import { expect, test } from "vitest";
import {
	flipBit,
	partitionOf,
	readAttributes,
	readTable,
	writeAttributes,
} from "../lab/disk-tools.ts";
import { ensureLabKey, trustOnly } from "../lab/efi-signing.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { ensureVariant, type VariantKind, writeVariant } from "../lab/release-variant.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { smallReleaseMachine, smallReleaseParts } from "../lab/small-release.ts";

const factoryA = { priority: 1, tries: 0, successful: true, unproven: 0 };
const preferredB = { priority: 2, tries: 3, successful: false, unproven: 0 };

/** Puts a variant into slot B and makes it preferred over a proven slot A. */
async function installB(machine: Machine, kind: VariantKind): Promise<void> {
	const wish = { kind, version: `200.${kind.length}` } as const;
	const variant = await ensureVariant(await smallReleaseParts(), wish);
	await withDisk(machine, async (disk) => {
		await writeVariant(disk, "B", variant);
		await writeAttributes(disk, { A: factoryA, B: preferredB });
	});
}

test("a kernel that panics at once is tried three times, then the old one runs", async () => {
	const spec = await smallReleaseMachine("selector-kernel-panics");
	await withMachine(spec, async (machine) => {
		await installB(machine, "kernel-panics");
		const startedAt = performance.now();
		await machine.powerOn();
		for (const counts of ["tries 3 -> 2", "tries 2 -> 1", "tries 1 -> 0"]) {
			const choice = await nextChoice(machine.serial);
			expect(choice).toMatchObject({ slot: "B", reason: "highest-priority" });
			expect(choice.counts).toContain(counts);
			await machine.serial.waitFor(/Kernel panic/);
		}
		expect(await nextChoice(machine.serial)).toMatchObject({ slot: "A" });
		await machine.serial.waitFor(/init has started/);
		reportSeconds("kernel-panics-at-once-small", performance.now() - startedAt);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).B.tries).toBe(0);
	});
});

test("a flipped bit in a boot image costs a try; the other slot starts at once", async () => {
	const spec = await smallReleaseMachine("selector-flipped-boot-image");
	await withMachine(spec, async (machine) => {
		await withDisk(machine, async (disk) => {
			await writeAttributes(disk, { A: factoryA, B: preferredB });
			const boot = partitionOf((await readTable(disk)).table, "boot", "B");
			await flipBit(disk, boot, 1024 * 1024);
		});
		await machine.powerOn();
		const choice = await nextChoice(machine.serial);
		expect(choice).toMatchObject({ slot: "A", reason: "fallback-after-bad-boot-image" });
		await machine.serial.waitFor(/init has started/);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).B.tries).toBe(2);
	});
});

test("Secure Boot refuses a release of a foreign key and takes one of ours", async () => {
	const trusted = trustOnly(await ensureLabKey("trusted"));
	const spec = await smallReleaseMachine("selector-secure-boot", {
		firmware: { kind: "secure-boot", keys: trusted },
	});
	await withMachine(spec, async (machine) => {
		await installB(machine, "wrong-signature");
		await machine.powerOn();
		const choice = await nextChoice(machine.serial);
		expect(choice).toMatchObject({ slot: "A", reason: "fallback-after-bad-boot-image" });
		await machine.serial.waitFor(/init has started/);
		await machine.powerCut();
		await installB(machine, "good");
		await machine.powerOn();
		expect(await nextChoice(machine.serial)).toMatchObject({ slot: "B" });
		await machine.serial.waitFor(/init has started/);
	});
});

import { expect, test } from "vitest";
import { isTableSound } from "../../userland/core/gpt/load.ts";
import { extentOf, partitionOf, readTable, wipeTablePart } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { growDisk } from "../lab/offline-disk.ts";
import { withDisk } from "../lab/power.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { smallReleaseMachine } from "../lab/small-release.ts";

const mebibyte = 1024 * 1024;

/**
 * A wiped protective MBR is not among these: OVMF does not look for a table behind it, so nothing
 * of ours runs (tried). The host harness of the selector judges its repair.
 */
test("a disk boots with either copy of its table wiped, and is whole afterwards", async () => {
	const spec = await smallReleaseMachine("selector-tables");
	await withMachine(spec, async (machine) => {
		for (const part of ["primary", "backup"] as const) {
			await withDisk(machine, (disk) => wipeTablePart(disk, part));
			machine.serial.mark();
			await machine.powerOn();
			expect((await nextChoice(machine.serial)).slot, part).toBe("A");
			await machine.serial.waitFor(/init has started/);
			await machine.powerCut();
			const loaded = await withDisk(machine, readTable);
			expect(isTableSound(loaded), `${part}: ${JSON.stringify(loaded.problems)}`).toBe(true);
		}
	});
});

test("a grown disk gets its backup table moved and STATE extended", async () => {
	const spec = await smallReleaseMachine("selector-grown");
	await withMachine(spec, async (machine) => {
		const { sizeBytes, before } = await withDisk(machine, async (disk) => ({
			sizeBytes: disk.sizeBytes,
			before: partitionOf((await readTable(disk)).table, "state"),
		}));
		await growDisk(machine.disk("main"), sizeBytes + 512 * mebibyte);
		await machine.powerOn();
		await machine.serial.waitFor(/soma-selector: repaired: .*disk has grown/);
		await machine.serial.waitFor(/init has started/);
		await machine.powerCut();
		const loaded = await withDisk(machine, readTable);
		expect(isTableSound(loaded)).toBe(true);
		const after = partitionOf(loaded.table, "state");
		expect(extentOf(after).sizeBytes - extentOf(before).sizeBytes).toBe(512 * mebibyte);
		expect(after.uuid).toBe(before.uuid);
	});
});

import { expect, test } from "vitest";
import { readAttributes, writeAttributes } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import type { DiskSpec } from "../lab/machine-spec.ts";
import { withDisk } from "../lab/power.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureSmallDisk, smallReleaseMachine } from "../lab/small-release.ts";

const proven = { tries: 0, successful: true, unproven: 0 } as const;

/**
 * Two disks with the same GUIDs, as after `dd` of one to the other. The one that firmware boots
 * prefers slot A, the other one slot B, so that every mix-up shows. It holds whichever of them the
 * firmware finds first.
 */
test.each(["first", "second"] as const)(
	"a clone of the disk is left alone when the own disk is the %s",
	async (place) => {
		const path = await ensureSmallDisk();
		const backing = { mode: "overlay", path, format: "raw" } as const;
		const own: DiskSpec = { id: "main", backing, bootIndex: 1 };
		const clone: DiskSpec = { id: "clone", backing };
		const disks = place === "first" ? [own, clone] : [clone, own];
		const spec = await smallReleaseMachine(`selector-foreign-disk-${place}`, { disks });
		await withMachine(spec, async (machine) => {
			const attributes = { priority: 1, ...proven };
			await withDisk(machine, (disk) =>
				writeAttributes(disk, { A: { ...attributes, priority: 2 }, B: attributes }),
			);
			await withDisk(
				machine,
				(disk) => writeAttributes(disk, { A: attributes, B: { ...attributes, priority: 2 } }),
				"clone",
			);
			const cloneBefore = await withDisk(machine, readAttributes, "clone");
			await machine.powerOn();
			expect(await nextChoice(machine.serial)).toMatchObject({ slot: "A" });
			await machine.serial.waitFor(/init has started/);
			await machine.powerCut();
			expect((await withDisk(machine, readAttributes)).A.unproven).toBe(1);
			expect(await withDisk(machine, readAttributes, "clone")).toEqual(cloneBefore);
		});
	},
);

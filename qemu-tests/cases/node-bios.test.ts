import { expect, test } from "vitest";
import { biosSentence } from "../../userland/core/install/bios-sector.ts";
import { readBuild } from "../lab/build.ts";
import { withMachine } from "../lab/machine.ts";

test("a machine that starts the disk by BIOS is told that it needs UEFI", async () => {
	const { disk } = readBuild();
	const backing = { mode: "overlay", path: disk, format: "raw" } as const;
	await withMachine(
		{
			name: "node-bios",
			memoryMiB: 256,
			firmware: { kind: "none" },
			disks: [{ id: "main", backing, bootIndex: 1 }],
		},
		async (machine) => {
			await machine.serial.waitFor(/Booting from Hard Disk/);
			await machine.serial.waitFor(new RegExp(biosSentence));
			expect(machine.serial.text()).not.toContain("Boot failed");
		},
	);
});

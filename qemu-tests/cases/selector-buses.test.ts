import { expect, test } from "vitest";
import { withMachine } from "../lab/machine.ts";
import type { DiskBus } from "../lab/machine-spec.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureSmallDisk, smallReleaseMachine } from "../lab/small-release.ts";

/** The names that the kernel gives to a disk on each bus; virtio is in every other case. */
const buses = { nvme: "nvme0n1", ahci: "sda", usb: "sda", scsi: "sda" } as const satisfies Partial<
	Record<DiskBus, string>
>;

test.each(Object.entries(buses))(
	"a disk on %s boots and its slots are seen by the kernel",
	async (bus, name) => {
		const path = await ensureSmallDisk();
		const spec = await smallReleaseMachine(`selector-bus-${bus}`, {
			startsOff: false,
			disks: [
				{
					id: "main",
					backing: { mode: "overlay", path, format: "raw" },
					bus: bus as DiskBus,
					bootIndex: 1,
				},
			],
		});
		await withMachine(spec, async (machine) => {
			expect((await nextChoice(machine.serial)).slot).toBe("A");
			// USB storage shows up a moment after init has started.
			const find = `until ls -d /sys/block/${name}/${name}*8; do usleep 100000; done`;
			expect(await machine.hand.expect(["timeout", "60", "sh", "-c", find])).toContain(name);
		});
	},
);

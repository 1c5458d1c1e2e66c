import { expect, test } from "vitest";
import { withMachine } from "../lab/machine.ts";
import type { DiskSpec } from "../lab/machine-spec.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";

test("a node takes neither /usr nor STATE from a clone of its disk", async () => {
	const path = await ensureProvenDisk();
	const backing = { mode: "overlay", path, format: "qcow2" } as const;
	const clone: DiskSpec = { id: "clone", serial: "clone", backing };
	const own: DiskSpec = { id: "main", serial: "own", backing, bootIndex: 1 };
	const spec = await nodeMachine("node-foreign-disk", path, {
		disks: [clone, own],
		startsOff: false,
	});
	await withMachine(spec, async (machine) => {
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		const { hand } = machine;
		const used = await hand.expect(`
			for slave in /sys/block/dm-*/slaves/*; do echo "\${slave##*/}"; done
			while read -r source where rest; do
				case $source in /dev/vd*) [ $where = /run/lab ] || echo "\${source##*/}" ;; esac
			done </proc/mounts
		`);
		const disks = new Set(used.split("\n").map((name) => name.replace(/\d+$/, "")));
		expect(disks.size, used).toBe(1);
		const [disk] = disks;
		expect(await hand.expect(`cat /sys/block/${disk}/serial`)).toBe("own");
	});
});

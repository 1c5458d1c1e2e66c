import { expect, test } from "vitest";
import { readAttributes, writeAttributes } from "../lab/disk-tools.ts";
import { type FaultKind, faultOfRelease } from "../lab/faults.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import {
	attributes,
	ensureProvenDisk,
	nodeMachine,
	secondRelease,
	waitForProven,
} from "../lab/soma-node.ts";

const kinds: readonly FaultKind[] = ["pid-1-crashes", "userspace-hangs", "agent-is-silent"];

test.each(kinds)("a release that fails (%s) is back on the old slot without help", async (kind) => {
	const { rootHash } = await secondRelease();
	const spec = await nodeMachine(`node-fault-${kind}`, await ensureProvenDisk(), {
		credentials: faultOfRelease(kind, rootHash),
		watchdog: true,
	});
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) =>
			writeAttributes(disk, { B: { priority: 2, ...attributes.lastTry } }),
		);
		const startedAt = performance.now();
		await machine.powerOn();
		expect((await nextChoice(machine.serial)).slot).toBe("B");
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		reportSeconds(`back-after-${kind}`, performance.now() - startedAt);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).B).toMatchObject(attributes.failed);
	});
});

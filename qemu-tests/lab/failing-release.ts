import { expect } from "vitest";
import { readAttributes, writeAttributes } from "./disk-tools.ts";
import { type FaultKind, faultOfRelease } from "./faults.ts";
import { type Machine, withMachine } from "./machine.ts";
import { withDisk } from "./power.ts";
import { reportSeconds } from "./report.ts";
import { nextChoice } from "./selector-line.ts";
import {
	attributes,
	ensureProvenDisk,
	nodeMachine,
	secondRelease,
	waitForProven,
} from "./soma-node.ts";

/** Prefers slot B for its last try and waits until slot A was proven good again. */
export async function expectReturn(machine: Machine, name: string): Promise<void> {
	await withDisk(machine, (disk) =>
		writeAttributes(disk, { B: { priority: 2, ...attributes.lastTry } }),
	);
	const startedAt = performance.now();
	await machine.powerOn();
	expect((await nextChoice(machine.serial)).slot).toBe("B");
	expect((await nextChoice(machine.serial)).slot).toBe("A");
	expect(await waitForProven(machine)).toBe("A");
	reportSeconds(`back-after-${name}`, performance.now() - startedAt);
	await machine.powerCut();
	expect((await withDisk(machine, readAttributes)).B).toMatchObject(attributes.failed);
}

/** A proven node gets a second release that has a fault, and is back on the first one. */
export async function expectReturnFrom(kind: FaultKind): Promise<void> {
	const { rootHash } = await secondRelease();
	const spec = await nodeMachine(
		`node-fault-${kind}`,
		await ensureProvenDisk(),
		{ credentials: faultOfRelease(kind, rootHash), watchdog: true },
		"faulty",
	);
	await withMachine(spec, (machine) => expectReturn(machine, kind));
}

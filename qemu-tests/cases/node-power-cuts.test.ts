import { expect, test } from "vitest";
import { isTableSound } from "../../userland/core/gpt/load.ts";
import { readAttributes, readTable, writeAttributes } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import {
	attributes,
	consoleLines,
	ensureProvenDisk,
	nodeMachine,
	waitForProven,
} from "../lab/soma-node.ts";

/** Where the power goes away: one instant in each stage of a boot. */
const instants = [
	/BdsDxe: starting Boot/,
	/soma-selector: slot/,
	consoleLines.kernel,
	consoleLines.userspace,
	consoleLines.ready,
] as const;

test("five power cuts in a row during boot change no slot for good", async () => {
	const spec = await nodeMachine("node-power-cuts", await ensureProvenDisk());
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) =>
			writeAttributes(disk, {
				A: { priority: 2, ...attributes.proven },
				B: { priority: 1, ...attributes.proven },
			}),
		);
		for (const instant of instants) {
			machine.serial.mark();
			await machine.powerOn();
			await machine.serial.waitFor(instant);
			await machine.powerCut();
			const loaded = await withDisk(machine, readTable);
			expect(isTableSound(loaded), String(instant)).toBe(true);
		}
		machine.serial.mark();
		await machine.powerOn();
		const slot = await waitForProven(machine);
		await machine.shutDown();
		const after = await withDisk(machine, readAttributes);
		expect(after[slot]).toMatchObject({ successful: true, unproven: 0 });
		expect(after.A.successful).toBe(true);
		expect(after.B.successful).toBe(true);
	});
});

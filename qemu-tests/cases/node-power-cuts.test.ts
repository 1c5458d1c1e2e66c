import { expect, test } from "vitest";
import { isTableSound } from "../../userland/core/gpt/load.ts";
import { extraUnit, wantedBy } from "../lab/credentials.ts";
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

/** Speaks once in the initrd and once in the system, where a quiet boot says nothing. */
const stageUnit = `[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
StandardOutput=tty
TTYPath=/dev/ttyS0
ExecStart=/usr/bin/systemctl --version
`;
const stage = /^systemd \d+ \(/m;

/** Where the power goes away: one instant in each stage of a boot, told by the lines before it. */
const instants: readonly { readonly name: string; readonly lines: readonly RegExp[] }[] = [
	{ name: "firmware", lines: [/BdsDxe: starting Boot/] },
	{ name: "selector", lines: [/soma-selector: slot/] },
	{ name: "initrd", lines: [stage] },
	{ name: "userspace", lines: [stage, stage] },
	{ name: "agent ready, not proven", lines: [consoleLines.ready] },
];

test("five power cuts in a row during boot change no slot for good", async () => {
	const spec = await nodeMachine("node-power-cuts", await ensureProvenDisk(), {
		credentials: [
			extraUnit("lab-stage.service", stageUnit),
			wantedBy("sysinit.target", ["lab-stage.service"]),
		],
	});
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) =>
			writeAttributes(disk, {
				A: { priority: 2, ...attributes.proven },
				B: { priority: 1, ...attributes.proven },
			}),
		);
		for (const { name, lines } of instants) {
			machine.serial.mark();
			await machine.powerOn();
			for (const line of lines) {
				await machine.serial.waitFor(line);
			}
			await machine.powerCut();
			const loaded = await withDisk(machine, readTable);
			expect(isTableSound(loaded), name).toBe(true);
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

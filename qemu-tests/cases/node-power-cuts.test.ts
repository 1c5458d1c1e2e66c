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

interface Instant {
	readonly name: string;
	readonly lines: readonly RegExp[];
	/** The selector may be writing the table: then one copy may be torn or older, never both. */
	readonly isWriting?: true;
}

/** Where the power goes away: one instant in each stage of a boot, told by the lines before it. */
const instants: readonly Instant[] = [
	{ name: "firmware", lines: [/BdsDxe: starting Boot/], isWriting: true },
	{ name: "selector", lines: [/soma-selector: slot/], isWriting: true },
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
		for (const { name, lines, isWriting } of instants) {
			machine.serial.mark();
			await machine.powerOn();
			for (const line of lines) {
				await machine.serial.waitFor(line);
			}
			await machine.powerCut();
			const table = await withDisk(machine, readTable);
			expect(isWriting || isTableSound(table) || table.problems, name).toBe(true);
			const { A, B } = await withDisk(machine, readAttributes);
			expect([A.successful, B.successful], name).toEqual([true, true]);
		}
		machine.serial.mark();
		await machine.powerOn();
		const slot = await waitForProven(machine);
		await machine.shutDown();
		expect(isTableSound(await withDisk(machine, readTable))).toBe(true);
		const after = await withDisk(machine, readAttributes);
		expect(after[slot]).toMatchObject({ successful: true, unproven: 0 });
		expect(after.A.successful).toBe(true);
		expect(after.B.successful).toBe(true);
	});
});

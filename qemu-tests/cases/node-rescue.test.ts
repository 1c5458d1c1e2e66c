import { expect, test } from "vitest";
import {
	flipBit,
	partitionOf,
	readAttributes,
	readTable,
	writeAttributes,
} from "../lab/disk-tools.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import type { MachineSpec } from "../lab/machine-spec.ts";
import { withDisk } from "../lab/power.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { attributes, ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";

/** A node that starts rescue: A was good and gave way, B never became good. */
async function rescueMachine(name: string, change: Partial<MachineSpec>): Promise<MachineSpec> {
	return nodeMachine(name, await ensureProvenDisk(), { watchdog: true, ...change });
}

async function spoil(machine: Machine, B: { readonly damaged: boolean }): Promise<void> {
	await withDisk(machine, async (disk) => {
		await writeAttributes(disk, {
			A: { priority: 1, tries: 0, successful: true, unproven: 3 },
			B: { priority: 2, ...attributes.failed },
		});
		if (B.damaged) {
			const { table } = await readTable(disk);
			await flipBit(disk, partitionOf(table, "usr", "B"), 5 * 4096 + 7);
		}
	});
}

test("with both slots bad rescue says why, and comes back by itself after its wait", async () => {
	const wait = { name: "soma.rescue-wait", text: "5" };
	const spec = await rescueMachine("node-rescue-alone", { credentials: [wait] });
	await withMachine(spec, async (machine) => {
		await spoil(machine, { damaged: true });
		const startedAt = performance.now();
		const { serial } = machine;
		await machine.powerOn();
		expect(await nextChoice(serial)).toMatchObject({
			slot: "rescue",
			reason: "rescue-none-eligible",
		});
		await serial.waitFor(/soma-rescue: why this machine is here: no slot may boot/);
		await serial.waitFor(/watchdog i6300ESB timer: active, 60 s/);
		await serial.waitFor(/slot A \(\S+\) may not boot: .* last 3 starts were not proven good/);
		await serial.waitFor(/slot B \(\S+\) may not boot: it was never proven good/);
		await serial.waitFor(/slot A is intact/);
		await serial.waitFor(/slot B is damaged: \/usr differs .* at byte 20480/);
		await serial.waitFor(/restarts into slot A\n.*that is in 5 s unless somebody presses a key/);
		// A second one would bite, because nobody feeds it.
		expect(serial.text().match(/watchdog \S+ armed/g)).toEqual(["watchdog i6300esb armed"]);
		reportSeconds("rescue-explains", performance.now() - startedAt);
		const back = await nextChoice(serial);
		expect(back.slot).toBe("A");
		expect(back.counts).toContain("unproven 0 -> 1");
		expect(await waitForProven(machine)).toBe("A");
		reportSeconds("rescue-comes-back", performance.now() - startedAt);
		await machine.powerCut();
		const after = await withDisk(machine, readAttributes);
		expect(after.A).toMatchObject(attributes.proven);
		expect(after.B).toMatchObject(attributes.failed);
	});
});

test("an operator halts rescue, asks for it again, and tries a slot", async () => {
	const wait = { name: "soma.rescue-wait", text: "5" };
	const spec = await rescueMachine("node-rescue-operator", { credentials: [wait] });
	await withMachine(spec, async (machine) => {
		await spoil(machine, { damaged: false });
		const { serial } = machine;
		await machine.powerOn();
		expect((await nextChoice(serial)).slot).toBe("rescue");
		await serial.waitFor(/why this machine is here: no slot may boot/);
		serial.write("h\r");
		await serial.waitFor(/the countdown has stopped/);
		await serial.waitFor(/the countdown is halted/);
		await serial.waitFor(/slot B is intact/);
		serial.write("c slot list\r");
		await serial.waitFor(/B +4\d+\.1 +failed +2 +0 +no +0/);
		await serial.waitFor(/soma-rescue: done/);
		serial.write("c rescue --next\r");
		await serial.waitFor(/the next start is rescue/);
		await serial.waitFor(/soma-rescue: done/);
		serial.write("r\r");
		expect(await nextChoice(serial)).toMatchObject({ slot: "rescue", reason: "rescue-requested" });
		await serial.waitFor(/why this machine is here: somebody asked for rescue/);
		serial.write("2\r");
		expect(await nextChoice(serial)).toMatchObject({
			slot: "B",
			counts: expect.stringContaining("tries 3 -> 2"),
		});
		await machine.powerCut();
		const after = await withDisk(machine, readAttributes);
		expect(after.B).toMatchObject({ priority: 2, tries: 2, successful: false });
		expect(after.A.unproven).toBe(3);
	});
});

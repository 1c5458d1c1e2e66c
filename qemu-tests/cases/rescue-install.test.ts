import { expect, test } from "vitest";
import type { SlotAttributes } from "../../userland/core/slot/attributes.ts";
import { readBuild } from "../lab/build.ts";
import {
	flipBit,
	partitionOf,
	readAttributes,
	readTable,
	writeAttributes,
} from "../lab/disk-tools.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { withReleaseSite } from "../lab/release-site.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { attributes, ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";
import { configureUpdates } from "../lab/update-config.ts";
import { updateNic } from "../lab/updated-disk.ts";

const wait = { name: "soma.rescue-wait", text: "5" };

/** /usr of both slots differs from what was signed, at several places. */
async function spoil(machine: Machine, A: SlotAttributes): Promise<void> {
	await withDisk(machine, async (disk) => {
		await writeAttributes(disk, { A, B: { priority: 2, ...attributes.failed } });
		const { table } = await readTable(disk);
		for (const slot of ["A", "B"] as const) {
			for (const block of [5, 700, 9000]) {
				await flipBit(disk, partitionOf(table, "usr", slot), block * 4096 + 7);
			}
		}
	});
}

test("with both slots damaged rescue mends one from the server, and the node is back", async () => {
	await withReleaseSite(async (site) => {
		const spec = await nodeMachine("rescue-install", await ensureProvenDisk(), {
			nics: [updateNic],
			credentials: [wait],
		});
		await withMachine(spec, async (machine) => {
			const { serial } = machine;
			await machine.powerOn();
			await waitForProven(machine);
			await configureUpdates(machine, site);
			await machine.shutDown();
			await spoil(machine, { priority: 1, tries: 0, successful: true, unproven: 3 });
			const startedAt = performance.now();
			await machine.powerOn();
			expect((await nextChoice(serial)).slot).toBe("rescue");
			await serial.waitFor(/slot A is damaged: \/usr differs/);
			await serial.waitFor(/slot B is damaged: \/usr differs/);
			await serial.waitFor(/an installation from a server is in 5 s/);
			await serial.waitFor(/releases come from http\S+ \(the node's configuration\)/);
			await serial.waitFor(/was good here: slot A is mended/, { timeoutMs: timeouts.bootMs });
			await serial.waitFor(/slot A has release \S+ and boots next/, {
				timeoutMs: timeouts.bootMs,
			});
			expect(await nextChoice(serial)).toMatchObject({
				slot: "A",
				counts: expect.stringContaining("tries 3 -> 2"),
			});
			expect(await waitForProven(machine)).toBe("A");
			reportSeconds("rescue-installs", performance.now() - startedAt);
			await machine.powerCut();
			expect((await withDisk(machine, readAttributes)).A).toMatchObject(attributes.proven);
		});
	});
});

test("where nothing was good rescue installs what the channel offers", async () => {
	const version = `${readBuild().version}.31`;
	await withReleaseSite(async (site) => {
		await site.publish({ kind: "good", version });
		await site.offer(version);
		const repository = { name: "soma.repository", text: site.server.guestUrl };
		const spec = await nodeMachine("rescue-install-offer", await ensureProvenDisk(), {
			nics: [updateNic],
			credentials: [wait, repository],
		});
		await withMachine(spec, async (machine) => {
			await spoil(machine, { priority: 1, ...attributes.failed });
			const startedAt = performance.now();
			await machine.powerOn();
			expect((await nextChoice(machine.serial)).slot).toBe("rescue");
			await machine.serial.waitFor(/releases come from \S+ \(the credential soma.repository\)/);
			await machine.serial.waitFor(new RegExp(`release ${version} is offered`), {
				timeoutMs: timeouts.bootMs,
			});
			expect(await nextChoice(machine.serial)).toMatchObject({ slot: "A", version });
			expect(await waitForProven(machine)).toBe("A");
			reportSeconds("rescue-installs-offer", performance.now() - startedAt);
		});
	});
});

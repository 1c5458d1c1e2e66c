import { expect, test } from "vitest";
import type { SlotAttributes } from "../../userland/core/slot/attributes.ts";
import { writeAttributes } from "../lab/disk-tools.ts";
import { withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { ensureVariant, writeVariant } from "../lab/release-variant.ts";
import { nextChoice } from "../lab/selector-line.ts";
import { rescueWord, smallReleaseMachine, smallReleaseParts } from "../lab/small-release.ts";

const proven: SlotAttributes = { priority: 1, tries: 0, successful: true, unproven: 0 };
const preferred: SlotAttributes = { ...proven, priority: 2 };

const countdown = /soma-selector: the keys of this disk are enrolled in 10 s/;
const started = /init has started with (.*)\n/;

test("keys are enrolled in setup mode; foreign and old releases do not start then", async () => {
	const spec = await smallReleaseMachine("selector-secure-boot", {
		firmware: { kind: "setup-mode" },
	});
	const parts = await smallReleaseParts();
	const raising = await ensureVariant(parts, { kind: "good", version: "102", minimum: "101.1" });
	const foreign = await ensureVariant(parts, { kind: "wrong-signature", version: "103" });
	await withMachine(spec, async (machine) => {
		const { serial, hand } = machine;
		const flag = async (name: string): Promise<string> => {
			await hand.run("mount -t efivarfs efivarfs /sys/firmware/efi/efivars");
			const path = `/sys/firmware/efi/efivars/${name}-8be4df61-93ca-11d2-aa0d-00e098032b8c`;
			return (await hand.expect(`tail -c 1 ${path} | od -An -tu1`)).trim();
		};
		await withDisk(machine, async (disk) => {
			await writeVariant(disk, "B", raising);
			await writeAttributes(disk, { A: preferred, B: proven });
		});
		await machine.powerOn();
		await serial.waitFor(countdown);
		serial.write("x");
		await serial.waitFor(/soma-selector: cancelled: no Secure Boot keys are enrolled/);
		expect((await nextChoice(serial)).slot).toBe("A");
		await serial.waitFor(started);
		expect([await flag("SetupMode"), await flag("SecureBoot")]).toEqual(["1", "0"]);
		await machine.powerCut();

		await withDisk(machine, (disk) => writeAttributes(disk, { A: proven, B: preferred }));
		await machine.powerOn();
		await serial.waitFor(countdown);
		for (const name of ["db", "KEK", "PK"]) {
			await serial.waitFor(new RegExp(`soma-selector: enrolled the Secure Boot key ${name}\\s`));
		}
		await serial.waitFor(/soma-selector: Secure Boot is set up; the machine restarts/);
		await serial.waitFor(/nothing older starts any more than version 101\.1/);
		expect((await nextChoice(serial)).slot).toBe("B");
		await serial.waitFor(started, { failOn: countdown });
		expect([await flag("SetupMode"), await flag("SecureBoot")]).toEqual(["0", "1"]);
		await machine.powerCut();

		await withDisk(machine, async (disk) => {
			await writeVariant(disk, "B", foreign);
			await writeAttributes(disk, { A: preferred, B: proven });
		});
		await machine.powerOn();
		await serial.waitFor(/it is older than the minimum of a release that was proven here/);
		await serial.waitFor(/soma-selector: slot A did not start/);
		await serial.waitFor(/the boot image cannot start: refused by Secure Boot/);
		expect(await nextChoice(serial)).toMatchObject({
			slot: "rescue",
			reason: "rescue-none-eligible",
		});
		expect((await serial.waitFor(started))[1]).toContain(rescueWord);
	});
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openToolTree } from "../../image/tools/tree.ts";
import { required } from "../../userland/lib/assert.ts";
import { readBuild } from "../lab/build.ts";
import { writeAttributes } from "../lab/disk-tools.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { peSections } from "../lab/pe-sections.ts";
import { withDisk } from "../lab/power.ts";
import { ensureVariant, writeVariant } from "../lab/release-variant.ts";
import { reportSeconds } from "../lab/report.ts";
import { nextChoice } from "../lab/selector-line.ts";
import {
	attributes,
	nodeMachine,
	secondRelease,
	stateSeconds,
	waitForProven,
} from "../lab/soma-node.ts";

const gibibyte = 1024 ** 3;
const mappings = "grep -H . /sys/block/dm-*/dm/name /sys/block/dm-*/dm/uuid; cat /proc/mounts";

const refusal = /soma: this TPM does not open STATE/;
const closed = /soma: STATE stays closed, nothing on it was changed/;

async function bootSlot(machine: Machine, slot: "A" | "B", name: string): Promise<void> {
	const startedAt = performance.now();
	await machine.powerOn();
	expect((await nextChoice(machine.serial)).slot).toBe(slot);
	expect(await waitForProven(machine)).toBe(slot);
	reportSeconds(name, performance.now() - startedAt);
	reportSeconds(`${name}-state`, (await stateSeconds(machine)) * 1000);
}

test("STATE is sealed to TPM and signed boot image, over update and roll-back", async () => {
	const build = readBuild();
	const spec = await nodeMachine("node-sealed-state", build.disk, {
		tpm: true,
		disks: [
			{ id: "main", backing: { mode: "overlay", path: build.disk, format: "raw" }, bootIndex: 1 },
		],
	});
	await withMachine(spec, async (machine) => {
		const { hand } = machine;
		await withDisk(machine, async (disk) => writeVariant(disk, "B", await secondRelease()));
		await bootSlot(machine, "A", "first-boot-sealed-to-proven");
		const mapped = await hand.expect(mappings);
		expect(mapped).toMatch(/uuid:CRYPT-LUKS2-.*-state/);
		expect(mapped).toMatch(/^\/dev\/mapper\/state \/ ext4/m);
		const status = await machine.status.waitFor((candidate) => candidate["proven"] === true);
		expect(status["stateProtection"]).toBe("tpm");
		// The phase in which the policy holds is over: nobody can unseal on a running node.
		const signature = required(peSections(readFileSync(build.uki)).get(".pcrsig"), "signature");
		await hand.expect(`cat >/run/systemd/tpm2-pcr-signature.json <<'END'
${new TextDecoder().decode(signature).replace(/\0+$/, "")}
END`);
		const unsealed = await hand.run(
			"systemd-cryptenroll --unlock-tpm2-device=auto --recovery-key /dev/disk/by-partlabel/STATE",
		);
		expect(unsealed.exitCode, unsealed.output).not.toBe(0);
		expect(unsealed.output).toMatch(/Failed to unseal secret using TPM2/);
		await hand.expect("echo kept >/var/lib/lab-kept; sync");
		await machine.shutDown();

		await withDisk(machine, (disk) =>
			writeAttributes(disk, { B: { priority: 2, ...attributes.fresh } }),
		);
		const resize = ["qemu-img", "resize", machine.disk("main").path, String(5 * gibibyte)];
		await openToolTree().run({ argv: resize });
		await bootSlot(machine, "B", "boot-sealed-to-proven");
		expect(await hand.expect("cat /var/lib/lab-kept")).toBe("kept");
		expect(await hand.expect("systemctl --failed --plain --no-legend")).toBe("");
		const blocks = await hand.expect("stat -f -c '%b %S' /");
		const [count = 0, blockBytes = 0] = blocks.split(" ").map(Number);
		expect(count * blockBytes).toBeGreaterThan(gibibyte);
		await machine.shutDown();

		const wish = { kind: "altered-command-line", version: `${build.version}.2` } as const;
		const altered = await ensureVariant(build, wish);
		await withDisk(machine, async (disk) => {
			await writeVariant(disk, "B", altered);
			await writeAttributes(disk, { B: { priority: 2, ...attributes.lastTry } });
		});
		await machine.powerOn();
		expect((await nextChoice(machine.serial)).slot).toBe("B");
		await machine.serial.waitFor(refusal);
		await machine.serial.waitFor(closed);
		expect((await nextChoice(machine.serial)).slot).toBe("A");
		expect(await waitForProven(machine)).toBe("A");
		expect(await hand.expect("cat /var/lib/lab-kept")).toBe("kept");
		await machine.shutDown();

		const { path } = machine.disk("main");
		const thief = await nodeMachine("node-sealed-state-stolen", path, { tpm: true });
		await withMachine({ ...thief, startsOff: false }, async (elsewhere) => {
			await elsewhere.serial.waitFor(refusal);
			await elsewhere.serial.waitFor(closed);
		});
	});
});

test("without a TPM the credential soma.state-key encrypts STATE; a TPM seals it", async () => {
	const build = readBuild();
	const stateKey = { name: "soma.state-key", text: "0123456789abcdef0123456789abcdef" };
	const spec = await nodeMachine("node-state-key", build.disk, {
		disks: [
			{ id: "main", backing: { mode: "overlay", path: build.disk, format: "raw" }, bootIndex: 1 },
		],
		credentials: [stateKey],
	});
	await withMachine(spec, async (machine) => {
		await bootSlot(machine, "A", "first-boot-state-key-to-proven");
		expect(await machine.hand.expect(mappings)).toMatch(/^\/dev\/mapper\/state \/ ext4/m);
		const status = await machine.status.waitFor((candidate) => candidate["proven"] === true);
		expect(status["stateProtection"]).toBe("operator-key");
		await machine.shutDown();

		const { path } = machine.disk("main");
		const change = { tpm: true, credentials: [stateKey] };
		const withTpm = await nodeMachine("node-state-key-and-tpm", path, change);
		await withMachine({ ...withTpm, startsOff: false }, async (elsewhere) => {
			await elsewhere.serial.waitFor(/STATE was opened by the credential soma\.state-key/);
			await elsewhere.serial.waitFor(/STATE is sealed to this TPM from now on/);
		});
	});
});

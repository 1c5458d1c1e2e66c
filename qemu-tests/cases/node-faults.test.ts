import { expect, test } from "vitest";
import { readBuild } from "../lab/build.ts";
import { readAttributes, writeAttributes } from "../lab/disk-tools.ts";
import { type FaultKind, faultOfRelease } from "../lab/faults.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { withDisk } from "../lab/power.ts";
import { ensureVariant, type VariantKind, writeVariant } from "../lab/release-variant.ts";
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
const variants: readonly VariantKind[] = ["kernel-panics", "empty-usr"];

/** Prefers slot B for its last try and waits until slot A was proven good again. */
async function expectReturn(machine: Machine, name: string): Promise<void> {
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

test.each(kinds)("a release that fails (%s) is back on the old slot without help", async (kind) => {
	const { rootHash } = await secondRelease();
	const spec = await nodeMachine(
		`node-fault-${kind}`,
		await ensureProvenDisk(),
		{ credentials: faultOfRelease(kind, rootHash), watchdog: true },
		"faulty",
	);
	await withMachine(spec, (machine) => expectReturn(machine, kind));
});

test.each(variants)("a release that cannot run (%s) is back on the old slot", async (kind) => {
	const build = readBuild();
	const variant = await ensureVariant(build, { kind, version: `${build.version}.2` });
	const spec = await nodeMachine(`node-variant-${kind}`, await ensureProvenDisk(), {}, "faulty");
	await withMachine(spec, async (machine) => {
		await withDisk(machine, (disk) => writeVariant(disk, "B", variant));
		await expectReturn(machine, kind);
	});
});

import { rmSync, statSync } from "node:fs";
import { contentKey } from "../../image/tools/cache.ts";
import { type Build, readBuild } from "./build.ts";
import { cached } from "./cached.ts";
import { writeAttributes } from "./disk-tools.ts";
import { createOverlay } from "./disks.ts";
import { deadlineOf } from "./faults.ts";
import { type Machine, withMachine } from "./machine.ts";
import type { DiskSpec, MachineSpec } from "./machine-spec.ts";
import { cloneDisk, openOfflineDisk } from "./offline-disk.ts";
import { ensureVariant, releaseKey, writeVariant } from "./release-variant.ts";
import { scaledMs, timeouts } from "./timeouts.ts";

/** The lines of a node on the console that cases wait for. */
export const consoleLines = {
	proven: /soma: slot ([AB]) proven good/,
	ready: /soma-agent: ready/,
	api: /soma-agent: the API listens on port/,
	panic: /Kernel panic - not syncing/,
} as const;

/**
 * Seconds after which an unproven boot is given up; two minutes in the image. Long where nothing
 * shall fail, since emulation on a busy machine may need minutes, and short where something does.
 */
const deadlineSeconds = { healthy: 900, faulty: Math.round(scaledMs(90_000) / 1000) };

/** The lines of first-boot configuration. */
export const provisionLines = { configured: /soma-provision: configured/ } as const;

/** The disk of a node that never ran, for a machine of its own. */
export function freshNode(build: Build): DiskSpec {
	const backing = { mode: "overlay", path: build.disk, format: "raw" } as const;
	return { id: "main", backing, bootIndex: 1 };
}

/** The attributes of slots in the words of cases. */
export const attributes = {
	/** Never started, to be tried three times. */
	fresh: { tries: 3, successful: false, unproven: 0 },
	/**
	 * Never started, to be tried once: the same path as with three tries, in a third of the time.
	 */
	lastTry: { tries: 1, successful: false, unproven: 0 },
	proven: { tries: 0, successful: true, unproven: 0 },
	failed: { tries: 0, successful: false, unproven: 0 },
} as const;

function keyOfBuild(): string {
	const build = readBuild();
	const { size, mtimeMs } = statSync(build.disk);
	return contentKey([releaseKey(build), build.disk, `${size} ${mtimeMs}`]);
}

/**
 * The disk of a node that was proven good on slot A and powered off, with another good release in
 * slot B.
 */
export async function ensureProvenDisk(): Promise<string> {
	return cached("proven", keyOfBuild(), makeProvenDisk);
}

async function makeProvenDisk(path: string): Promise<void> {
	const build = readBuild();
	const overlay = `${path}.overlay`;
	await createOverlay(overlay, build.disk, "raw");
	const disk = await openOfflineDisk({ path: overlay, format: "qcow2" });
	await writeVariant(disk, "B", await secondRelease());
	const spec = await nodeMachine("lab-proven-disk", overlay);
	await withMachine({ ...spec, startsOff: false }, async (machine) => {
		await machine.serial.waitFor(consoleLines.proven, { timeoutMs: timeouts.bootMs });
		await machine.shutDown();
		await cloneDisk(machine.disk("main"), { path, format: "qcow2" });
	});
	const done = await openOfflineDisk({ path, format: "qcow2" });
	await writeAttributes(done, { B: { priority: 0, ...attributes.proven } });
	rmSync(overlay);
}

/** The good release that cases install into slot B. */
export async function secondRelease(): ReturnType<typeof ensureVariant> {
	const build = readBuild();
	return ensureVariant(build, { kind: "good", version: `${build.version}.1` });
}

/**
 * A machine for a disk of a node, with the hand and a short deadline; its power is off at first.
 */
export async function nodeMachine(
	name: string,
	disk: string,
	change: Partial<MachineSpec> = {},
	expects: keyof typeof deadlineSeconds = "healthy",
): Promise<MachineSpec> {
	return {
		name,
		memoryMiB: 1024,
		firmware: { kind: "uefi" },
		disks: [
			{ id: "main", backing: { mode: "overlay", path: disk, format: "qcow2" }, bootIndex: 1 },
		],
		hand: true,
		startsOff: true,
		...change,
		credentials: [deadlineOf(deadlineSeconds[expects]), ...(change.credentials ?? [])],
	};
}

/** Waits until the running slot was proven good in this boot, and gives the slot. */
export async function waitForProven(machine: Machine): Promise<"A" | "B"> {
	const match = await machine.serial.waitFor(consoleLines.proven, {
		timeoutMs: timeouts.bootMs,
		failOn: consoleLines.panic,
	});
	return match[1] === "B" ? "B" : "A";
}

/** The same for a node of a cluster, whose API answers then; either may come first. */
export async function waitForProvenAndApi(machine: Machine): Promise<"A" | "B"> {
	const api = machine.serial.waitFor(consoleLines.api, { timeoutMs: timeouts.bootMs });
	const [slot] = await Promise.all([waitForProven(machine), api]);
	return slot;
}

/** How long the initrd of the present boot made or opened STATE, by the log of the node. */
export async function stateSeconds({ hand }: Machine): Promise<number> {
	const log = await hand.expect("journalctl -b -o short-monotonic -u soma-state.service");
	const at = (word: string): number =>
		Number(new RegExp(`^\\[ *([\\d.]+)\\].*: ${word} `, "m").exec(log)?.[1]);
	return at("Finished") - at("Starting");
}

import { expect } from "vitest";
import type { FailureClass } from "../../userland/core/update/document.ts";
import { recordFigure } from "../../userland/testing/figure.ts";
import { readAttributes } from "./disk-tools.ts";
import { type FaultKind, faultOfRelease } from "./faults.ts";
import { type Machine, withMachine } from "./machine.ts";
import type { MachineSpec } from "./machine-spec.ts";
import { withDisk } from "./power.ts";
import type { VariantKind } from "./release-variant.ts";
import { reportSeconds } from "./report.ts";
import { nextChoice } from "./selector-line.ts";
import { attributes, nodeMachine, waitForProven } from "./soma-node.ts";
import { ensureUpdatedDisk, takenRelease, updateNic } from "./updated-disk.ts";

/** What a node says of a release that did not stay. */
export interface FailureWords {
	readonly class: FailureClass;
	readonly because: RegExp;
}

/**
 * A machine whose node took a release of a kind by its own agent; the next start is one of it.
 * @param change credentials that make this release, told by its root hash, fail
 */
export async function updatedNode(
	name: string,
	kind: VariantKind,
	change: Partial<MachineSpec> = {},
): Promise<MachineSpec> {
	return await nodeMachine(
		`update-${name}`,
		await ensureUpdatedDisk(kind),
		{ nics: [updateNic], watchdog: true, ...change },
		"faulty",
	);
}

/**
 * Starts the release and waits until the node is back on the one before, by itself; the node must
 * say why.
 */
export async function expectReturn(
	machine: Machine,
	name: string,
	words: FailureWords,
): Promise<void> {
	const startedAt = performance.now();
	await machine.powerOn();
	expect((await nextChoice(machine.serial)).slot).toBe("B");
	expect((await nextChoice(machine.serial)).slot).toBe("A");
	expect(await waitForProven(machine)).toBe("A");
	reportSeconds(`back-after-${name}`, performance.now() - startedAt);
	await expectReason(machine, name, words);
}

/** The node tells which release did not stay, and why. */
export async function expectReason(
	{ hand }: Machine,
	name: string,
	words: FailureWords,
): Promise<void> {
	await hand.expect("soma update run");
	const told = JSON.parse(await hand.expect("soma update why --json")) as {
		readonly class: string;
		readonly because: string;
	};
	recordFigure(`because-${name} ${told.class}: ${told.because}`);
	expect(told).toMatchObject({
		class: words.class,
		because: expect.stringMatching(words.because),
	});
}

/** A node takes a release with a fault, is back on the first one, and says why. */
export async function expectReturnFrom(kind: FaultKind, words: FailureWords): Promise<void> {
	const { rootHash } = await takenRelease("good");
	const credentials = faultOfRelease(kind, rootHash);
	await withMachine(await updatedNode(kind, "good", { credentials }), async (machine) => {
		await expectReturn(machine, kind, words);
		await machine.powerCut();
		expect((await withDisk(machine, readAttributes)).B).toMatchObject(attributes.failed);
	});
}

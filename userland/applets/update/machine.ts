import { slotNames } from "../../core/disk-layout.ts";
import { readSlots, type Slot } from "../../core/slot/disk.ts";
import { readUsrHash } from "../../core/slot/running.ts";
import type { SlotHolds, SystemFacts } from "../../core/update/reconcile.ts";
import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { endedBySigterm, runUnchecked } from "../../system/process.ts";
import { readRelease } from "../../system/release.ts";
import { readText } from "../../system/text-file.ts";
import { readClock } from "../../system/update/clock.ts";
import { explainAttempt } from "../../system/update/evidence.ts";
import { hasNetwork } from "../../system/update/network.ts";
import type { UpdateMachine } from "../../system/update/ports.ts";
import type { Context } from "../context.ts";
import { withDisk } from "../slot/session.ts";

/** This machine, as the update agent sees it. */
export function updateMachine(context: Context): UpdateMachine {
	const { paths } = context;
	return {
		facts: async () => readSystemFacts(paths),
		restart: async () => {
			const argv = ["systemctl", "--no-block", "reboot"];
			const { exitCode, stderr } = await runUnchecked({ argv });
			// The restart may end the very systemctl that asked for it, with the rest of its unit.
			if (exitCode !== 0 && exitCode !== endedBySigterm) {
				throw new SomaError({
					code: "service-manager-failed",
					message: `the service manager refuses to restart: ${stderr.trim()}`,
					retryable: true,
				});
			}
		},
		clock: () => (readClock(paths).isSynchronised ? "synchronised" : "unknown"),
		random: Math.random,
		randomBytes: context.randomBytes,
		explain: (attempt) => explainAttempt(paths, attempt),
	};
}

/**
 * What runs, and what both slots hold.
 * @throws SomaError `slot-running-unknown` on anything but a node that runs from a slot
 */
export function readSystemFacts(paths: SystemPaths): SystemFacts {
	const { version } = readRelease(paths);
	const rootHash = readUsrHash(readText(paths.commandLine) ?? "");
	const bootId = readText(paths.bootId)?.trim();
	return withDisk(paths, { disk: undefined, writable: false }, ({ running, loaded }) => {
		if ("problem" in running || version.value === null || rootHash === undefined) {
			throw notANode("problem" in running ? running.problem : "it has no version or root hash");
		}
		return {
			running: { slot: running.slot, version: version.value, rootHash },
			slots: holdingsOf(readSlots(loaded.table)),
			bootId: bootId ?? "",
			nowSeconds: Math.round(Date.now() / 1000),
			hasNetwork: hasNetwork(paths) === true,
		};
	});
}

/** What both slots hold; the UUIDs of an empty slot are random, and mean no release. */
export function holdingsOf(slots: readonly Slot[]): SystemFacts["slots"] {
	const [A, B] = slotNames.map((name): SlotHolds => {
		const slot = slots.find((candidate) => candidate.name === name);
		assert(slot !== undefined, "a Soma disk has both slots");
		const rootHash = slot.version === undefined ? undefined : slot.rootHash;
		return { rootHash, attributes: slot.attributes };
	});
	assert(A !== undefined && B !== undefined, "there are two slots");
	return { A, B };
}

function notANode(problem: string): SomaError {
	return new SomaError({
		code: "slot-running-unknown",
		message: `the slot that this system runs from is unknown: ${problem}`,
		hint: "updates are for nodes that run from a disk",
	});
}

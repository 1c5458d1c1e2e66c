import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatLiveRecord } from "../../core/live/record.ts";
import {
	chooseState,
	type NamedPartition,
	partitionNameOf,
	type StateChoice,
} from "../../core/live/state-choice.ts";
import { formatBytes } from "../../lib/table.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { run } from "../../system/process.ts";
import { readText } from "../../system/text-file.ts";
import { readMemory, readUptime } from "../status/collect.ts";
import { readOrigin } from "./origin.ts";

type Say = (line: string) => void;

/** Disks on USB and behind slow controllers need as long as this to appear after power-on. */
const patienceSeconds = 10;
const lookEveryMs = 500;
const sayEveryMs = 30_000;

/**
 * Chooses where STATE is, prepares the partition if there is one, and leaves the choice for
 * mount.soma-state and for whoever asks later. Two partitions of the name are no reason to guess:
 * it says so, and waits until there is one.
 */
export async function prepareState(paths: SystemPaths, say: Say): Promise<void> {
	const choice = await settledChoice(paths, say);
	const place = join(paths.runtime, "live-state");
	if (choice.kind === "ram") {
		say(`STATE is in memory, ${formatBytes(choice.sizeBytes)} at most: it goes with the power`);
		writeFileSync(place, `${choice.sizeBytes}\n`);
		writeFileSync(join(paths.runtime, "state-in-memory"), "");
		limitJournal(choice.sizeBytes);
	} else {
		say(`STATE is on ${choice.device}`);
		const node = join(paths.deviceNodes, choice.device);
		const marks = join(paths.runtime, "live-state.d");
		mkdirSync(marks, { recursive: true });
		writeFileSync(join(marks, choice.device), "");
		await run({ argv: ["udevadm", "trigger", "--settle", "--action=change", node] });
		await run({ argv: ["/usr/lib/soma/prepare-state"] });
		writeFileSync(place, "/run/soma-state/device\n"); // what prepare-state opened
	}
	writeFileSync(paths.liveRecord, formatLiveRecord({ ...readOrigin(paths), state: choice.kind }));
}

/** The choice once all disks had their time to appear. */
async function settledChoice(
	paths: SystemPaths,
	say: Say,
): Promise<Exclude<StateChoice, { kind: "refuse" }>> {
	let saidAtMs = Number.NEGATIVE_INFINITY;
	for (;;) {
		const choice = chooseState(listPartitions(paths), readMemory(paths).value?.availableBytes ?? 0);
		const late = (readUptime(paths).value ?? patienceSeconds) >= patienceSeconds;
		if (choice.kind === "disk" || (choice.kind === "ram" && late)) {
			return choice;
		}
		if (choice.kind === "refuse" && performance.now() - saidAtMs >= sayEveryMs) {
			saidAtMs = performance.now();
			say(`STATE is not known: ${choice.reason}; waiting`);
		}
		await Bun.sleep(lookEveryMs);
	}
}

function listPartitions(paths: SystemPaths): NamedPartition[] {
	return readdirSync(paths.blockDevices).flatMap((device) => {
		const name = partitionNameOf(readText(join(paths.blockDevices, device, "uevent")) ?? "");
		return name === undefined ? [] : [{ device, name }];
	});
}

/** The log lies in memory too; the usual limit is made for disks. */
function limitJournal(stateBytes: number): void {
	const path = "/run/systemd/journald.conf.d/20-soma-live.conf";
	mkdirSync(dirname(path), { recursive: true });
	const limitBytes = Math.floor(stateBytes / 8);
	writeFileSync(path, `[Journal]\nSystemMaxUse=${limitBytes}\nRuntimeMaxUse=${limitBytes}\n`);
}

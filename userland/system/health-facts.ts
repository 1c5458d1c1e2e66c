import { closeSync, fsyncSync, mkdirSync, openSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { findMount, type HealthFacts } from "../core/health/checks.ts";
import { errnoOf } from "../lib/errors.ts";
import { findUsrDevice } from "./boot-disk.ts";
import { readBootRecord } from "./efi-vars.ts";
import { readLiveRecord } from "./live-record.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** Reads what local health is judged by. @param runningSlot what the partition table says */
export function readHealthFacts(
	paths: SystemPaths,
	runningSlot: HealthFacts["runningSlot"],
): HealthFacts {
	const device = findUsrDevice(paths);
	const record = readBootRecord(paths);
	return {
		usrMount: findMount(readText(paths.mounts) ?? "", "/usr"),
		usrDevice: "problem" in device ? device : device.number,
		runningSlot,
		liveSource: "live" in device ? (readLiveRecord(paths)?.source ?? "memory") : undefined,
		record: "problem" in record ? undefined : record,
		stateProblem: probeState(paths.stateDirectory),
		machineId: readText(paths.machineId)?.trim(),
	};
}

/**
 * Writes and flushes a file as a service would; returns what went wrong. A stale probe is simply
 * replaced.
 */
function probeState(directory: string): string | undefined {
	const path = join(directory, ".write-probe");
	try {
		mkdirSync(directory, { recursive: true, mode: 0o755 });
		const descriptor = openSync(path, "w", 0o600);
		try {
			writeSync(descriptor, "probe\n");
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		unlinkSync(path);
		return undefined;
	} catch (error) {
		return `${path} cannot be written (${errnoOf(error) ?? String(error)})`;
	}
}

import { join } from "node:path";
import type { LiveRecord } from "../../core/live/record.ts";
import { required } from "../../lib/assert.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";

/** What is known of a live system before STATE was chosen. */
export type LiveOrigin = Omit<LiveRecord, "state">;

/** Where `soma live fetch` leaves it for `soma live state`, both in the initrd. */
export function originPath(paths: SystemPaths): string {
	return join(paths.runtime, "live-origin.json");
}

/** Reads what {@link originPath} names; our own service wrote it in this very boot. */
export function readOrigin(paths: SystemPaths): LiveOrigin {
	const path = originPath(paths);
	return JSON.parse(required(readText(path), path)) as LiveOrigin;
}

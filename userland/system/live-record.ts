import { type LiveRecord, parseLiveRecord } from "../core/live/record.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** What a live system says about itself; undefined when the system runs from a disk. */
export function readLiveRecord(paths: SystemPaths): LiveRecord | undefined {
	const text = readText(paths.liveRecord);
	return text === undefined ? undefined : parseLiveRecord(text);
}

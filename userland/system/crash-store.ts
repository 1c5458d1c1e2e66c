import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type BootHistory, parseHistory } from "../core/crash/boots.ts";
import { type Crash, readCrashRecords } from "../core/crash/record.ts";
import type { SystemPaths } from "./paths.ts";
import { readText, replaceText } from "./text-file.ts";

/**
 * The crash records that systemd-pstore(8) moved from the firmware's variables to STATE: a folder
 * for the second of each crash, one below it for each of several, `dmesg.txt` in that.
 */
export function readCrashes(paths: SystemPaths): Crash[] {
	const seconds = foldersIn(paths.crashes).filter((name) => /^\d{9,11}$/.test(name));
	return readCrashRecords(
		seconds.flatMap((second) =>
			foldersIn(join(paths.crashes, second)).flatMap((count) => {
				const text = readText(join(paths.crashes, second, count, "dmesg.txt"));
				return text === undefined ? [] : [{ atSeconds: Number(second), text }];
			}),
		),
	);
}

function foldersIn(path: string): string[] {
	try {
		return readdirSync(path, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name);
	} catch {
		return [];
	}
}

/** What was noted of earlier boots. */
export function readHistory(paths: SystemPaths): BootHistory {
	return parseHistory(readText(join(paths.stateDirectory, historyName)));
}

/** Keeps the notes; a power cut leaves the old or the new ones. */
export function writeHistory(paths: SystemPaths, history: BootHistory): void {
	mkdirSync(paths.stateDirectory, { recursive: true });
	replaceText(join(paths.stateDirectory, historyName), `${JSON.stringify(history)}\n`);
}

const historyName = "boots.json";

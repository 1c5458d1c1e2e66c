import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import {
	type AttemptNote,
	type Explanation,
	explainFailure,
	formatNote,
	parseNotes,
} from "../../core/update/explain.ts";
import type { Attempt } from "../../core/update/phase.ts";
import { readCrashes, readHistory } from "../crash-store.ts";
import { appendLine, modes } from "../durable-file.ts";
import { readBootRecord } from "../efi-vars.ts";
import type { SystemPaths } from "../paths.ts";
import { runUnchecked } from "../process.ts";
import { readText } from "../text-file.ts";

/** Written by boots of a new release before they end, and by the initrd that cannot go on. */
const notesName = "attempts.jsonl";
const journalLines = 40;

/** Notes why this boot ends, so that the next one can tell; it survives a power cut. */
export function noteAttempt(paths: SystemPaths, note: AttemptNote): void {
	const path = join(paths.update, notesName);
	mkdirSync(dirname(path), { recursive: true });
	appendLine(path, formatNote(note), modes.open);
}

/** Why a release did not stay, from everything that its boots left. */
export async function explainAttempt(paths: SystemPaths, attempt: Attempt): Promise<Explanation> {
	const { rootHash } = attempt.release;
	const record = readBootRecord(paths);
	const boots = readHistory(paths).boots;
	const last = boots.findLast((boot) => boot.rootHash === rootHash);
	return explainFailure({
		rootHash,
		committedAtSeconds: attempt.committedAtSeconds,
		isBootImageBad: !("problem" in record) && record.failed.includes(attempt.slot),
		crashes: readCrashes(paths),
		boots,
		notes: parseNotes(readText(join(paths.update, notesName)) ?? ""),
		journal: last === undefined ? [] : await readJournal(last.bootId),
	});
}

/** The last warnings of a boot that is over (journalctl(1)); none when they are not there. */
async function readJournal(bootId: string): Promise<readonly string[]> {
	if (!existsSync("/usr/bin/journalctl")) {
		return [];
	}
	const id = bootId.replaceAll("-", "");
	const { exitCode, stdout } = await runUnchecked({
		argv: [
			...["journalctl", `--boot=${id}`, "--priority=warning", `--lines=${journalLines}`],
			...["--no-pager", "--quiet", "--output=short-monotonic", "--no-hostname"],
		],
	});
	return exitCode === 0 ? stdout.split("\n").filter((line) => line !== "") : [];
}

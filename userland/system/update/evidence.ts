import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import {
	type AttemptNote,
	clockToleranceSeconds,
	type Explanation,
	explainFailure,
	formatNote,
	parseNotes,
} from "../../core/update/explain.ts";
import { parseJournalBoots, ranRelease } from "../../core/update/journal-boots.ts";
import type { Attempt } from "../../core/update/phase.ts";
import { readCrashes, readHistory } from "../crash-store.ts";
import { appendLine, modes, replaceFile } from "../durable-file.ts";
import { readBootRecord } from "../efi-vars.ts";
import type { SystemPaths } from "../paths.ts";
import { runUnchecked } from "../process.ts";
import { readText } from "../text-file.ts";

/** Written by boots of a new release before they end, and by the initrd that cannot go on. */
const notesName = "attempts.jsonl";
/** Enough for every release that is remembered, with all of its tries. */
const mostNotes = 128;
const journalLines = 40;
/** A new release has three tries, and the boot that tells of them comes after. */
const mostBoots = 6;
/** The command line is among the first of them. */
const firstKernelLines = 40;

/** Notes why this boot ends, so that the next one can tell; it survives a power cut. */
export function noteAttempt(paths: SystemPaths, note: AttemptNote): void {
	const path = join(paths.update, notesName);
	mkdirSync(dirname(path), { recursive: true });
	appendLine(path, formatNote(note), modes.open);
	const notes = parseNotes(readText(path) ?? "");
	if (notes.length > mostNotes) {
		const kept = notes.slice(-mostNotes / 2).map((kept) => `${formatNote(kept)}\n`);
		replaceFile(path, kept.join(""), modes.open);
	}
}

/** Why a release did not stay, from everything that its boots left. */
export async function explainAttempt(paths: SystemPaths, attempt: Attempt): Promise<Explanation> {
	const { rootHash } = attempt.release;
	const record = readBootRecord(paths);
	const boots = readHistory(paths).boots;
	const last = boots.findLast((boot) => boot.rootHash === rootHash);
	const bootId = last?.bootId ?? (await findBootOf(attempt));
	return explainFailure({
		rootHash,
		committedAtSeconds: attempt.committedAtSeconds,
		isBootImageBad: !("problem" in record) && record.failed.includes(attempt.slot),
		crashes: readCrashes(paths),
		boots,
		notes: parseNotes(readText(join(paths.update, notesName)) ?? ""),
		journal: bootId === undefined ? [] : await readJournal(bootId),
	});
}

/** The last boot of a release that ended before its agent could note it, by the kernel's words. */
async function findBootOf({ release, committedAtSeconds }: Attempt): Promise<string | undefined> {
	const boots = parseJournalBoots(await journalText(["--list-boots", "--output=json"]));
	const since = committedAtSeconds - clockToleranceSeconds;
	const recent = boots.filter(({ endedAtSeconds }) => endedAtSeconds >= since);
	for (const { id } of recent.slice(-mostBoots).reverse()) {
		const kernel = ["--dmesg", `--lines=+${firstKernelLines}`, "--output=cat"];
		if (ranRelease(await journalText([`--boot=${id}`, ...kernel]), release.rootHash)) {
			return id;
		}
	}
	return;
}

/** The last warnings of a boot that is over; none when they are not there. */
async function readJournal(bootId: string): Promise<readonly string[]> {
	const text = await journalText([
		...[`--boot=${bootId.replaceAll("-", "")}`, "--priority=warning", `--lines=${journalLines}`],
		...["--output=short-monotonic", "--no-hostname"],
	]);
	return text.split("\n").filter((line) => line !== "");
}

/** What journalctl(1) says; nothing where it is not, or when it fails. */
async function journalText(args: readonly string[]): Promise<string> {
	if (!existsSync("/usr/bin/journalctl")) {
		return "";
	}
	const { exitCode, stdout } = await runUnchecked({
		argv: ["journalctl", "--no-pager", "--quiet", ...args],
	});
	return exitCode === 0 ? stdout : "";
}

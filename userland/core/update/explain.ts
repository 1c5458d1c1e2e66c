import * as v from "valibot";
import type { BootNote } from "../crash/boots.ts";
import type { Crash } from "../crash/record.ts";
import { type FailureClass, failureClasses, type HistoryEntry } from "./document.ts";

/** What a boot of a new release noted about itself before it ended. */
export interface AttemptNote {
	/** The kernel's boot_id. */
	readonly bootId: string;
	/** What ran. */
	readonly rootHash: string;
	readonly atSeconds: number;
	readonly class: FailureClass;
	/** One sentence. */
	readonly because: string;
}

/** Everything that is left of the boots of a release that did not stay. */
export interface FailureEvidence {
	readonly rootHash: string;
	readonly committedAtSeconds: number;
	/** The selector found that its boot image is damaged, in this boot. */
	readonly isBootImageBad: boolean;
	/** What the kernel's last words were (pstore). */
	readonly crashes: readonly Crash[];
	/** Boots that got as far as an agent, oldest first. */
	readonly boots: readonly BootNote[];
	/** What those boots noted, oldest first. */
	readonly notes: readonly AttemptNote[];
	/** The last warnings of the last of them, or of a boot that came less far. */
	readonly journal: readonly string[];
}

/** Why a release was left, for people and for programs. */
export type Explanation = Pick<HistoryEntry, "class" | "because" | "evidence">;

/** What PID 1 says when it crashes (systemd, src/core/crash-handler.c), before it restarts. */
const initCrash = /systemd\[1\]: (Caught <\w+>.*)$/;

/** Clocks of two boots may differ by a little. */
export const clockToleranceSeconds = 30;
const keptLines = 12;

/**
 * The reason in one sentence: what a boot said of itself goes first, then the kernel's last words,
 * then the selector's; without any of them, how far it came.
 */
export function explainFailure(evidence: FailureEvidence): Explanation {
	const since = evidence.committedAtSeconds - clockToleranceSeconds;
	const note = evidence.notes.findLast(
		({ rootHash, atSeconds }) => rootHash === evidence.rootHash && atSeconds >= since,
	);
	if (note !== undefined) {
		return { class: note.class, because: note.because, evidence: lines(evidence.journal) };
	}
	const crash = evidence.crashes.findLast(({ atSeconds }) => atSeconds >= since);
	if (crash !== undefined) {
		const after = crash.uptimeSeconds === undefined ? "" : ` after ${crash.uptimeSeconds} s`;
		const because = `the kernel stopped${after}: ${crash.line}`;
		return { class: classOfCrash(crash), because, evidence: lines(evidence.journal) };
	}
	if (evidence.isBootImageBad) {
		const because = "the selector found that its boot image is damaged, or signed by nobody known";
		return { class: "boot-image", because, evidence: [] };
	}
	return explainSilence(evidence, since);
}

function classOfCrash({ kind, line }: Crash): FailureClass {
	if (kind === "verity") {
		return "verity";
	}
	return /Attempted to kill init/.test(line) ? "init-crash" : "panic";
}

function explainSilence(evidence: FailureEvidence, since: number): Explanation {
	const boots = evidence.boots.filter(
		({ rootHash, startedAtSeconds }) => rootHash === evidence.rootHash && startedAtSeconds >= since,
	);
	const crash = evidence.journal.map((line) => initCrash.exec(line)?.[1]).find(Boolean);
	if (crash !== undefined) {
		const because = `PID 1 crashed: ${crash}`;
		return { class: "init-crash", because, evidence: lines(evidence.journal) };
	}
	return boots.length === 0
		? {
				class: "early-boot",
				because: `none of its starts came as far as its agent${
					evidence.journal.length === 0 ? ", and none left a word" : ""
				}`,
				evidence: lines(evidence.journal),
			}
		: {
				class: "unknown",
				because: `${boots.length} of its starts came up, and ended without a word`,
				evidence: lines(evidence.journal),
			};
}

function lines(journal: readonly string[]): readonly string[] {
	return journal.slice(-keptLines);
}

const noteSchema = v.object({
	bootId: v.string(),
	rootHash: v.string(),
	atSeconds: v.number(),
	class: v.picklist(failureClasses),
	because: v.string(),
});

/** A note on one line. */
export function formatNote(note: AttemptNote): string {
	return JSON.stringify(note);
}

/** The notes in a text, a line each; a line that a power cut tore is left out. */
export function parseNotes(text: string): readonly AttemptNote[] {
	return text.split("\n").flatMap((line) => {
		try {
			const result = v.safeParse(noteSchema, JSON.parse(line));
			return result.success ? [result.output] : [];
		} catch {
			return [];
		}
	});
}

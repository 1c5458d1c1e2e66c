import { expect, test } from "vitest";
import type { Crash } from "../crash/record.ts";
import { explainFailure, type FailureEvidence, formatNote, parseNotes } from "./explain.ts";

const rootHash = "b".repeat(64);
const committedAtSeconds = 1_795_000_000;
const nothing: FailureEvidence = {
	rootHash,
	committedAtSeconds,
	isBootImageBad: false,
	crashes: [],
	boots: [],
	notes: [],
	journal: [],
};
const crash = (line: string, kind: Crash["kind"] = "panic"): Crash => ({
	kind,
	atSeconds: committedAtSeconds + 40,
	uptimeSeconds: 3.5,
	line,
});
const note = {
	bootId: "one",
	rootHash,
	atSeconds: committedAtSeconds + 60,
	class: "health",
	because: "shop.service failed",
} as const;
const boot = { bootId: "one", slot: "B", rootHash, startedAtSeconds: committedAtSeconds } as const;

test.each([
	["what a boot noted", { ...nothing, notes: [note], crashes: [crash("late")] }, "health", /^shop/],
	[
		"a panic",
		{ ...nothing, crashes: [crash("Kernel panic - not syncing: VFS")] },
		"panic",
		/after 3\.5 s: Kernel panic/,
	],
	[
		"a crash of PID 1",
		{ ...nothing, crashes: [crash("Kernel panic - not syncing: Attempted to kill init!")] },
		"init-crash",
		/kill init/,
	],
	[
		"a crash of PID 1 that the journal kept",
		{ ...nothing, boots: [boot], journal: ["[39.1] systemd[1]: Caught <SEGV>, dumped core."] },
		"init-crash",
		/^PID 1 crashed: Caught <SEGV>/,
	],
	["bad verity", { ...nothing, crashes: [crash("dm-verity", "verity")] }, "verity", /dm-verity/],
	["a bad boot image", { ...nothing, isBootImageBad: true }, "boot-image", /selector/],
	["no word at all", nothing, "early-boot", /none left a word/],
	[
		"a crash of PID 1 before any agent ran",
		{ ...nothing, journal: ["[19.1] systemd[1]: Caught <ABRT>, from our own process."] },
		"init-crash",
		/^PID 1 crashed: Caught <ABRT>/,
	],
	[
		"warnings of a boot without an agent",
		{ ...nothing, journal: ["[19.1] systemd[1]: Failed to start x."] },
		"early-boot",
		/as far as its agent$/,
	],
	["boots without a word", { ...nothing, boots: [boot] }, "unknown", /1 of its starts/],
	[
		"a crash before the commit, which is not its fault",
		{ ...nothing, crashes: [{ ...crash("old"), atSeconds: committedAtSeconds - 60 }] },
		"early-boot",
		/none/,
	],
	[
		"a note of another release",
		{ ...nothing, notes: [{ ...note, rootHash: "c".repeat(64) }] },
		"early-boot",
		/none/,
	],
] as const)("%s is the reason", (_name, evidence, failureClass, because) => {
	const found = explainFailure(evidence);
	expect(found.class).toBe(failureClass);
	expect(found.because).toMatch(because);
});

test("notes are read again, and a torn line is left out", () => {
	const text = `${formatNote(note)}\n${formatNote(note).slice(0, 20)}\n${formatNote(note)}\n`;
	expect(parseNotes(text)).toEqual([note, note]);
});

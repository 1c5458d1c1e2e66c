import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describePhase, mayFollow, type Phase, phaseSuccessors, releaseOf } from "./phase.ts";

const release = { version: "4801", rootHash: "b".repeat(64) };
const attempt = {
	release,
	slot: "B",
	from: { version: "4800", rootHash: "a".repeat(64) },
	committedAtSeconds: 1,
	committedInBoot: "one",
	hadNetwork: true,
} as const;
const phases: readonly Phase[] = [
	{ kind: "idle" },
	{ kind: "fetching", release },
	{ kind: "waiting", release },
	{ kind: "writing", release, slot: "B", formerRootHash: undefined },
	{ kind: "restarting", ...attempt },
	{ kind: "proving", ...attempt },
];

test("the architecture document shows what may follow what", () => {
	const path = join(import.meta.dirname, "../../../docs/architecture.md");
	const text = readFileSync(path, "utf8");
	const shown = /<!-- update-phases -->\n(.*?)<!-- \/update-phases -->/s.exec(text)?.[1];
	const rows = Object.entries(phaseSuccessors).map(
		([kind, successors]) => `- ${kind}: ${successors.join(", ")}\n`,
	);
	expect(shown).toBe(rows.join(""));
});

test("a slot is committed only after it was written, and written only after all is here", () => {
	const into = (kind: Phase["kind"]): readonly string[] =>
		phases.filter((phase) => phaseSuccessors[phase.kind].includes(kind)).map((phase) => phase.kind);
	expect(into("restarting")).toEqual(["writing"]);
	expect(into("writing")).toEqual(["waiting", "restarting"]); // whose slot is emptied again
	expect(into("waiting")).toEqual(["fetching"]);
});

test("from every phase there is a way back to idle, and a phase may be entered again", () => {
	for (const phase of phases) {
		expect(phase.kind === "idle" || mayFollow(phase, { kind: "idle" })).toBe(true);
		expect(mayFollow(phase, phase)).toBe(true);
	}
});

test("each phase has a line for people, which names its release", () => {
	for (const phase of phases) {
		expect(releaseOf(phase)).toEqual(phase.kind === "idle" ? undefined : release);
		expect(describePhase(phase)).toContain(phase.kind === "idle" ? "idle" : "4801");
	}
});

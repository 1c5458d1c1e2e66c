import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNotes } from "../../core/update/explain.ts";
import { systemPaths } from "../paths.ts";
import { noteAttempt } from "./evidence.ts";

test("the notes of boots that ended are bounded, and the latest stay", () => {
	const update = mkdtempSync(join(tmpdir(), "soma-evidence-"));
	try {
		const paths = { ...systemPaths, update };
		for (let atSeconds = 1; atSeconds <= 300; atSeconds++) {
			const boot = { bootId: String(atSeconds), rootHash: "b".repeat(64), atSeconds };
			noteAttempt(paths, { ...boot, class: "health", because: "shop.service failed" });
		}
		const notes = parseNotes(readFileSync(join(update, "attempts.jsonl"), "utf8"));
		expect(notes.length).toBeLessThanOrEqual(128);
		expect(notes.slice(-50).map((note) => note.atSeconds)).toEqual(
			Array.from({ length: 50 }, (_, index) => 251 + index),
		);
	} finally {
		rmSync(update, { recursive: true, force: true });
	}
});

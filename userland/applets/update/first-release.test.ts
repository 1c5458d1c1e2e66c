import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChunkIndex } from "../../core/chunk/index-file.ts";
import { TrustedRepository } from "../../system/repository/trusted-repository.ts";
import { updateFiles } from "../../system/update/files.ts";
import { openShare } from "../../system/update/share.ts";
import { readDocument, writeDocument } from "./session.ts";

/**
 * What the first release that updates itself left on STATE, in a node that had committed its next
 * one, as it was on the disk. Only the two large indexes are left out. Whatever the formats become,
 * a release has to read this.
 */
const kept = join(import.meta.dirname, "../../testing/first-release");
const first = "3575cc3fc989b9bc6beca38fb7b439863cb5f612f20e7d3ed00d1830e50445f8";
const next = "b9cafddb10ff0214dc4eb8e5b96d8919330efaa82ff25431948ba0b6df5991b0";

let directory: string;
beforeAll(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-first-release-"));
	cpSync(kept, join(directory, "update"), { recursive: true });
});
afterAll(() => rmSync(directory, { recursive: true }));

const fail = (text: string): never => {
	throw new Error(text);
};

test("the document of the first release is read, and its format is still written", () => {
	const files = updateFiles(join(directory, "update"));
	const document = readDocument(files, fail);
	expect(document.phase).toMatchObject({
		kind: "restarting",
		release: { version: "4806.7", rootHash: next },
		from: { version: "4806", rootHash: first },
		slot: "B",
	});
	writeDocument(files, { ...document, wishes: { pin: "4806.7" } });
	const written = JSON.parse(Buffer.from(files.read("state.1.json") ?? []).toString());
	expect(written).toMatchObject({ format: 1, revision: 7, wishes: { pin: "4806.7" } });
});

test("a node of the first release is a copy of the repository for the present one", async () => {
	const files = updateFiles(join(directory, "update"));
	const baseRoot = join(kept, "metadata", "1.root.json");
	const share = openShare({
		files,
		baseRoot,
		disk: { blockSizeBytes: 512, read: fail, readTable: fail } as never,
		slots: async () => ({ A: first, B: next }),
	});
	const repository = new TrustedRepository({
		sources: [{ place: "the first release", read: (path) => share.read(path) }],
		baseRoot: Buffer.from((await share.read("metadata/1.root.json")) ?? []),
		stateDirectory: join(directory, "trusted"),
		scratchDirectory: join(directory, "scratch"),
		// The day after it was signed, whenever this runs.
		clock: () => ({ nowMs: Date.parse("2026-12-01"), isSynchronised: true, epochMs: 0 }),
	});
	expect(await repository.refresh()).toMatchObject({ fresh: "yes", versions: { root: 1 } });
	const release = await repository.release("4806.7");
	expect(release.rootHash).toBe(next);
	const index = await repository.index(release, "verity");
	const bytes = files.read(`releases/${next}.verity.caibx`);
	expect(index).toEqual(parseChunkIndex(bytes ?? new Uint8Array()));
});

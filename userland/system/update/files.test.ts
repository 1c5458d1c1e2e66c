import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { updateFiles } from "./files.ts";

let directory = mkdtempSync(join(tmpdir(), "soma-update-files-"));
const made = [directory];
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-update-files-"));
	made.push(directory);
});
afterAll(() => {
	for (const path of made) {
		rmSync(path, { recursive: true, force: true });
	}
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("what is written is read, listed and removed; folders come by themselves", () => {
	const files = updateFiles(join(directory, "update"));
	expect(files.list("chunks")).toEqual([]);
	expect(files.read("chunks/a")).toBeUndefined();
	files.writeLoose("chunks/a", bytes("one"));
	files.replace("state", bytes("two"));
	files.replace("state", bytes("three"));
	files.flush();
	expect(files.read("chunks/a")).toEqual(Buffer.from("one"));
	expect(files.read("state")).toEqual(Buffer.from("three"));
	expect(files.list("chunks")).toEqual(["a"]);
	files.remove("chunks/a");
	files.remove("chunks/a");
	expect(files.list("chunks")).toEqual([]);
	expect(files.freeBytes()).toBeGreaterThan(0);
});

test("what a power cut left of a replacement is no file", () => {
	const files = updateFiles(directory);
	files.writeLoose("chunks/a", bytes("one"));
	writeFileSync(join(directory, "chunks", "b.123.new"), "half");
	expect(files.list("chunks")).toEqual(["a"]);
});

test("a file that cannot be written is named, with a cure", () => {
	writeFileSync(join(directory, "chunks"), "no folder");
	expect(() => updateFiles(directory).writeLoose("chunks/a", bytes("x"))).toThrow(
		/chunks\/a cannot be written/,
	);
});

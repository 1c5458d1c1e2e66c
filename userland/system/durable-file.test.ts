import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { errorOf } from "../testing/errors.ts";
import { appendLine, createFile, modes, replaceFile } from "./durable-file.ts";

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-durable-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("a file that is there is never overwritten, and no other file is left beside it", async () => {
	const path = join(directory, "key");
	createFile(path, "first", modes.secret);
	expect((await errorOf(() => createFile(path, "second", modes.secret))).code).toBe("file-exists");
	expect(readFileSync(path, "utf8")).toBe("first");
	expect([statSync(path).mode & 0o777, readdirSync(directory)]).toEqual([0o600, ["key"]]);
});

test("a secret that replaces an open file is private", () => {
	const path = join(directory, "key");
	writeFileSync(path, "old", { mode: 0o644 });
	replaceFile(path, "new", modes.secret);
	expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["new", 0o600]);
});

test("a piece of a line that a power cut left goes with the next line", () => {
	const path = join(directory, "lines");
	appendLine(path, "one", modes.secret);
	writeFileSync(path, 'one\n{"cut', { flag: "w" });
	appendLine(path, "two", modes.secret);
	expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
});

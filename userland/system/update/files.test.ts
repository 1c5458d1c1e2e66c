import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { run } from "../process.ts";
import { removeLeftovers, updateFiles } from "./files.ts";
import type { LooseFile } from "./ports.ts";

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

function writeTo(file: LooseFile, text: string): void {
	try {
		file.write(0, bytes(text));
	} finally {
		file.close();
	}
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("what is written is read, listed and removed; folders come by themselves", () => {
	const files = updateFiles(join(directory, "update"));
	expect(files.list("chunks")).toEqual([]);
	expect(files.read("chunks/a")).toBeUndefined();
	writeTo(files.openLoose("chunks/a"), "one");
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

test("what power cuts left of replacements is removed, in folders too, and nothing else", () => {
	const files = updateFiles(directory);
	files.replace("releases/a.caibx", bytes("index"));
	for (const name of ["state.1.json.17.new", "releases/a.caibx.18.new"]) {
		writeFileSync(join(directory, name), "half");
	}
	removeLeftovers(directory);
	const left = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
	expect(left).toEqual(["lock", "releases", "releases/a.caibx"]);
	removeLeftovers(join(directory, "nowhere"));
});

test("of two that read and replace a file one goes first, and none is lost", async () => {
	const module = join(import.meta.dirname, "files.ts");
	const script = `
		import { updateFiles } from ${JSON.stringify(module)};
		const files = updateFiles(${JSON.stringify(directory)});
		for (let round = 0; round < 100; round++) {
			files.exclusively(() => {
				const count = Number(new TextDecoder().decode(files.read("count") ?? new Uint8Array()));
				files.replace("count", new TextEncoder().encode(String(count + 1)));
			});
		}`;
	const one = { argv: [process.execPath, "--no-env-file", "-e", script] };
	await Promise.all([run(one), run(one)]);
	expect(new TextDecoder().decode(updateFiles(directory).read("count"))).toBe("200");
});

test("what a power cut left of a replacement is no file", () => {
	const files = updateFiles(directory);
	writeTo(files.openLoose("chunks/a"), "one");
	writeFileSync(join(directory, "chunks", "b.123.new"), "half");
	expect(files.list("chunks")).toEqual(["a"]);
});

test("a file that cannot be written is named, with a cure", () => {
	writeFileSync(join(directory, "chunks"), "no folder");
	const file = updateFiles(directory).openLoose("chunks/a");
	expect(() => writeTo(file, "x")).toThrow(/chunks\/a cannot be written/);
});

test("parts of a file are written and read before and after it is opened anew", () => {
	const files = updateFiles(directory);
	const absent = files.openLoose("chunks/pack");
	expect([absent.sizeBytes(), absent.readInto(0, new Uint8Array(1))]).toEqual([0, false]);
	expect(files.list("chunks")).toEqual([]);
	absent.write(0, bytes("one two"));
	absent.write(7, bytes(" three"));
	absent.truncate(11);
	absent.close();
	const file = files.openLoose("chunks/pack");
	const two = new Uint8Array(3);
	expect([file.sizeBytes(), file.readInto(4, two), file.readInto(9, two)]).toEqual([
		11,
		true,
		false,
	]);
	expect(files.read("chunks/pack")).toEqual(Buffer.from("one two thr"));
	file.close();
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openToolTree } from "../../../image/tools/tree.ts";
import { readHostname } from "./hostname.ts";

let directory = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-state-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** A file system as the first boot makes it, with this name in it. */
async function stateWith(name: string | undefined, ...options: string[]): Promise<Uint8Array> {
	const files = join(directory, "files");
	mkdirSync(join(files, "etc"), { recursive: true });
	for (let at = 0; at < 200; at++) {
		writeFileSync(join(files, "etc", `file-${at}`), "x");
	}
	if (name !== undefined) {
		writeFileSync(join(files, "etc/hostname"), name);
	}
	const image = join(directory, "state");
	const argv = ["mke2fs", "-q", "-t", "ext4", "-O", "verity,quota,project", "-d", files];
	await openToolTree().run({ argv: [...argv, ...options, image, "64M"] });
	return readFileSync(image);
}

const read = (bytes: Uint8Array) => async (offset: number, length: number) =>
	bytes.slice(offset, offset + length);

test.each([
	["4 KiB blocks", []],
	["1 KiB blocks", ["-b", "1024"]],
	["content within inodes", ["-O", "inline_data"]],
])("the name of a node is found: %s", async (_case, options) => {
	const state = await stateWith("rack-7.example\n", ...options);
	expect(await readHostname(read(state))).toBe("rack-7.example");
});

test("without a name, without a file system, and with a damaged one there is none", async () => {
	const state = await stateWith(undefined);
	expect(await readHostname(read(state))).toBeUndefined();
	expect(await readHostname(read(new Uint8Array(1024 ** 2)))).toBeUndefined();
	for (let seed = 1; seed < 40; seed++) {
		const damaged = state.slice();
		for (let at = 1024 + seed; at < 64 * 1024; at += 97 * seed) {
			damaged[at] = (damaged[at] ?? 0) ^ seed;
		}
		expect((await readHostname(read(damaged))) ?? "").toMatch(/^[\w.-]*$/);
	}
});

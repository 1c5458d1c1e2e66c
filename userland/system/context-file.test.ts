import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noContexts } from "../core/context/contexts.ts";
import { contextsPath, readContextFile, writeContextFile } from "./context-file.ts";

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-contexts-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("the path is the named one, or in the directory of configuration", () => {
	expect(contextsPath({ SOMA_CONTEXTS: "/x", XDG_CONFIG_HOME: "/y" })).toBe("/x");
	expect(contextsPath({ SOMA_CONTEXTS: "", XDG_CONFIG_HOME: "/y" })).toBe("/y/soma/contexts.yaml");
	expect(contextsPath({ XDG_CONFIG_HOME: "relative" })).toMatch(
		/\/\.config\/soma\/contexts\.yaml$/,
	);
});

test("what is written is read again, is private, and leaves nothing beside it", () => {
	const path = join(directory, "new", "contexts.yaml");
	expect(readContextFile(path)).toEqual(noContexts);
	writeContextFile(path, noContexts);
	expect(readContextFile(path)).toEqual(noContexts);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(readdirSync(join(directory, "new"))).toEqual(["contexts.yaml"]);
});

test.each([0o640, 0o604, 0o620, 0o666])("mode %o is refused, and the cure says how", (mode) => {
	const path = join(directory, "contexts.yaml");
	writeFileSync(path, "");
	chmodSync(path, mode);
	expect(() => readContextFile(path)).toThrow(
		expect.objectContaining({
			code: "contexts-not-private",
			hint: expect.stringContaining(`chmod 600 ${path}`),
		}),
	);
});

test("a file that cannot be read or written is named", () => {
	expect(() => readContextFile(directory)).toThrow(
		expect.objectContaining({ message: expect.stringContaining(directory) }),
	);
	expect(() => writeContextFile(join("/dev/null", "x"), noContexts)).toThrow(
		expect.objectContaining({ code: "contexts-unwritable" }),
	);
});

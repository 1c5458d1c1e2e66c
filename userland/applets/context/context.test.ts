import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemPaths } from "../../system/paths.ts";
import type { Context } from "../context.ts";
import { pkiCommands } from "../pki/commands.ts";
import { contextCommands } from "./commands.ts";

/* `soma context` with the authorities that `soma pki` makes. */

let directory = "";
beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-context-"));
	process.env["SOMA_CONTEXTS"] = join(directory, "contexts.yaml");
	await run("pki new", "lab", "--directory", authority(), "--operator", "ada");
	await run("pki operator", "bob", "--directory", authority(), "--role", "reader");
});
afterAll(() => rmSync(directory, { recursive: true }));

const authority = (): string => join(directory, "lab-pki");

async function run(name: string, ...words: string[]): Promise<string> {
	const lines: string[] = [];
	const context: Context = {
		paths: systemPaths,
		print: (line) => lines.push(line),
		warn: (line) => lines.push(line),
		randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const all = [...pkiCommands, ...contextCommands];
	const command = all.find(({ spec }) => spec.name === `soma ${name}`);
	expect(await command?.run(context, words)).toBe(0);
	return lines.join("\n");
}

test("from authorities to a context that commands go to", async () => {
	expect(await run("context list")).toContain("no context in");
	const words = ["--authority", authority(), "--operator", "ada", "--node", "192.0.2.1,192.0.2.2"];
	expect(await run("context add", "lab", ...words)).toBe("added lab, and commands go to it");
	expect(statSync(process.env["SOMA_CONTEXTS"] ?? "").mode & 0o777).toBe(0o600);
	const shown = JSON.parse(await run("context show", "--json"));
	expect(shown).toMatchObject({ cluster: "lab", current: true, nodes: ["192.0.2.1", "192.0.2.2"] });
	expect(shown).not.toHaveProperty("key");
	await run("context add", "reading", "--authority", authority(), "--operator", "bob");
	expect(await run("context list")).toMatch(/^ +NAME[\s\S]*\n\* +lab [\s\S]*\n +reading +lab +-$/);
	await run("context use", "reading");
	await run("context add", "reading", "--replace", "--node", "192.0.2.9");
	expect(await run("context show")).toMatch(/reading \(current\)[\s\S]*192\.0\.2\.9/);
	expect(await run("context remove", "reading")).toContain("no context is current");
});

test.each([
	[["--authority", "nowhere"], "authority-missing"],
	[["--authority", "LAB"], "operator-unknown"],
	[["--authority", "LAB", "--operator", "eve"], "operator-unknown"],
	[["--roots", "/nonexistent"], "file-unreadable"],
	[[], "usage"],
])("context add %j fails with %s", async (words, code) => {
	const given = words.map((word) => (word === "LAB" ? authority() : word));
	await expect(run("context add", "other", ...given)).rejects.toMatchObject({ code });
});

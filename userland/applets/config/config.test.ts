import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "../../../image/tools/tree.ts";
import { allKeys } from "../../core/config/explain.ts";
import { systemPaths } from "../../system/paths.ts";
import { configCommands } from "./commands.ts";

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-config-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(...argv: string[]): Promise<{ exitCode: number; out: string; err: string }> {
	const out: string[] = [];
	const err: string[] = [];
	const [word, ...rest] = argv;
	const command = configCommands.find(({ spec }) => spec.name === `soma config ${word}`);
	const context = {
		paths: systemPaths,
		print: (line: string) => out.push(line),
		warn: (line: string) => err.push(line),
		randomBytes: (count: number) => new Uint8Array(count),
	};
	const exitCode = (await command?.run(context, rest)) ?? -1;
	return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

function file(name: string, text: string): string {
	const path = join(directory, name);
	writeFileSync(path, text);
	return path;
}

const examples = join(repositoryRoot, "docs", "examples");

test("render prints one line of JSON, check says that it is sound", async () => {
	const path = join(examples, "founder.yaml");
	const files = ["--files-dir", join(examples, "files")];
	const rendered = await run("render", path, ...files);
	expect(rendered).toMatchObject({ exitCode: 0, err: "" });
	expect(JSON.parse(rendered.out)).toMatchObject({ ignition: { version: "3.3.0" } });
	expect((await run("check", path, ...files)).out).toMatch(/sound; rendered it has \d+ bytes$/);
	const json = await run("check", "--json", path, ...files);
	expect(JSON.parse(json.out)).toEqual({ problems: [], sizeBytes: expect.any(Number) });
});

test("a problem is told with its place, and nothing is rendered", async () => {
	const path = file("bad.yaml", "variant: soma\nversion: 1.0.0\nsoma: {role: boss}\n");
	const { exitCode, out, err } = await run("render", path);
	expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
	expect(err).toBe(
		`${path}:3:14: soma.role: must be one of core, worker, not "boss"\nerror: ${path}: 1 problem`,
	);
	const json = await run("check", path, "--json");
	expect(json.exitCode).toBe(1);
	expect(JSON.parse(json.out).problems).toMatchObject([{ line: 3, column: 14, path: "soma.role" }]);
});

test("local files: missing, unnamed folder, too large, no regular file", async () => {
	const yaml = (local: string): string =>
		`variant: soma\nversion: 1.0.0\nstorage: {files: [{path: /a, contents: {local: ${local}}}]}\n`;
	const path = file("local.yaml", yaml("big"));
	expect((await run("check", path)).err).toMatch(
		/:3:\d+: storage\.files\[0\]\.contents\.local: .*--files-dir is not given/,
	);
	expect((await run("check", path, "--files-dir", directory)).err).toMatch(/ENOENT/);
	truncateSync(file("big", ""), 33 * 1024 * 1024);
	expect((await run("check", path, "--files-dir", directory)).err).toMatch(/more than 33554432/);
	const folder = file("folder.yaml", yaml("."));
	expect((await run("check", folder, "--files-dir", directory)).err).toMatch(/no regular file/);
	writeFileSync(join(directory, "big"), "x");
	expect((await run("check", path, "--files-dir", directory)).exitCode).toBe(0);
});

test("a local file with what is no ticket is refused", async () => {
	const path = file("t.yaml", "variant: soma\nversion: 1.0.0\nsoma: {ticket_local: t}\n");
	file("t", "hello");
	const { err } = await run("check", path, "--files-dir", directory);
	expect(err).toMatch(/soma\.ticket_local: is no ticket/);
});

test("a configuration of 100 MB is refused before it is read", async () => {
	const path = file("huge.yaml", "");
	truncateSync(path, 100_000_000);
	const startedAt = performance.now();
	await expect(run("check", path)).rejects.toThrow(/100000000 bytes, more than 1048576/);
	expect(performance.now() - startedAt).toBeLessThan(1000);
	await expect(run("check", join(directory, "none"))).rejects.toThrow(/ENOENT/);
	await expect(run("check", "/dev/zero")).rejects.toThrow(/no regular file/);
});

test("explain knows every key, sections, and the nearest to what is not there", async () => {
	expect((await run("explain")).out).toMatch(/^soma\.network +map: The network/m);
	expect((await run("explain", "storage.files[2].mode")).out).toBe(
		"storage.files[].mode (octal permissions)\n\nPermissions in octal; 0644 without it.",
	);
	expect((await run("explain", "soma.update.window")).out).toMatch(/^soma\.update\.window\.start/m);
	expect((await run("explain", "storage.luks")).out).toMatch(/Refused: encrypted data disks/);
	await expect(run("explain", "storage.flies")).rejects.toMatchObject({
		code: "unknown-key",
		hint: expect.stringMatching(/storage\.files/),
	});
	for (const { path } of allKeys()) {
		expect((await run("explain", "--json", path)).exitCode).toBe(0);
	}
});

test("docs/configuration.md is what `soma config explain --markdown` prints", async () => {
	const text = readFileSync(join(repositoryRoot, "docs", "configuration.md"), "utf8");
	expect(text).toBe(`${(await run("explain", "--markdown")).out}\n`);
});

import { createHash } from "node:crypto";
import {
	copyFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runUnchecked } from "../../userland/system/process.ts";
import { ensureUserland } from "./userland.ts";

let directory = "";
let binary = "";
const formerCache = process.env["XDG_CACHE_HOME"];

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-userland-"));
	binary = await buildIn("first");
});

afterAll(() => {
	if (formerCache === undefined) {
		delete process.env["XDG_CACHE_HOME"];
	} else {
		process.env["XDG_CACHE_HOME"] = formerCache;
	}
	rmSync(directory, { recursive: true });
});

async function buildIn(cache: string): Promise<string> {
	process.env["XDG_CACHE_HOME"] = join(directory, cache);
	return (await ensureUserland()).binary;
}

function digest(path: string): string {
	return createHash("sha256").update(readFileSync(path)).digest("hex");
}

test("two builds give the same bits, and the second call takes the cache", async () => {
	const second = await buildIn("second");
	expect(second).not.toBe(binary);
	expect(digest(second)).toBe(digest(binary));
	const { ino, mtimeMs } = statSync(second);
	expect(await buildIn("second")).toBe(second);
	expect(statSync(second)).toMatchObject({ ino, mtimeMs });
});

test("the name under which it is called chooses the applet", async () => {
	const agent = join(directory, "soma-agent");
	symlinkSync(binary, agent);
	const help = await runUnchecked({ argv: [agent, "--help"] });
	expect(help).toMatchObject({ exitCode: 0, stderr: "" });
	expect(help.stdout).toMatch(/^The resident agent/);
	const usage = await runUnchecked({ argv: [binary, "nothing"] });
	expect(usage).toMatchObject({ exitCode: 2, stdout: "" });
});

test("a bunfig.toml in the working directory does not count", async () => {
	copyFileSync(binary, join(directory, "soma"));
	writeFileSync(join(directory, "bunfig.toml"), 'preload = ["./evil.ts"]\n');
	writeFileSync(join(directory, "evil.ts"), 'process.stdout.write("evil");\n');
	const result = await runUnchecked({ argv: ["./soma", "version"], cwd: directory });
	expect(result.exitCode).toBe(0);
	expect(result.stdout).toMatch(/^Soma OS /);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemPaths } from "../../system/paths.ts";
import type { Context } from "../context.ts";
import { releaseCommands } from "./commands.ts";

async function run(...argv: string[]): Promise<string> {
	const lines: string[] = [];
	const context: Context = {
		paths: systemPaths,
		print: (line) => lines.push(line),
		warn: () => {},
		randomBytes: (count) => new Uint8Array(count),
	};
	const command = releaseCommands.find(({ spec }) => spec.name === "soma release waves");
	expect(await command?.run(context, argv)).toBe(0);
	return lines.join("\n");
}

const machineId = "0123456789abcdef0123456789abcdef";

test("the table shows each policy, and --json gives what a file of one holds", async () => {
	expect(await run("immediate")).toBe(
		"POLICY     GROUP     LABELS  AFTER  SHARE\nimmediate  everyone  -       0 s    100 %",
	);
	const [{ wave }] = JSON.parse(await run("careful", "--json"));
	const folder = mkdtempSync(join(tmpdir(), "soma-waves-"));
	try {
		const path = join(folder, "own.json");
		writeFileSync(path, JSON.stringify(wave));
		const own = await run(path);
		expect(own.replaceAll(path, "X").replaceAll(/ +/g, " ")).toBe(
			(await run("careful")).replaceAll("careful", "X").replaceAll(/ +/g, " "),
		);
		writeFileSync(path, JSON.stringify({ ...wave, brake: "required" }));
		expect(await run(path)).toContain("own.json (brake required)");
		writeFileSync(path, JSON.stringify({ ...wave, paused: 1 }));
		await expect(run(path)).rejects.toThrow("own.json is not valid: paused");
		writeFileSync(path, "{");
		await expect(run(path)).rejects.toThrow("own.json is not JSON");
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("a node is told when its turn comes, by its labels", async () => {
	const node = ["--machine-id", machineId, "--release", "1.2.3"];
	expect(await run("default", ...node)).toMatch(/^default: the wave comes in \d+ \w+: group every/);
	expect(await run("default", ...node, "--label", "update=canary")).toMatch(/has reached.*canary/);
});

test("words that do not go together are refused", async () => {
	await expect(run("--machine-id", machineId)).rejects.toThrow("--release");
	await expect(run("--machine-id", "1", "--release", "1")).rejects.toThrow("32 hexadecimal");
	await expect(run("fast")).rejects.toThrow("fast is no policy and no file");
});

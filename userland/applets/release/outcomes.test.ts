import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutcomeRecord } from "../../core/wave/outcome.ts";
import { openOutcomeLog } from "../../system/outcome-log.ts";
import { systemPaths } from "../../system/paths.ts";
import type { Context } from "../context.ts";
import { releaseCommands } from "./commands.ts";

let directory = "";
let path = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-outcomes-"));
	path = join(directory, "outcomes.jsonl");
	writeFileSync(path, "");
});
afterEach(() => rmSync(directory, { recursive: true }));

const node = "0".repeat(31);
const started = { kind: "started", release: "1.2.3", node: `${node}1`, because: "", atSeconds: 5 };
const failed = { ...started, kind: "rolled-back", because: "no network", atSeconds: 90 };
const admitted = { kind: "admitted", release: "1.2.3", node: `${node}1`, atSeconds: 1 };

function write(...records: readonly unknown[]): void {
	const log = openOutcomeLog(path);
	for (const record of records) {
		log.append(record as OutcomeRecord);
	}
	log.close();
}

async function run(name: string, ...argv: string[]): Promise<string> {
	const lines: string[] = [];
	const add = (line: string) => lines.push(line);
	const randomBytes = (count: number) => new Uint8Array(count);
	const context: Context = { paths: systemPaths, print: add, warn: add, randomBytes };
	const command = releaseCommands.find(({ spec }) => spec.name === `soma release ${name}`);
	expect(await command?.run(context, [...argv, "--outcomes", directory])).toBe(0);
	return lines.join("\n");
}

test("the table says how many took a release, how it went and why it stands", async () => {
	expect(await run("outcomes")).toBe("no outcomes yet");
	write(admitted, started, failed);
	expect(await run("outcomes")).toBe(
		"RELEASE  TAKEN  GOOD  PROVEN  BAD  SILENT  STATE  WHY\n" +
			"1.2.3        1     0       0    1       0  open   rolled back: no network",
	);
	expect(await run("outcomes", "1.2.3")).toMatch(
		new RegExp(
			`\n\nNODE +WHEN +STATE +WHY\n${node}1 +\\d+ d ago +counts +rolled back: no network$`,
		),
	);
	await expect(run("outcomes", "1.2.4")).rejects.toThrow("nothing is known of the release 1.2.4");
});

test("halt and resume are words in the same journal, with their reason", async () => {
	expect(await run("halt", "1.2.3", "--because", "we wait for Monday")).toBe("1.2.3 is halted");
	expect(await run("outcomes")).toMatch(/halted +we wait for Monday$/);
	write(admitted, started, failed);
	expect(await run("resume", "1.2.3")).toBe("1.2.3 is resumed");
	const [summary] = JSON.parse(await run("outcomes", "--json"));
	expect(summary).toMatchObject({ release: "1.2.3", taken: 1, bad: 0 });
	expect(summary.halted).toBeUndefined();
	expect(await run("outcomes", "1.2.3")).toMatch("forgiven");
	await expect(run("halt", "a b")).rejects.toThrow("is no version");
});

test("a piece of a line that a power cut left is passed over, what follows is kept", async () => {
	write(admitted, started);
	appendFileSync(path, '{"kind":"rolled-ba');
	write(failed);
	expect(readFileSync(path, "utf8").split("\n")).toHaveLength(5);
	const shown = await run("outcomes");
	expect(shown).toMatch("1 lines could not be read");
	expect(shown).toMatch("rolled back: no network");
});

test("at every byte where a power cut ends the journal, the whole lines before it are read", () => {
	write(admitted, started, failed);
	const whole = readFileSync(path);
	for (let length = 0; length <= whole.length; length++) {
		writeFileSync(path, whole.subarray(0, length));
		const log = openOutcomeLog(path);
		const lines = whole.subarray(0, length).toString().split("\n").length - 1;
		expect(log.takeNew()).toHaveLength(lines);
		log.append(failed as OutcomeRecord);
		expect(log.takeNew().at(-1)).toEqual(failed);
		log.close();
	}
});

test("what another program writes into the journal is read by the one that has it open", () => {
	const server = openOutcomeLog(path);
	expect(server.takeNew()).toEqual([]);
	write(admitted);
	expect(server.takeNew()).toEqual([admitted]);
	server.append(started as OutcomeRecord);
	write(failed);
	expect(server.takeNew()).toEqual([started, failed]);
	expect(server.takeNew()).toEqual([]);
	server.close();
});

test("a directory without a journal is an error with a cure", async () => {
	rmSync(path);
	await expect(run("outcomes")).rejects.toThrow("outcomes.jsonl does not exist");
});

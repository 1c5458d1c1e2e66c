import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { usualBrake } from "../core/wave/brake.ts";
import type { OutcomeRecord } from "../core/wave/outcome.ts";
import { openOutcomeLog } from "./outcome-log.ts";
import { openServedOutcomeLog } from "./outcome-log-lock.ts";
import { runUnchecked } from "./process.ts";

let directory = "";
let path = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-outcomes-"));
	path = join(directory, "outcomes.jsonl");
});
afterEach(() => rmSync(directory, { recursive: true }));

const release = "1.2.3";
const node = "0".repeat(32);
const admitted: OutcomeRecord = { kind: "admitted", release, node, atSeconds: 1 };
const halted: OutcomeRecord = {
	...{ kind: "halted", release, by: "operator", because: "Friday", atSeconds: 3000 },
};
const counts = { taken: 0, good: 0, proven: 0, bad: 0, lost: 0 };
const closed: OutcomeRecord = { kind: "closed", release, atSeconds: 2000, ...counts };

function write(...records: readonly OutcomeRecord[]): void {
	const log = openOutcomeLog(path);
	log.append(...records);
	log.close();
}

const text = (...records: readonly unknown[]): string =>
	records.map((record) => `${JSON.stringify(record)}\n`).join("");

test("a server that starts leaves out what says nothing any more, and goes on behind it", () => {
	write(admitted, closed, halted);
	appendFileSync(path, '{"kind":"adm\n{"kind":"newer"}\n{"kind":"admit');
	const log = openServedOutcomeLog(directory, usualBrake);
	expect(log.takeNew()).toEqual([closed, halted]);
	log.append(admitted);
	expect(log.takeNew()).toEqual([admitted]);
	log.close();
	expect(readFileSync(path, "utf8")).toBe(text(closed, halted, { kind: "newer" }, admitted));
});

test("a second server for the same directory is refused while the first one runs", () => {
	const first = openServedOutcomeLog(directory, usualBrake);
	expect(() => openServedOutcomeLog(directory, usualBrake)).toThrow("another soma keeps outcomes");
	first.close();
	openServedOutcomeLog(directory, usualBrake).close();
});

test("no operator's word is lost while servers start and compact the journal", async () => {
	write(admitted, closed);
	const words = Array.from({ length: 6 }, (_, at) => `word ${at}`);
	const main = join(import.meta.dirname, "..", "main.ts");
	let running = words.length;
	const said = words.map(async (because) => {
		const argv = [process.execPath, main, "release", "halt", release, `--outcomes=${directory}`];
		const ended = await runUnchecked({ argv: [...argv, `--because=${because}`] });
		running -= 1;
		return ended.exitCode;
	});
	while (running > 0) {
		const log = openServedOutcomeLog(directory, usualBrake);
		log.append(closed); // the next server leaves out the one before
		log.close();
		await Bun.sleep(0);
	}
	expect(new Set(await Promise.all(said))).toEqual(new Set([0]));
	const log = openOutcomeLog(path);
	const found = log.takeNew().flatMap((record) => ("because" in record ? record.because : []));
	log.close();
	expect(found.toSorted()).toEqual(words);
});

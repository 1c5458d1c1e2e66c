import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outcomeClient } from "../../system/outcome-client.ts";
import { runUnchecked } from "../../system/process.ts";
import { makeFakeRelease, writeFakeRelease } from "../../testing/fake-release.ts";
import { runRelease } from "./testing-commands.ts";

const main = join(import.meta.dirname, "..", "..", "main.ts");
const nodeId = (at: number): string => at.toString(16).padStart(32, "0");

test("a roll-back stops a release at the server, an operator's word lets it go on", async () => {
	const directory = mkdtempSync(join(tmpdir(), "soma-brake-"));
	try {
		const [repository, keys, built, outcomes] = ["repository", "keys", "4800", "outcomes"].map(
			(name) => join(directory, name),
		);
		await runRelease("init", `--repository=${repository}`, `--keys=${keys}`);
		mkdirSync(built ?? "");
		writeFakeRelease(built ?? "", makeFakeRelease("4800"));
		const signing = [`--repository=${repository}`, `--keys=${keys}`];
		await runRelease("publish", built ?? "", ...signing);
		await runRelease("promote", "4800", "--channel=stable", ...signing);
		const withdraw = () => runRelease("withdraw", "4800", ...signing);
		const stop = new AbortController();
		const stopNow = (): void => stop.abort();
		let done: Promise<void> | undefined;
		const ended = await runUnchecked({
			argv: [
				...[process.execPath, main, "release", "serve", `--repository=${repository}`],
				...["--listen=127.0.0.1:0", `--outcomes=${outcomes}`],
			],
			signal: stop.signal,
			onLine: (line) => {
				const url = /serving .* at (http:\S+)$/.exec(line)?.[1];
				done ??= url === undefined ? undefined : operate(url, outcomes, withdraw).finally(stopNow);
			},
		});
		expect(ended.stderr).toBe("");
		expect(done).toBeDefined();
		await done;
	} finally {
		rmSync(directory, { recursive: true });
	}
});

async function operate(
	baseUrl: string,
	outcomes: string | undefined,
	withdraw: () => Promise<unknown>,
): Promise<void> {
	const nodes = outcomeClient({ baseUrl });
	const release = "4800";
	expect(await nodes.ask(release, nodeId(1))).toEqual({ kind: "go" });
	const report = { release, node: nodeId(1) };
	expect((await nodes.report({ ...report, kind: "started", because: "" })).kind).toBe("go");
	await nodes.report({ ...report, kind: "rolled-back", because: "no network" });
	expect(await nodes.ask(release, nodeId(2))).toEqual({
		kind: "halted",
		because: "1 of 1 nodes did not come through: rolled back: no network",
	});
	const shown = await runRelease("outcomes", `--outcomes=${outcomes}`);
	expect(shown.text).toMatch(/^4800 +1 +0 +0 +1 +0 +halted +1 of 1 nodes did not come through/m);
	await runRelease("resume", release, `--outcomes=${outcomes}`);
	expect(await nodes.ask(release, nodeId(2))).toEqual({ kind: "go" });
	await runRelease("halt", release, `--outcomes=${outcomes}`, "--because=not on a Friday");
	expect(await nodes.ask(release, nodeId(2))).toEqual({
		kind: "halted",
		because: "not on a Friday",
	});
	const journal = (): string => readFileSync(join(outcomes ?? "", "outcomes.jsonl"), "utf8");
	await nodes.report({ release, node: nodeId(2), kind: "failed", because: "" });
	expect(journal()).not.toContain("closed");
	await withdraw();
	await nodes.ask(release, nodeId(3));
	expect(journal()).toContain("closed"); // no channel offers it any more
	expect((await nodes.ask(release, nodeId(3))).kind).toBe("halted");
}

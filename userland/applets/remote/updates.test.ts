import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { defaultNodeConfig } from "../../core/config/node-config.ts";
import { emptyDocument, type HistoryEntry } from "../../core/update/document.ts";
import { required } from "../../lib/assert.ts";
import { parseFlags } from "../../lib/flags.ts";
import { runUnchecked } from "../../system/process.ts";
import { updateFiles } from "../../system/update/files.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { freshSlot, provenSlot } from "../../testing/soma-disks.ts";
import { startFleet } from "../../testing/test-fleet.ts";
import { contextOf } from "../testing-run.ts";
import { updateCommands } from "../update/commands.ts";
import { readDocument, writeDocument } from "../update/session.ts";
import { applySpec } from "../update/specs.ts";
import { runRemote } from "./testing-commands.ts";
import { agentAnswers } from "./testing-real-agent.ts";

/* `soma update` on an operator's machine, against the handlers of two real agents on loopback. */

const directory = mkdtempSync(join(tmpdir(), "soma-remote-update-"));
const script = join(directory, "soma");
const said = join(directory, "said");
const nodes = ["one", "two"].map((name) =>
	makeFakeNode(join(directory, name), { disk: { slots: { A: provenSlot, B: freshSlot } } }),
);
const fleet = await startFleet(
	nodes.map((paths) =>
		agentAnswers(paths, (command) =>
			runUnchecked({ ...command, argv: ["sh", script, ...command.argv] }),
		),
	),
);
const [one = ""] = fleet.addresses;
const paths = required(nodes[0], "a node");

const rolledBack: HistoryEntry = {
	release: { version: "4801", rootHash: "a".repeat(64) },
	from: { version: "4799", rootHash: "b".repeat(64) },
	outcome: "rolled-back",
	class: "panic",
	because: "the kernel panicked: \u001b[2J",
	evidence: ["Kernel panic", "not syncing"],
	committedAtSeconds: 1_700_000_000,
	decidedAtSeconds: 1_700_000_090,
	reported: true,
};

/** What `/usr/bin/soma` of the nodes does in this test. */
function programDoes(text: string): void {
	writeFileSync(script, `echo "$*" >>${said}\n${text}\n`);
}

beforeEach(async () => {
	await fleet.become("operator");
	fleet.use({ nodes: fleet.addresses });
	rmSync(said, { force: true });
	programDoes("");
	for (const { update } of nodes) {
		writeDocument(updateFiles(update), { ...emptyDocument, history: [rolledBack] });
	}
});
afterAll(async () => {
	await fleet.close();
	rmSync(directory, { recursive: true });
});

/** The same command on the node itself. */
async function runThere(name: string, ...words: readonly string[]): Promise<string> {
	const lines: string[] = [];
	const command = updateCommands.find(({ spec }) => spec.name === `soma ${name}`);
	await command?.run({ ...contextOf(lines, []), paths }, words);
	return lines.join("\n");
}

test("status, history and why say from afar what they say on the node", async () => {
	await fleet.become("reader");
	const files = updateFiles(paths.update);
	writeDocument(files, {
		...readDocument(files, () => undefined),
		wishes: { hold: { because: "holidays", atSeconds: 1_700_000_000 }, pin: "4799" },
		refused: [{ ...rolledBack.release, because: "it panics" }],
		check: { atSeconds: 1_700_000_000, failures: 2, problem: "no way", offered: "4801" },
	});
	const update = { channel: "beta", servers: ["https://a/", "/run/stick"], sharePort: 8080 };
	mkdirSync(dirname(paths.nodeConfig), { recursive: true });
	writeFileSync(paths.nodeConfig, JSON.stringify({ ...defaultNodeConfig, update }));
	for (const name of ["update status", "update history", "update why"]) {
		const here = (await runRemote(name, "--node", one)).text;
		const there = await runThere(name);
		expect(here.replaceAll("\\x1b", "\u001b"), name).toBe(there);
		expect(here).not.toContain("\u001b");
		const value = (await runRemote(name, "--node", one, "--json")).text;
		expect(JSON.parse(value), name).toEqual(JSON.parse(await runThere(name, "--json")));
	}
	expect(await runThere("update status")).toContain("https://a/, /run/stick");
	rmSync(paths.nodeConfig);
	const missing = runRemote("update why", "4800", "--node", one);
	await expect(missing).rejects.toMatchObject({ code: "update-no-failure" });
});

test("several nodes are one table, and one JSON", async () => {
	const status = (await runRemote("update status")).text;
	expect(status).toMatch(/^NODE +RUNNING +PHASE +BECAUSE +LAST CHECK +HOLD +PIN\n/);
	expect(status).toMatch(/4799 +idle +- +never +- +-$/m);
	const history = (await runRemote("update history")).text.split("\n");
	expect(history.map((line) => line.split(/ +/)[1])).toEqual(["RELEASE", "4801", "4801"]);
	const why = JSON.parse((await runRemote("update why", "--json")).text);
	expect(why.nodes.map(({ result }: { result: HistoryEntry }) => result.class)).toEqual([
		"panic",
		"panic",
	]);
});

test("hold and pin are heeded by the node, and taken back", async () => {
	const all = ["--node", fleet.addresses.join(",")];
	expect((await runRemote("update hold", "new year", ...all)).text).toContain(
		"updates are on hold",
	);
	expect((await runRemote("update pin", "4802.1", "--node", one)).text).toBe(
		"only 4802.1 is taken",
	);
	const wishes = (at: number) =>
		readDocument(updateFiles(nodes[at]?.update ?? ""), () => undefined).wishes;
	const hold = { because: "new year", atSeconds: 1_700_000_000 };
	expect([wishes(0), wishes(1)]).toEqual([{ hold, pin: "4802.1" }, { hold }]);
	await runRemote("update unhold", "--node", one);
	expect(wishes(0)).toEqual({ pin: "4802.1" });
	expect((await runRemote("update unpin", "--node", one)).text).toBe("the channel is followed");
	expect(wishes(0)).toEqual({});
	const lines = fleet.apis[0]?.audit.filter(({ method }) => method === "ChangeUpdateWishes");
	expect(lines?.[0]).toMatchObject({
		subject: "updates are on hold: new year",
		caller: { name: "ada", role: "operator" },
		outcome: "ok",
	});
});

test("what would change a node wants it named, confirmed, and sensible", async () => {
	for (const name of ["apply", "rollback", "unhold"]) {
		const run = runRemote(`update ${name}`);
		await expect(run).rejects.toMatchObject({ code: "many-nodes" });
	}
	const both = ["--node", fleet.addresses.join(",")];
	await expect(runRemote("update apply", "--yes", ...both)).rejects.toMatchObject({
		code: "many-nodes",
	});
	for (const name of ["apply", "rollback"]) {
		const run = runRemote(`update ${name}`, "--node", one);
		await expect(run).rejects.toMatchObject({ code: "not-confirmed" });
	}
	await expect(runRemote("update pin", "latest", "--node", one)).rejects.toMatchObject({
		code: "request-invalid",
	});
	const folder = runRemote("update apply", "--from", "/run/stick", "--yes", "--node", one);
	await expect(folder).rejects.toThrow("folders are not sent");
	await fleet.become("reader");
	for (const words of [["apply", "--yes"], ["rollback", "--yes"], ["hold", "x"], ["unpin"]]) {
		const [name = "", ...rest] = words;
		const run = runRemote(`update ${name}`, ...rest, "--node", one);
		await expect(run, name).rejects.toMatchObject({ code: "role-too-low" });
	}
	expect(() => readFileSync(said)).toThrow("ENOENT"); // no program was started
});

test("apply runs there with what was said here, and gives its lines and exit code", async () => {
	programDoes('echo "first"; echo "second \u001b[2J" >&2; exit 3');
	const words = ["4801", "--force", "--no-restart", "--from", "https://a/r,http://b/"];
	const { text, exitCode } = await runRemote("update apply", ...words, "--yes", "--node", one);
	expect(exitCode).toBe(3);
	expect(text.split("\n").sort()).toEqual(["first", "second \\x1b[2J"]);
	expect(readFileSync(said, "utf8")).toBe(
		"/usr/bin/soma update apply 4801 --from https://a/r --from http://b/ --force --no-restart\n",
	);
	const [, , , ...argv] = readFileSync(said, "utf8").trim().split(" ");
	expect(parseFlags(applySpec, argv).flags).toMatchObject({ force: true, "no-restart": true });
	programDoes("echo would go");
	const dry = await runRemote("update apply", "--dry-run", "--node", one);
	expect(dry).toMatchObject({ text: "would go", exitCode: 0 });
	const back = await runRemote("update rollback", "--dry-run", "--no-restart", "--node", one);
	expect(back.exitCode).toBe(0);
	expect(readFileSync(said, "utf8")).toMatch(/update rollback --dry-run --no-restart\n$/);
});

test("that a node restarts is heard of, whatever becomes of the stream then", async () => {
	programDoes("[ $1 != systemctl ] || exit 143; echo 4801 is in slot B");
	const { text, exitCode } = await runRemote("update rollback", "--yes", "--node", one);
	expect(text).toMatch(/^4801 is in slot B\nrestarting\n127\S+ restarts; `soma update status`/);
	expect(exitCode).toBe(0);
	expect(readFileSync(said, "utf8")).toMatch(
		/rollback --no-restart\nsystemctl --no-block reboot\n$/,
	);
	programDoes("echo 4801 is in slot B; kill -TERM $$; sleep 60");
	const ended = runRemote("update rollback", "--yes", "--node", one);
	await expect(ended).rejects.toMatchObject({ code: "update-ended", retryable: true });
});

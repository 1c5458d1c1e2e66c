import { expect, test } from "vitest";
import { runRemote } from "./testing-commands.ts";
import { startTwoNodes } from "./testing-two-nodes.ts";

/* Commands that look, against real servers on loopback: TLS, roles and streams are the node's. */

const { fleet, requests, one } = await startTwoNodes();

test("status of one node is a page, and its JSON has the shape of the local one", async () => {
	const page = await runRemote("status", "--node", one);
	expect(page.text).toContain("hostname      node-1");
	expect(page.text).toContain("A     4799     good");
	expect(page.text).toContain("booted        unknown: no record");
	const json = JSON.parse((await runRemote("status", "--json", "--node", one)).text);
	expect(json).toMatchObject({
		version: "4799",
		memory: { totalBytes: 2 ** 30, availableBytes: 2 ** 29 },
		disk: { slots: [{ name: "A" }, { name: "B", attributes: "0x0100000000000001" }] },
		proven: true,
	});
});

test("status of several nodes is one table with a column for the node", async () => {
	const { text, exitCode } = await runRemote("status");
	expect(exitCode).toBe(0);
	const [header = "", ...rows] = text.split("\n");
	expect(header).toMatch(/^NODE +HOSTNAME +VERSION +SLOT +HEALTH +PROVEN +UPTIME +LOAD +MEMORY/);
	expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
		[fleet.addresses[0], "node-1", "4799"],
		[fleet.addresses[1], "node-2", "4799"],
	]);
});

test("a node that fails is reported and does not hide the others", async () => {
	const nodes = `${one},127.0.0.1:1`;
	const { text, warnings, exitCode } = await runRemote("status", "--node", nodes);
	expect(exitCode).toBe(1);
	expect(text).toContain("node-1");
	expect(warnings).toMatch(/^127\.0\.0\.1:1: error: 127\.0\.0\.1:1 cannot be reached/);
	expect(warnings).toContain("cure: ");
	const json = await runRemote("status", "--json", "--node", nodes);
	expect(JSON.parse(json.text)).toMatchObject({
		nodes: [
			{ node: one, result: { hostname: "node-1" } },
			{ node: "127.0.0.1:1", error: { code: "node-unreachable" } },
		],
	});
});

test.each([
	["services", [], /UNIT +ACTIVE +STATE[\s\S]*b\.service +failed +failed/],
	["services", [], /\\x1b\[2Jevil/],
	["services", ["--failed"], /^UNIT[^\n]*\nb\.service[^\n]*$/],
	["ps", [], /PID +USER[\s\S]* 1 [\s\S]*\/sbin\/init\n +9 /],
	["ps", ["--sort", "memory"], / 9 [^\n]*9 MiB[^\n]*\n +1 [^\n]*5 MiB/],
	["ps", ["--kernel"], /\[kthreadd\]/],
	["memory", [], /available +512 MiB \(50 %\)/],
	["disks", [], /\/dev\/vda +8 GiB +512-byte blocks, boot disk\n\nMOUNTED ON/],
	["identity", [], /node id +0123456789abcdef[\s\S]*issued by +[^?\n]*CN=/],
	["configuration", [], /source +SMBIOS[\s\S]*"format": 1/],
	["slot list", [], /^SLOT +VERSION[\s\S]*A +4799 +good/],
	["slot show", ["B"], /^slot +B\n/],
	["events", ["--no-follow"], /health +ready$/],
])("soma %s %j shows what a person reads", async (name, words, pattern) => {
	const { text } = await runRemote(name, "--node", one, ...words);
	expect(text).toMatch(pattern);
});

test.each(["services", "ps", "memory", "disks", "identity", "configuration", "slot list"])(
	"soma %s of several nodes is one table, and one JSON",
	async (name) => {
		const table = await runRemote(name);
		expect(table.text).toMatch(/^NODE /);
		expect(table.text).toContain(fleet.addresses[1]);
		const json = JSON.parse((await runRemote(name, "--json")).text);
		expect(json.nodes.map(({ node }: { node: string }) => node)).toEqual(fleet.addresses);
	},
);

test("failed units make the exit code 1", async () => {
	expect((await runRemote("services", "--failed", "--node", one)).exitCode).toBe(1);
	expect((await runRemote("services", "--node", one)).exitCode).toBe(0);
});

test("logs are lines as journalctl has them, and JSON lines with exact times", async () => {
	const { text } = await runRemote("logs", "--node", one, "--lines", "5", "--boot=-1");
	expect(text).toMatch(/^\w{3} \d\d \d\d:\d\d:\d\d test: line 1 of node-1\n/);
	expect(requests[0]).toMatchObject({ lines: 5, boot: -1, follow: false });
	const json = await runRemote("logs", "--node", one, "--json", "--priority", "error");
	expect(JSON.parse(json.text.split("\n")[0] ?? "")).toMatchObject({
		time: "2023-11-14T22:13:20.123456Z",
		message: "line 1 of node-1",
		cursor: "1",
	});
	expect(requests[1]).toMatchObject({ priority: 4 });
});

test("logs of several nodes name the node in each line", async () => {
	const { text } = await runRemote("logs", "--output", "short");
	for (const [at, address] of fleet.addresses.entries()) {
		expect(text).toContain(`${address} test: line 1 of node-${at + 1}`);
	}
});

test("after a lost connection logs go on behind the last entry", async () => {
	const { text, warnings } = await runRemote(
		"logs",
		...["--node", one, "--follow", "--output", "cat"],
	);
	expect(text.split("\n").map((line) => line.slice(0, 6))).toEqual([
		"line 1",
		"line 2",
		"line 3",
		"line 4",
	]);
	expect(warnings).toBe(`${one}: going down; trying again`);
	expect(requests).toMatchObject([{ lines: 10 }, { lines: 0, afterCursor: "2" }]);
});

test.each([
	[["--since", "soon"], "--since is a time"],
	[["--follow", "--until", "now"], "--follow has no end"],
	[["--priority", "eror"], "did you mean error?"],
])("soma logs %j is refused", async (words, message) => {
	await expect(runRemote("logs", ...words)).rejects.toThrow(message);
});

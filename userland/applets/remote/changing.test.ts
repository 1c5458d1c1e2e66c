import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import { makeTestCluster } from "../../testing/test-cluster.ts";
import { startFleet } from "../../testing/test-fleet.ts";
import { contextOf } from "../testing-run.ts";
import { openSession } from "./session.ts";
import { runRemote } from "./testing-commands.ts";
import { startTwoNodes } from "./testing-two-nodes.ts";

/* Commands that change, and everything that can go wrong, against real servers on loopback. */

const { fleet, requests, one } = await startTwoNodes();

test("what changes a node wants it named when there are several", async () => {
	for (const name of ["reboot", "shutdown", "reset"]) {
		await expect(runRemote(name, "--yes")).rejects.toMatchObject({ code: "many-nodes" });
	}
	await expect(runRemote("slot mark-bad", "B")).rejects.toMatchObject({
		code: "many-nodes",
	});
	const { text } = await runRemote("slot mark-bad", "B", "--node", one, "--force");
	expect(text).toBe("slot B is bad now");
	expect(requests).toMatchObject([{ slot: "B", action: 2, force: true }]);
});

test("without a terminal nothing is done that was not confirmed", async () => {
	for (const name of ["reboot", "reset"]) {
		const run = runRemote(name, "--node", one);
		await expect(run).rejects.toMatchObject({ code: "not-confirmed" });
	}
	expect(requests).toEqual([]);
	expect((await runRemote("reboot", "--node", one, "--yes")).text).toBe("restarts now");
	await runRemote("reset", "--node", one, "--yes");
	expect(requests).toMatchObject([{ confirmNodeId: "0123456789abcdef" }]);
});

test("a support bundle is a private file, whole or not there", async () => {
	const { text } = await runRemote("support", "--output", fleet.directory, "--json");
	const files = JSON.parse(text).nodes.map(
		({ result }: { result: { path: string } }) => result.path,
	);
	expect(files).toHaveLength(2);
	for (const path of files) {
		expect(readFileSync(path)).toHaveLength(70_003);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	}
	const failing = await startFleet([
		{
			SupportBundle: async function* () {
				yield { data: new Uint8Array(10) };
				throw new SomaError({ code: "disk-broken", message: "it broke" });
			} as never,
		},
	]);
	const output = join(failing.directory, "x.tar");
	const run = runRemote("support", "--output", output);
	await expect(run).rejects.toMatchObject({ code: "disk-broken" });
	expect(readdirSync(failing.directory)).toEqual(["contexts.yaml"]);
	await failing.close();
	process.env["SOMA_CONTEXTS"] = join(fleet.directory, "contexts.yaml");
});

test("a command in a shell gives its exit code", async () => {
	const { exitCode } = await runRemote("shell", "--node", one, "--", "ls", "-l");
	expect(exitCode).toBe(7);
	const lines = fleet.apis.flatMap(({ audit }) => audit.filter(({ method }) => method === "Shell"));
	expect(lines.map(({ outcome }) => outcome)).toEqual(["ok"]);
});

test("a reader may look and change nothing", async () => {
	await fleet.become("reader");
	expect((await runRemote("status", "--node", one)).exitCode).toBe(0);
	await expect(runRemote("reboot", "--yes", "--node", one)).rejects.toMatchObject({
		code: "role-too-low",
		hint: expect.stringMatching(/./),
	});
});

test("a foreign cluster, another node, and a foreign key are told apart", async () => {
	const foreign = await makeTestCluster(undefined, "foreign");
	fleet.use({ roots: foreign.roots });
	await expect(runRemote("status", "--node", one)).rejects.toMatchObject({
		code: "node-not-trusted",
	});
	fleet.use({ roots: fleet.cluster.roots });
	await expect(runRemote("status", "--node", `0123456789abcdef@${one}`)).rejects.toMatchObject({
		code: "other-node",
	});
	const other = await fleet.cluster.operator("eve", "admin");
	fleet.use({ key: other.key });
	await expect(runRemote("status")).rejects.toMatchObject({ code: "operator-key-mismatch" });
});

test("an expired certificate is told at once, and one that ends soon is warned of", async () => {
	const past = await makeTestCluster(Math.floor(Date.now() / 1000) - 10 * 86_400);
	const ending = await past.operator("ada", "reader", 10 * 86_400 + 7200);
	fleet.use({ roots: past.roots, certificate: ending.chain, key: ending.key });
	const warnings: string[] = [];
	openSession(contextOf([], warnings), {
		node: [],
		context: undefined,
		timeout: undefined,
	}).close();
	expect(warnings).toEqual([
		expect.stringMatching(/^warning: your certificate in context "lab" expires in (1|2) h/),
	]);
	const expired = await past.operator("ada", "reader", 86_400);
	fleet.use({ certificate: expired.chain, key: expired.key });
	await expect(runRemote("memory", "--node", one)).rejects.toMatchObject({
		code: "operator-expired",
		message: expect.stringContaining("expired 9 d ago"),
	});
});

test("a node that does not answer in time is told apart from one that is not there", async () => {
	const slow = await startFleet([
		{ GetMemory: (() => new Promise((resolve) => setTimeout(resolve, 5000))) as never },
	]);
	await expect(runRemote("memory", "--timeout", "0.3")).rejects.toMatchObject({
		code: "call-timeout",
	});
	await slow.close();
	process.env["SOMA_CONTEXTS"] = join(fleet.directory, "contexts.yaml");
	await expect(runRemote("memory", "--node", "127.0.0.1:1")).rejects.toMatchObject({
		code: "node-unreachable",
	});
});

test("flags of this machine and flags of another one exclude each other", async () => {
	const run = runRemote("slot list", "--disk", "/x", "--node", one);
	await expect(run).rejects.toThrow("--disk is for this machine");
	const local = runRemote("slot list", "--disk", "/nonexistent");
	await expect(local).rejects.not.toMatchObject({ code: "node-unreachable" });
});

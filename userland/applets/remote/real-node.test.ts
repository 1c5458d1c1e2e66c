import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveRecord } from "../../core/live/record.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { freshSlot, provenSlot } from "../../testing/soma-disks.ts";
import { type Fleet, startFleet } from "../../testing/test-fleet.ts";
import { formatJson } from "../context.ts";
import { collectStatus } from "../status/collect.ts";
import { runRemote } from "./testing-commands.ts";
import { agentAnswers } from "./testing-real-agent.ts";

/* The commands against the handlers of a real agent, which read a made-up node. */

const live: LiveRecord = {
	version: "4799",
	source: "http://a/pxe/soma.efi",
	state: "disk",
	baseUrl: "http://a/",
	unsigned: true,
};

let directory = "";
let fleet: Fleet;
let paths: SystemPaths;
let livePaths: SystemPaths;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "soma-real-node-"));
	paths = makeFakeNode(join(directory, "installed"), {
		disk: { slots: { A: provenSlot, B: freshSlot } },
	});
	livePaths = makeFakeNode(join(directory, "live"), { live });
	fleet = await startFleet([agentAnswers(paths), agentAnswers(livePaths)]);
	fleet.use({ nodes: fleet.addresses.slice(0, 1) });
});
afterAll(async () => {
	await fleet.close();
	rmSync(directory, { recursive: true });
});

test("the status over the API is the status of the node, to the last bit", async () => {
	const local = JSON.parse(formatJson(collectStatus(paths)));
	const remote = JSON.parse((await runRemote("status", "--json")).text);
	const { unknown, node, state, ...same } = local;
	expect(remote).toMatchObject({ ...same, state: { sizeBytes: state.sizeBytes } });
	expect(remote).toMatchObject({ nodeId: "0123456789abcdef", cluster: null });
	expect(Object.keys(remote.unknown)).toEqual(expect.arrayContaining(Object.keys(unknown)));
	expect(node).toBeNull();
});

test("a live system says over the API too where it came from", async () => {
	const [installedAt = "", liveAt = ""] = fleet.addresses;
	const local = collectStatus(livePaths);
	const remote = JSON.parse((await runRemote("status", "--json", "--node", liveAt)).text);
	expect(remote).toMatchObject({ live, slot: null, disk: null });
	expect(remote.unknown).toMatchObject({ disk: local.unknown["disk"] });
	expect(remote.unknown.live).toBeUndefined();
	const page = (await runRemote("status", "--node", liveAt)).text;
	expect(page).toMatch(/^live +from http:\/\/a\/pxe\/soma\.efi, NOT SIGNED\nSTATE is +on a disk$/m);
	const table = (await runRemote("status", "--node", `${installedAt},${liveAt}`)).text;
	expect(table.split("\n").map((row) => row.split(/ {2,}/)[3])).toEqual(["SLOT", "A", "live"]);
});

test("slots are listed, and changed as soma slot changes them", async () => {
	expect((await runRemote("slot list")).text).toMatch(/^SLOT[\s\S]*running/);
	const { text } = await runRemote("slot mark-bad", "B", "--json");
	expect(JSON.parse(text)).toMatchObject({ changed: true, slots: [{}, { condition: "failed" }] });
	const refused = runRemote("slot mark-bad", "A");
	await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(/./) });
	expect((await runRemote("slot show", "B")).text).toMatch(/condition +failed/);
});

test("memory and identity of the node come over the API", async () => {
	const memory = JSON.parse((await runRemote("memory", "--json")).text);
	expect(memory).toMatchObject({ totalBytes: 2_048_000 * 1024, availableBytes: 1_024_000 * 1024 });
	expect((await runRemote("identity")).text).toContain("node id");
});

test("what changed is an event, and a shell is refused where nothing allows it", async () => {
	await expect(runRemote("shell", "--", "id")).rejects.toMatchObject({ code: "shell-disabled" });
	const { text } = await runRemote("events", "--no-follow", "--json");
	expect(text === "" || JSON.parse(text.split("\n")[0] ?? "").kind !== undefined).toBe(true);
});

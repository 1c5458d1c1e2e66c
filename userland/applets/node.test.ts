import {
	closeSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultNodeConfig } from "../core/config/node-config.ts";
import { tryLock } from "../system/libc.ts";
import { type SystemPaths, systemPaths } from "../system/paths.ts";
import { type FakeNode, makeFakeNode } from "../testing/fake-node.ts";
import { freshSlot, provenSlot } from "../testing/soma-disks.ts";
import { agentCommand } from "./agent/command.ts";
import type { Command, Context } from "./context.ts";
import { slotCommands } from "./slot/commands.ts";
import { collectStatus } from "./status/collect.ts";
import { formatStatus, statusCommand } from "./status/command.ts";

/* The applets on a made-up node: real files below a directory instead of /sys, /proc and /dev. */

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-node-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(
	command: Command | undefined,
	paths: SystemPaths,
	...words: string[]
): Promise<{ exitCode: number | undefined; text: string }> {
	const lines: string[] = [];
	const context: Context = {
		paths,
		print: (line) => lines.push(line),
		warn: (line) => lines.push(line),
		randomBytes: (count) => new Uint8Array(count).fill(7),
	};
	const exitCode = await command?.run(context, words);
	return { exitCode, text: lines.join("\n") };
}

/** The blocks of the primary table. */
function headOf(disk: string): Uint8Array {
	const bytes = new Uint8Array(34 * 512);
	const descriptor = openSync(disk, "r");
	readSync(descriptor, bytes, 0, bytes.length, 0);
	closeSync(descriptor);
	return bytes;
}

const markGood = slotCommands.find(({ spec }) => spec.name === "soma slot mark-good");

test("status of a fresh node knows everything", async () => {
	const paths = makeFakeNode(directory, { disk: { slots: { A: freshSlot } } });
	expect((await run(agentCommand, paths, "--once")).exitCode).toBe(0);
	const status = collectStatus(paths);
	expect(status).toMatchObject({
		version: "4799",
		kernel: "6.12.57",
		machineId: "0123456789abcdef0123456789abcdef",
		uptimeSeconds: 65.25,
		memory: { totalBytes: 2_097_152_000, availableBytes: 1_048_576_000 },
		boot: { slot: "A", reason: "highest-priority", firmwareMs: 2000, selectorMs: 500 },
		slot: "A",
		disk: { disk: `${paths.deviceNodes}/vda`, findings: [] },
		proven: false,
		node: null,
		unknown: { health: expect.stringMatching(/soma-agent is not running/) },
	});
	const text = formatStatus(status);
	expect(text).toMatch(/^uptime +1 min 5 s$/m);
	expect(text).toMatch(/^proven +not yet$/m);
	expect(text).toMatch(/^A +4799 +new +1 +3 +no +0 +running, boots next$/m);
});

test.each([
	["{", /^role +unknown: .*node\.json is no JSON$/m],
	[JSON.stringify({ ...defaultNodeConfig, cluster: "home" }), /^role +core, of cluster home$/m],
])("status tells what the configuration says: %s", async (text, shown) => {
	const paths = makeFakeNode(directory, { disk: { slots: { A: freshSlot } } });
	await Bun.write(paths.nodeConfig, text);
	expect((await run(statusCommand, paths)).text).toMatch(shown);
});

test("mark-good --booted proves the running slot, once", async () => {
	const paths = makeFakeNode(directory, { disk: { slots: { A: freshSlot } } });
	const first = await run(markGood, paths, "--booted");
	expect(first).toMatchObject({ exitCode: 0 });
	expect(first.text).toMatch(/soma: slot A proven good$/);
	expect(collectStatus(paths).proven).toBe(true);
	const before = headOf(join(paths.deviceNodes, "vda"));
	const again = await run(markGood, paths, "--booted");
	expect(again.text).toBe("slot A is good (nothing to change)\nsoma: slot A proven good");
	expect(headOf(join(paths.deviceNodes, "vda"))).toEqual(before);
});

test("what cannot be read is null with a reason, never a failure", async () => {
	const nowhere = Object.fromEntries(
		Object.keys(systemPaths).map((name) => [name, join(directory, "nothing")]),
	) as Record<keyof SystemPaths, string>;
	const status = collectStatus(nowhere);
	const { unknown, ...known } = status;
	expect(Object.values(known)).toEqual(Object.values(known).map(() => null));
	expect(Object.keys(unknown).sort()).toEqual(Object.keys(known).sort());
	const { exitCode, text } = await run(statusCommand, nowhere, "--json");
	expect(exitCode).toBe(0);
	expect(JSON.parse(text).unknown.version).toMatch(/has no IMAGE_VERSION/);
	expect((await run(statusCommand, nowhere)).text).toMatch(/^slots +unknown: the boot disk is/m);
});

interface Contradiction {
	readonly name: string;
	readonly node: FakeNode;
	readonly says: RegExp;
}

const otherUuid = "12345678-1234-4234-8234-123456789abc";

const contradictions: readonly Contradiction[] = [
	{
		name: "the selector started the other slot",
		node: { record: { slot: "B" } },
		says: /\/usr comes from slot A, but the selector started slot B/,
	},
	{
		name: "the disk is another one",
		node: { record: { diskGuid: otherUuid } },
		says: /\/usr comes from the disk 5ca1ab1e-.*, but the selector started the disk 12345678-/,
	},
	{
		name: "the partition is another one",
		node: { record: { usrPartUuid: otherUuid } },
		says: /\/usr comes from the partition a0a0a0a0-.*, but the selector started 12345678-/,
	},
	{
		name: "the partitions under /usr are not those of the root hash",
		node: { slot: "B", disk: { slots: { A: provenSlot, B: {} } } },
		says: /the usr partition of slot B has the UUID .*, but usrhash= asks for b0b0b0b0-/,
	},
	{
		name: "/usr is writable",
		node: { usrReadOnly: false },
		says: /\/usr is mounted writable/,
	},
];

test.each(contradictions)("the agent stops for good when $name", async ({ node, says }) => {
	const paths = makeFakeNode(directory, node);
	const once = await run(agentCommand, paths, "--once");
	expect(once.exitCode).toBe(1);
	expect(once.text).toMatch(says);
	expect(JSON.parse(once.text).state).toBe("failed");
	expect((await run(agentCommand, paths)).exitCode).toBe(3);
	expect(JSON.parse(readFileSync(paths.health, "utf8")).state).toBe("failed");
});

test.each([
	[
		"a machine-id that is not set yet",
		1,
		{ machineId: "uninitialized" },
		/\/etc\/machine-id holds .*uninitialized/,
	],
	["no record, which is no harm", 0, { record: null }, /not started by the selector/],
] as const)("the agent meets %s: exit code %i", async (_name, expected, node, says) => {
	const paths = makeFakeNode(directory, node);
	const { exitCode, text } = await run(agentCommand, paths, "--once");
	expect(text).toMatch(says);
	expect(exitCode).toBe(expected);
});

test("a disk that another program holds is waited for, not fatal", async () => {
	const paths = makeFakeNode(directory);
	const descriptor = openSync(join(paths.deviceNodes, "vda"), "r+");
	tryLock(descriptor, true);
	const { text } = await run(agentCommand, paths, "--once");
	closeSync(descriptor);
	expect(JSON.parse(text)).toMatchObject({ state: "starting" });
	expect((await run(agentCommand, paths, "--once")).exitCode).toBe(0);
});

test("STATE that cannot be written keeps the agent from being ready", async () => {
	const paths = makeFakeNode(directory);
	const blocked = { ...paths, stateDirectory: join(paths.machineId, "not-a-directory") };
	const { exitCode, text } = await run(agentCommand, blocked, "--once");
	expect(exitCode).toBe(1);
	expect(text).toMatch(/not-a-directory\/.write-probe cannot be written \(ENOTDIR\)/);
});

test(
	"the rescue system finds the disk of the record, and refuses to guess between " + "two",
	async () => {
		const paths = makeFakeNode(directory, { record: { slot: "rescue" } });
		rmSync(join(paths.blockDevices, "dm-0"));
		const [list] = slotCommands;
		expect((await run(list, paths)).text).toMatch(/^A +4799/m);
		const twin = join(paths.deviceNodes, "vdb");
		writeFileSync(twin, headOf(join(paths.deviceNodes, "vda")));
		truncateSync(twin, 3 * 2 ** 30);
		const devices = join(paths.blockDevices, "vdb");
		await Bun.write(join(devices, "size"), "1000\n");
		await expect(run(list, paths)).rejects.toThrow(
			/several disks have the GUID 5ca1ab1e-.*vda, .*vdb/,
		);
	},
);

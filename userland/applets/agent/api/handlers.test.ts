import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createEventRing } from "../../../core/api/event-ring.ts";
import { soma } from "../../../core/api/generated/soma.js";
import { longFrom } from "../../../core/api/longs.ts";
import { concatBytes } from "../../../lib/bytes.ts";
import { SomaError } from "../../../lib/errors.ts";
import { run, startProgram } from "../../../system/process.ts";
import { makeFakeNode } from "../../../testing/fake-node.ts";
import { freshSlot, provenSlot } from "../../../testing/soma-disks.ts";
import { startTestApi } from "../../../testing/test-api.ts";
import { makeTestCluster } from "../../../testing/test-cluster.ts";
import { nodeHandlers } from "./handlers.ts";
import type { ApiPorts } from "./ports.ts";
import { createStatusSource } from "./status.ts";
import { namedIdentity } from "./testing-identity.ts";

/* The handlers on a made-up node, over a real loopback server. */

const directory = mkdtempSync(join(tmpdir(), "soma-api-"));
const paths = makeFakeNode(directory, {
	disk: { slots: { A: freshSlot, B: provenSlot } },
});
mkdirSync(dirname(paths.reset), { recursive: true });
const cluster = await makeTestCluster();
const node = await cluster.node();
const nodeId = node.certificate.facts.keyId;
const argvs: (readonly string[])[] = [];
/** What a program prints instead of the real one, as an argument vector. */
let stand: readonly string[] = ["true"];
/** The exit code of every program that is waited for. */
let exitCode = 0;
const units = [
	{ unit: "a.service", load: "loaded", active: "active", sub: "running", description: "A" },
	{ nonsense: 1 },
];
const events = createEventRing(5);
const identity = namedIdentity(nodeId);
const ports: ApiPorts = {
	context: {
		paths,
		print: () => undefined,
		warn: () => undefined,
		randomBytes: (count) => new Uint8Array(count),
	},
	identity,
	events,
	status: createStatusSource(paths, () => performance.now()),
	run: async ({ argv }) => {
		argvs.push(argv);
		return { exitCode, stdout: JSON.stringify(units), stderr: "" };
	},
	start: ({ argv }) => {
		argvs.push(argv);
		return startProgram({ argv: stand });
	},
	nowMs: () => 1_700_000_000_123,
	wait: (ms, signal) =>
		new Promise((resolve) => {
			setTimeout(resolve, Math.min(ms, 20));
			signal.addEventListener("abort", () => resolve(), { once: true });
		}),
	record: (event) => events.add(event, 1_700_000_000_000),
};
const api = await startTestApi(cluster, node, { handlers: { ...nodeHandlers(ports) } });
const admin = api.client(await cluster.operator("ada", "admin"));
const reader = api.client(await cluster.operator("rita", "reader"));
afterAll(async () => {
	await api.close();
	rmSync(directory, { recursive: true });
});

const { SlotAction, LogPriority } = soma.v1;

function codeOf(error: unknown): string {
	return error instanceof SomaError ? error.code : String(error);
}

test("the status has everything that soma status has, and who the node is", async () => {
	const status = await reader.call("GetStatus", {});
	expect(status).toMatchObject({
		version: "4799",
		kernel: "6.12.57",
		slot: "A",
		nodeId,
		uptimeSeconds: 65.25,
		proven: false,
		boot: { slot: "A", reason: "highest-priority" },
		unknown: { health: expect.stringMatching(/not running/) },
	});
	expect(status.memoryTotalBytes?.toString()).toBe("2097152000");
	expect(status.slots?.slots?.map(({ name }) => name)).toEqual(["A", "B"]);
});

test("a watcher hears of a change at once and of nothing else between heartbeats", async () => {
	const stream = reader.stream("WatchStatus", { heartbeatSeconds: 3600 })[Symbol.asyncIterator]();
	expect((await stream.next()).value?.health ?? null).toBeNull();
	mkdirSync(dirname(paths.health), { recursive: true });
	writeFileSync(paths.health, JSON.stringify({ state: "ready", checks: [] }));
	expect((await stream.next()).value?.health?.state).toBe("ready");
	await stream.return?.(undefined);
});

test("slots change as soma slot changes them, with the same refusals", async () => {
	const mark = (slot: string, action: number, force = false) =>
		admin.call("ChangeSlot", { slot, action, force });
	const good = await mark("", SlotAction.SLOT_ACTION_MARK_GOOD);
	expect([good.changed, good.slots?.slots?.[0]?.successful]).toEqual([true, true]);
	expect((await mark("A", SlotAction.SLOT_ACTION_MARK_GOOD)).changed).toBe(false);
	await mark("B", SlotAction.SLOT_ACTION_MARK_BAD);
	const last = mark("A", SlotAction.SLOT_ACTION_MARK_BAD);
	await expect(last).rejects.toMatchObject({ code: expect.stringMatching(/^slot-/) });
	expect(await mark("C", SlotAction.SLOT_ACTION_MARK_BAD).catch(codeOf)).toBe("request-invalid");
	expect(await mark("A", 0).catch(codeOf)).toBe("request-invalid");
	expect(await mark("A", 77).catch(codeOf)).toBe("request-invalid");
	const list = await reader.call("ListSlots", {});
	expect(list.slots.map(({ successful }) => successful)).toEqual([true, false]);
	expect((await reader.call("GetStatus", {})).slots?.next).toBe("A");
	const lines = api.audit.filter(({ method }) => method === "ChangeSlot");
	expect(lines.map(({ subject }) => subject).slice(0, 2)).toEqual([
		"slot A, mark-good",
		"slot A, mark-good",
	]);
	expect(lines.every(({ caller }) => caller?.name === "ada")).toBe(true);
	expect(events.after(0).events.map(({ kind }) => kind)).toEqual(["slots", "slots"]);
});

test("services are those of the service manager", async () => {
	const { services } = await reader.call("ListServices", { all: true });
	expect(services).toMatchObject([{ name: "a.service", subState: "running" }]);
	expect(argvs.at(-1)).toContain("--all");
});

test("logs come in batches, in order and exact, and what is no text is still text", async () => {
	const line = (fields: object): string => JSON.stringify(fields);
	const lines = [
		line({
			__REALTIME_TIMESTAMP: "1700000000123456",
			__CURSOR: "s=1;i=2",
			_BOOT_ID: "b",
			PRIORITY: "3",
			MESSAGE: "hello",
			_SYSTEMD_UNIT: "a.service",
			_PID: "17",
			SOMA_AUDIT_WHO: "a forger",
			UNIT: "b.service",
		}),
		line({ _SYSTEMD_UNIT: "soma-agent.service", SOMA_AUDIT_WHO: "ada", MESSAGE: "audit" }),
		"no JSON",
		line({ MESSAGE: [104, 105, 255] }),
		line({ MESSAGE: "x".repeat(100_000), PRIORITY: ["6", "7"] }),
	];
	const file = join(directory, "journal");
	writeFileSync(file, `${lines.join("\n")}\n`);
	stand = ["cat", file];
	const entries: soma.v1.LogEntry.$Properties[] = [];
	const query = { unit: "a.service", boot: -1, lines: 5, priority: LogPriority.LOG_PRIORITY_ERROR };
	for await (const batch of reader.stream("ReadLogs", query)) {
		entries.push(...batch.entries);
	}
	expect(entries.map(({ message }) => message?.slice(0, 5))).toEqual([
		"hello",
		"audit",
		"hi\ufffd",
		"xxxxx",
	]);
	expect(entries[0]).toMatchObject({
		unit: "a.service",
		pid: 17,
		priority: LogPriority.LOG_PRIORITY_ERROR,
		cursor: "s=1;i=2",
		audit: {},
	});
	expect(entries[1]?.audit).toEqual({ who: "ada" });
	expect(entries[0]?.timeMicroseconds?.toString()).toBe("1700000000123456");
	expect(entries[3]?.message?.length).toBe(48 * 1024);
	expect(argvs.at(-1)).toEqual(
		expect.arrayContaining(["--unit=a.service", "--boot=-1", "--lines=5", "--priority=3"]),
	);
});

test("what is asked of the journal cannot become another option of journalctl", async () => {
	const bad = [
		{ unit: "--file=/etc/shadow" },
		{ unit: "a b" },
		{ afterCursor: "--merge" },
		{ boot: 1 },
		{ follow: true, untilMicroseconds: longFrom(5) },
		{ priority: 99 },
	];
	for (const query of bad) {
		const reading = (async () => {
			for await (const _ of reader.stream("ReadLogs", query)) {
				// nothing comes
			}
		})();
		expect(await reading.catch(codeOf), JSON.stringify(query)).toBe("request-invalid");
	}
});

test("a client that stops following ends journalctl, and a slow one makes it wait", async () => {
	const entry = JSON.stringify({ MESSAGE: "x".repeat(4000), __CURSOR: "s=1" });
	stand = ["yes", entry];
	const programs: ReturnType<typeof startProgram>[] = [];
	const { start } = ports;
	Object.assign(ports, {
		start: (command: Parameters<typeof start>[0]) => {
			const program = start(command);
			programs.push(program);
			return program;
		},
	});
	const handlers = { ...nodeHandlers(ports) };
	const own = await startTestApi(cluster, node, { handlers });
	const client = own.client(await cluster.operator("rita", "reader"));
	const stream = client.stream("ReadLogs", { follow: true })[Symbol.asyncIterator]();
	await stream.next();
	const beforeBytes = process.memoryUsage.rss();
	await new Promise((resolve) => setTimeout(resolve, 500)); // in which `yes` would write gigabytes
	expect(process.memoryUsage.rss() - beforeBytes).toBeLessThan(100 * 2 ** 20);
	await stream.return?.(undefined);
	expect((await programs[0]?.ended)?.exitCode).not.toBe(0);
	await own.close();
	Object.assign(ports, { start });
});

test("processes, memory and disks are those of the kernel", async () => {
	const process = join(paths.processes, "42");
	mkdirSync(process, { recursive: true });
	const tail = "S 1 42 42 0 -1 0 0 0 0 0 70 30 0 0 20 0 3 0 555 1000000 250 18446744073709551615 0";
	writeFileSync(join(process, "stat"), `42 (a) b) ${tail}\n`);
	writeFileSync(join(process, "cmdline"), "prog\0--flag\0");
	writeFileSync(join(process, "status"), "Name:\ta\nUid:\t65534\t65534\t65534\t65534\n");
	writeFileSync(join(process, "cgroup"), "0::/system.slice/a.service\n");
	const { processes } = await reader.call("ListProcesses", {});
	expect(processes[0]).toMatchObject({
		pid: 42,
		parentPid: 1,
		userId: 65534,
		name: "a) b",
		state: "S",
		commandLine: "prog --flag",
		threads: 3,
		unit: "a.service",
	});
	expect(processes[0]?.residentBytes?.toNumber()).toBe(250 * 4096);
	expect(processes[0]?.processorTicks?.toNumber()).toBe(100);
	const memory = await reader.call("GetMemory", {});
	expect(memory.availableBytes.toNumber()).toBe(1_048_576_000);
	const { disks, fileSystems } = await reader.call("ListDisks", {});
	expect(disks).toMatchObject([{ path: join(paths.deviceNodes, "vda"), bootDisk: true }]);
	expect(disks[0]?.partitions?.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
	expect(fileSystems.map((mount) => [mount.directory, mount.readOnly])).toEqual([
		["/", false],
		["/usr", true],
	]);
});

test("events come from an id on, say what is missing, and go on when new ones happen", async () => {
	for (let count = 0; count < 8; count++) {
		const message = `${count}`;
		ports.record({ kind: "api", message, facts: { count: message }, warning: false });
	}
	const lastId = events.lastId;
	const ids: number[] = [];
	let missed = 0;
	const all = reader.stream("WatchEvents", { noFollow: true });
	for await (const batch of all) {
		ids.push(...batch.events.map(({ id }) => id?.toNumber() ?? 0));
		missed += batch.missed.toNumber();
	}
	expect(ids).toEqual([4, 3, 2, 1, 0].map((back) => lastId - back));
	expect(missed).toBe(lastId - 5);
	const stream = reader.stream("WatchEvents", { afterId: longFrom(lastId) });
	const iterator = stream[Symbol.asyncIterator]();
	expect((await iterator.next()).value?.events).toEqual([]);
	ports.record({ kind: "power", message: "now", facts: {}, warning: true });
	expect((await iterator.next()).value?.events).toMatchObject([{ message: "now", warning: true }]);
	await iterator.return?.(undefined);
	const other = reader.stream("WatchEvents", {
		afterId: longFrom(10_000),
		bootId: "another",
		noFollow: true,
	});
	const [first] = await Array.fromAsync(other);
	expect(first?.events.length).toBe(5);
});

test("a reset needs the node's id, and leaves its wish before the node goes down", async () => {
	expect(await admin.call("Reset", { confirmNodeId: "other" }).catch(codeOf)).toBe(
		"request-invalid",
	);
	await admin.call("Reset", { confirmNodeId: nodeId });
	expect(JSON.parse(readFileSync(paths.reset, "utf8"))).toEqual({
		format: 1,
		requestedAtSeconds: 1_700_000_000,
	});
	expect(argvs.at(-1)).toEqual(["systemctl", "--no-block", "reboot"]);
	await admin.call("Shutdown", {});
	expect(argvs.at(-1)).toEqual(["systemctl", "--no-block", "poweroff"]);
	expect(events.after(0).events.at(-1)).toMatchObject({ kind: "power", facts: { by: "ada" } });
});

test("the node goes down when that ends systemctl with the rest of the agent", async () => {
	exitCode = 143;
	expect(await admin.call("Reboot", {})).toMatchObject({ explanation: "the node restarts" });
	exitCode = 1;
	expect(await admin.call("Reboot", {}).catch(codeOf)).toBe("service-manager-failed");
	exitCode = 0;
});

test("the support bundle is a tar archive without secrets", async () => {
	stand = ["printf", "a line of the journal\\n"];
	writeFileSync(join(directory, "proc/42/cmdline"), "prog\0--password=hunter2\0");
	const parts: Uint8Array[] = [];
	for await (const { data } of admin.stream("SupportBundle", {})) {
		parts.push(new Uint8Array(data));
	}
	const archive = join(directory, "bundle.tar");
	writeFileSync(archive, concatBytes(parts));
	const { stdout } = await run({ argv: ["tar", "-tf", archive] });
	expect(stdout).toContain(`soma-${nodeId}/journal-last-boot.txt`);
	expect(stdout).toContain(`soma-${nodeId}/status.json`);
	const bundle = readFileSync(archive, "utf8");
	expect(bundle).toContain("a line of the journal");
	expect(bundle).not.toMatch(/hunter2|PRIVATE KEY|soma-(?:join|founder)/);
});

test("the configuration tells where it came from", async () => {
	const before = await reader.call("GetConfiguration", {});
	expect([before.nodeJson, before.source]).toEqual(["", ""]);
	mkdirSync(dirname(paths.nodeConfig), { recursive: true });
	writeFileSync(paths.nodeConfig, '{"format":1}');
	const configSha256 = "ab".repeat(32);
	const record = { format: 1, source: "esp", configSha256, atSeconds: 5, version: "4799" };
	writeFileSync(paths.provisioned, JSON.stringify(record));
	expect(await reader.call("GetConfiguration", {})).toMatchObject({
		nodeJson: '{"format":1}',
		source: "esp",
		configSha256,
		appliedByVersion: "4799",
	});
	rmSync(paths.nodeConfig);
});

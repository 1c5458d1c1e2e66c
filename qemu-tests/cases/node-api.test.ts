import { expect, test } from "vitest";
import { soma } from "../../userland/core/api/generated/soma.js";
import { SomaError } from "../../userland/lib/errors.ts";
import type { NodeClient } from "../../userland/system/grpc/client.ts";
import { agentMemory } from "../lab/agent-memory.ts";
import { withMachine } from "../lab/machine.ts";
import { configureRunning, firstStatus, openNodeAccess } from "../lab/node-access.ts";
import { openPorts } from "../lab/open-ports.ts";
import { reportSeconds } from "../lab/report.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";

test("a configured node answers its operators and goes down when asked", async () => {
	const access = await openNodeAccess();
	const spec = await nodeMachine("node-api", await ensureProvenDisk(), { nics: [access.nic] });
	const openReader = await access.operator("rita", "reader");
	const openAdmin = await access.operator("ada", "admin");
	await withMachine(spec, async (machine) => {
		const { hand } = machine;
		await machine.powerOn();
		await waitForProven(machine);
		const bare = await agentMemory(machine);
		const startedAt = performance.now();
		await configureRunning(machine, access);
		const status = await firstStatus(openReader);
		reportSeconds("configured-to-api", performance.now() - startedAt);
		const [reader, admin] = [openReader(), openAdmin()];
		expect(status).toMatchObject({ slot: "A", cluster: "lab", health: expect.anything() });
		const { nodeId } = await reader.call("GetIdentity", {});
		expect(status.nodeId).toBe(nodeId);
		const ports = await hand.expect("cat /proc/net/tcp /proc/net/tcp6");
		expect(openPorts(ports).map((open) => open.port)).toEqual(expect.arrayContaining([7443, 7444]));
		await looks(reader);
		const { processes } = await reader.call("ListProcesses", {});
		const agent = processes.find(({ unit }) => unit === "soma-agent.service");
		process.stdout.write(
			`agent: ${bare.residentBytes} B bare, ${agent?.residentBytes} B with the API\n`,
		);
		expect(agent?.residentBytes?.toNumber()).toBeLessThan(200 * 2 ** 20);
		await refuses(reader);
		await audits(admin, reader);
		const parts: number[] = [];
		for await (const { data } of admin.stream("SupportBundle", { journalLines: 500 })) {
			parts.push(data.length);
		}
		expect(parts.length).toBeGreaterThan(10);
		expect((await admin.call("Shutdown", {})).explanation).toMatch(/shuts down/);
		await machine.waitForEvent("SHUTDOWN", timeouts.powerOffMs);
		reader.close();
		admin.close();
	});
});

/** Everything that a reader may see is there, from the real programs. */
async function looks(reader: NodeClient): Promise<void> {
	const { services } = await reader.call("ListServices", {});
	expect(services).toContainEqual(
		expect.objectContaining({ name: "soma-agent.service", activeState: "active" }),
	);
	const { disks, fileSystems } = await reader.call("ListDisks", {});
	expect(disks.find(({ bootDisk }) => bootDisk)?.partitions).toHaveLength(8);
	expect(fileSystems).toContainEqual(expect.objectContaining({ directory: "/usr", type: "erofs" }));
	const memory = await reader.call("GetMemory", {});
	expect(memory.totalBytes.toNumber()).toBeGreaterThan(500 * 2 ** 20);
	const entries: soma.v1.LogEntry.$Properties[] = [];
	const query = { unit: "soma-agent", boot: 0, lines: 50 };
	for await (const batch of reader.stream("ReadLogs", query)) {
		entries.push(...batch.entries);
	}
	expect(entries.map(({ message }) => message).join("\n")).toMatch(/soma-agent: ready/);
	const [batch] = await Array.fromAsync(reader.stream("WatchEvents", { noFollow: true }));
	expect(batch?.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["boot", "api"]));
}

async function refuses(reader: NodeClient): Promise<void> {
	const codes = await Promise.all(
		[
			reader.call("Reboot", {}),
			reader.call("Reset", {}),
			reader.call("ChangeSlot", { action: soma.v1.SlotAction.SLOT_ACTION_MARK_BAD }),
		].map((call) => call.catch((error) => (error instanceof SomaError ? error.code : "?"))),
	);
	expect(codes).toEqual(["role-too-low", "role-too-low", "role-too-low"]);
}

/** A change has its line in the journal, with its parts as fields, and a refusal too. */
async function audits(admin: NodeClient, reader: NodeClient): Promise<void> {
	const action = soma.v1.SlotAction.SLOT_ACTION_MARK_GOOD;
	expect((await admin.call("ChangeSlot", { action })).changed).toBe(false);
	const seen: Readonly<Record<string, string>>[] = [];
	for await (const batch of reader.stream("ReadLogs", { unit: "soma-agent", lines: 50 })) {
		seen.push(...batch.entries.flatMap(({ audit }) => (audit?.["who"] ? [audit] : [])));
	}
	expect(seen).toContainEqual(
		expect.objectContaining({ who: "ada", role: "admin", method: "ChangeSlot", outcome: "ok" }),
	);
	expect(seen).toContainEqual(expect.objectContaining({ who: "rita", method: "Reboot" }));
}

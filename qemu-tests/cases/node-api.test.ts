import { createServer } from "node:net";
import { expect, test } from "vitest";
import { soma } from "../../userland/core/api/generated/soma.js";
import { defaultNodeConfig } from "../../userland/core/config/node-config.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { type NodeClient, openNodeClient } from "../../userland/system/grpc/client.ts";
import { certifyOperator } from "../../userland/system/pki/authorities.ts";
import { joinPem } from "../../userland/system/pki/certificates.ts";
import { formatKey, makeKeys } from "../../userland/system/pki/keys.ts";
import { TestAuthorities, type TestGeneration } from "../../userland/testing/test-authorities.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { openPorts } from "../lab/open-ports.ts";
import { reportSeconds } from "../lab/report.ts";
import { ensureProvenDisk, nodeMachine, waitForProven } from "../lab/soma-node.ts";
import { timeouts } from "../lab/timeouts.ts";

const nowSeconds = Math.floor(Date.now() / 1000);

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			const port = typeof address === "object" && address !== null ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});
}

async function clientOf(
	{ operators, root }: TestGeneration,
	port: number,
	name: string,
	role: "reader" | "operator" | "admin",
): Promise<NodeClient> {
	const keys = await makeKeys();
	const making = {
		cluster: "lab",
		nowSeconds,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const operator = { name, role, lifeSeconds: 86_400 };
	const leaf = await certifyOperator(making, operators, keys.publicKey, operator);
	return openNodeClient({
		address: `127.0.0.1:${port}`,
		tls: {
			key: await formatKey(keys),
			chain: joinPem([leaf, operators.certificate]),
			roots: root.certificate.pem,
		},
		nodeId: "any",
	});
}

/** Writes a text to a file of the guest. */
async function write({ hand }: Machine, path: string, text: string, mode: string): Promise<void> {
	const encoded = Buffer.from(text).toString("base64");
	const folder = path.replace(/\/[^/]+$/, "");
	await hand.expect(
		`mkdir -p ${folder} && echo ${encoded} | base64 -d >${path}.new && ` +
			`chmod ${mode} ${path}.new && mv ${path}.new ${path}`,
	);
}

/** The first answer; until then the node makes its key and its certificate. */
async function firstStatus(client: NodeClient): Promise<soma.v1.Status> {
	const endMs = performance.now() + timeouts.bootMs;
	for (;;) {
		try {
			return await client.call("GetStatus", {});
		} catch (error) {
			const isEarly = error instanceof SomaError && error.retryable;
			if (!isEarly || performance.now() > endMs) {
				throw error;
			}
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
	}
}

async function residentKib({ hand }: Machine): Promise<number> {
	const status = await hand.expect("cat /proc/$(pidof soma-agent)/status");
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN);
}

test("a configured node answers its operators and goes down when asked", async () => {
	const port = await freePort();
	const rule = `tcp:127.0.0.1:${port}-:7443`;
	const spec = await nodeMachine("node-api", await ensureProvenDisk(), {
		nics: [{ kind: "user", mac: "52:54:00:12:34:56", forwards: [rule] }],
	});
	const authorities = new TestAuthorities(() => nowSeconds);
	const first = await authorities.generation("1");
	await withMachine(spec, async (machine) => {
		const { hand } = machine;
		await machine.powerOn();
		await waitForProven(machine);
		const bareKib = await residentKib(machine);
		const startedAt = performance.now();
		await write(machine, "/etc/soma/ticket", await authorities.founderTicket(first), "600");
		const config = { ...defaultNodeConfig, cluster: "lab" };
		await write(machine, "/etc/soma/node.json", JSON.stringify(config), "644");
		const reader = await clientOf(first, port, "rita", "reader");
		const admin = await clientOf(first, port, "ada", "admin");
		const status = await firstStatus(reader);
		reportSeconds("configured-to-api", performance.now() - startedAt);
		expect(status).toMatchObject({ slot: "A", cluster: "lab", health: expect.anything() });
		const { nodeId } = await reader.call("GetIdentity", {});
		expect(status.nodeId).toBe(nodeId);
		const ports = await hand.expect("cat /proc/net/tcp /proc/net/tcp6");
		expect(openPorts(ports).map((open) => open.port)).toEqual(expect.arrayContaining([7443, 7444]));
		await looks(reader);
		const { processes } = await reader.call("ListProcesses", {});
		const agent = processes.find(({ unit }) => unit === "soma-agent.service");
		process.stdout.write(`agent: ${bareKib} KiB bare, ${agent?.residentBytes} B with the API\n`);
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

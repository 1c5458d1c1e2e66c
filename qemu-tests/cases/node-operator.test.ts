import { expect, test } from "vitest";
import { soma } from "../../userland/core/api/generated/soma.js";
import { SomaError } from "../../userland/lib/errors.ts";
import type { NodeClient } from "../../userland/system/grpc/client.ts";
import { type Machine, withMachine } from "../lab/machine.ts";
import { openPorts } from "../lab/open-ports.ts";
import { type Operator, withOperator } from "../lab/operator.ts";
import { operatedNode } from "../lab/operator-node.ts";
import { reportSeconds } from "../lab/report.ts";
import { waitForProvenAndApi } from "../lab/soma-node.ts";
import { startInTerminal } from "../lab/terminal-program.ts";
import { timeouts } from "../lab/timeouts.ts";

test("a node does what its configuration says and its operators ask", async () => {
	await withOperator(async (operator) => {
		for (const name of ["rita", "bob"]) {
			await operator.enlist(name, "reader");
		}
		await withMachine(await operatedNode("node-operator", operator), async (machine) => {
			const startedAt = performance.now();
			await machine.powerOn();
			await waitForProvenAndApi(machine);
			reportSeconds("configured-to-api", performance.now() - startedAt);
			const [reader, admin] = [operator.client("rita"), operator.client("lab")];
			await looks(machine, reader);
			await refuses(reader);
			await audits(admin, reader);
			await bundles(admin);
			await isConfigured(machine);
			await opensShells(machine, operator);
			await showsDashboard(operator);
			await changesTrust(operator, reader);
			reader.close();
			admin.close();
			expect(await operator.soma("shutdown", "--yes")).toMatch(/the node shuts down/);
			await machine.waitForEvent("SHUTDOWN", timeouts.powerOffMs);
		});
	});
});

/** Everything that a reader may see is there, from the real programs. */
async function looks({ hand }: Machine, reader: NodeClient): Promise<void> {
	const status = await reader.call("GetStatus", {});
	expect(status).toMatchObject({ slot: "A", cluster: "lab", health: expect.anything() });
	const { nodeId } = await reader.call("GetIdentity", {});
	expect(status.nodeId).toBe(nodeId);
	const ports = await hand.expect("cat /proc/net/tcp /proc/net/tcp6");
	expect(openPorts(ports).map((open) => open.port)).toEqual(expect.arrayContaining([7443, 7444]));
	const { services } = await reader.call("ListServices", {});
	expect(services).toContainEqual(
		expect.objectContaining({ name: "soma-agent.service", activeState: "active" }),
	);
	const { disks, fileSystems } = await reader.call("ListDisks", {});
	expect(disks.find(({ bootDisk }) => bootDisk)?.partitions).toHaveLength(8);
	expect(fileSystems).toContainEqual(expect.objectContaining({ directory: "/usr", type: "erofs" }));
	const memory = await reader.call("GetMemory", {});
	expect(memory.totalBytes.toNumber()).toBeGreaterThan(500 * 2 ** 20);
	const { processes } = await reader.call("ListProcesses", {});
	const agent = processes.find(({ unit }) => unit === "soma-agent.service");
	expect(agent?.residentBytes?.toNumber()).toBeLessThan(200 * 2 ** 20);
	const query = { unit: "soma-agent", boot: 0, lines: 50 };
	const batches = await Array.fromAsync(reader.stream("ReadLogs", query));
	const messages = batches.flatMap(({ entries }) => entries.map(({ message }) => message));
	expect(messages.join("\n")).toMatch(/soma-agent: ready/);
	const [batch] = await Array.fromAsync(reader.stream("WatchEvents", { noFollow: true }));
	expect(batch?.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["boot", "api"]));
}

async function codeOf(call: Promise<unknown>): Promise<string> {
	const error = await call.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	return error instanceof SomaError ? error.code : `${error ?? "granted"}`;
}

async function refuses(reader: NodeClient): Promise<void> {
	const markBad = { action: soma.v1.SlotAction.SLOT_ACTION_MARK_BAD };
	const calls = [
		reader.call("Reboot", {}),
		reader.call("Reset", {}),
		reader.call("ChangeSlot", markBad),
	];
	expect(await Promise.all(calls.map(codeOf))).toEqual(Array(3).fill("role-too-low"));
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

async function bundles(admin: NodeClient): Promise<void> {
	const parts = await Array.fromAsync(admin.stream("SupportBundle", { journalLines: 500 }));
	expect(parts.length).toBeGreaterThan(10);
}

/** Data disk, authorities and proxy of the configuration are in effect. */
async function isConfigured({ hand }: Machine): Promise<void> {
	expect(await hand.expect("cat /var/lib/data/greeting")).toBe("first");
	expect(await hand.expect("grep /var/lib/data /proc/mounts")).toMatch(/ext4 rw,noatime/);
	expect(await hand.expect("stat -c '%a %U' /var/lib/data/web")).toBe("750 web");
	const environment = await hand.expect("tr '\\0' '\\n' </proc/$(pidof soma-agent)/environ");
	expect(environment).toContain("\nhttps_proxy=http://proxy.example.com:3128\n");
	expect(environment).toMatch(/^no_proxy=localhost,127\.0\.0\.1,::1,\.example\.com$/m);
	expect(environment).toContain("\nNODE_EXTRA_CA_CERTS=/etc/ssl/certs/soma-extra.pem\n");
	expect(await hand.expect("cat /etc/ssl/certs/soma-extra.pem")).toMatch(/^-----BEGIN CERT/);
}

/** What a shell reaches, and that there is none where the configuration does not allow it. */
async function opensShells({ hand }: Machine, operator: Operator): Promise<void> {
	const script = [
		"id -u; grep CapEff /proc/self/status; yes | head -n 1",
		...["/usr/x", "/etc/x", "/var/x", "/var/lib/data/x"].map((path) => `touch ${path}`),
		"touch /tmp/x /var/tmp/x && grep -c ' /var/tmp tmpfs ' /proc/mounts",
		...["/dev/vda", "/dev/kmsg", "/etc/soma/ticket"].map((path) => `head -c 1 ${path}`),
		"ls /var/lib/soma; systemctl reboot; kill 1; exit 7",
	].join("; ");
	const { exitCode, stdout } = await operator.attempt("shell", "--", script);
	const lines = stdout.replaceAll("\r", "").trim().split("\n");
	expect([exitCode, ...lines.slice(0, 3)]).toEqual([
		7,
		expect.stringMatching(/^6\d{4}$/), // a user of this session only
		"CapEff:\t0000000000000000",
		"y",
	]);
	expect(lines.slice(3)).toEqual([
		...Array.from({ length: 4 }, () => expect.stringContaining("Read-only file system")),
		"1",
		expect.stringContaining("Permission denied"),
		expect.stringContaining("Operation not permitted"),
		expect.stringContaining("Permission denied"),
		expect.stringContaining("Permission denied"),
		expect.stringMatching(/^Failed to connect/),
		expect.stringContaining("Operation not permitted"),
	]);
	expect((await operator.attempt("shell", "--", "kill -9 $$")).exitCode).toBe(137);
	const log = await operator.soma("logs", "--unit", "soma-agent", "--lines", "5");
	expect(log).toMatch(/ada \(admin\) from \S+ Shell command: kill -9 \$\$: ok$/m);
	const low = await operator.attempt("shell", "--context", "rita", "--", "id");
	expect([low.exitCode, low.stderr]).toEqual([1, expect.stringContaining("admin")]);
	await hand.expect('sed -i \'s/"shell": true/"shell": false/\' /etc/soma/node.json');
	const none = await operator.attempt("shell", "--", "id");
	expect([none.exitCode, none.stdout]).toEqual([1, ""]);
	expect(none.stderr).toMatch(/allows no shell\n {2}cure: set `api\.shell: true`/);
}

/** The dashboard draws on a real terminal, follows its size, and gives it back at `q`. */
async function showsDashboard(operator: Operator): Promise<void> {
	const terminal = startInTerminal(operator.command("dashboard"));
	const before = await terminal.settings();
	await terminal.waitFor(/node-1.*version.*slot A[\s\S]*the API answers/);
	expect(await terminal.settings()).not.toBe(before);
	terminal.type("q");
	expect(await terminal.ended).toBe(0);
	expect(terminal.text().startsWith("\u001b[?1049h")).toBe(true);
	expect(terminal.text().endsWith("\u001b[?7h\u001b[?25h\u001b[?1049l")).toBe(true);
	expect(await terminal.settings()).toBe(before);
	terminal.close();
}

/** Rotation loses no call and no stream; a revocation ends those of who is revoked. */
async function changesTrust(operator: Operator, reader: NodeClient): Promise<void> {
	const events = operator.follow("events");
	const logs = operator.follow("logs", "--follow", "--unit", "soma-agent");
	const doomed = operator.follow("events", "--context", "bob");
	await Promise.all([events, doomed].map((watch) => watch.waitFor(/the API answers/)));
	const stop = new AbortController();
	let calls = 0;
	const caller = (async () => {
		for (; !stop.signal.aborted; calls++) {
			await reader.call("GetIdentity", {});
		}
	})();
	await operator.soma("pki", "rotate", "begin", "--what", "nodes");
	const ticket = operator.write("founder-2", await operator.soma("pki", "ticket", "founder"));
	const pushed = await operator.soma("pki", "trust", "--push", "--founder-ticket", ticket);
	expect(pushed).toMatch(/^127\.0\.0\.1:\d+ +[0-9a-f]{16} +taken$/m);
	// Once for the bundle, once for the certificate.
	await events.waitFor(/(?:identity +the certificate .*\n[\s\S]*){2}/);
	expect(await operator.soma("identity")).toMatch(/^issued by +lab nodes 2$/m);
	await operator.soma("pki", "rotate", "finish", "--force");
	await operator.soma("pki", "trust", "--push");
	stop.abort();
	await caller;
	process.stdout.write(`figure: ${calls} calls during a rotation, none lost\n`);
	expect(calls).toBeGreaterThan(20);
	await operator.soma("pki", "revoke", "bob", "--reason", "key-compromise");
	await operator.soma("pki", "trust", "--push");
	const { exitCode, stderr } = await doomed.ended;
	expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/CN=bob is revoked/)]);
	const late = await operator.attempt("status", "--context", "bob");
	expect([late.exitCode, late.stderr]).toEqual([1, expect.stringMatching(/CN=bob is revoked/)]);
	await logs.waitFor(/GetStatus: .*CN=bob is revoked/);
	expect((await reader.call("GetStatus", {})).cluster).toBe("lab");
	await Promise.all([events.end(), logs.end()]);
}

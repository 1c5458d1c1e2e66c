import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultNodeConfig } from "../../core/config/node-config.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { makeFakeNode } from "../../testing/fake-node.ts";
import { freePort } from "../../testing/free-port.ts";
import { TestAuthorities } from "../../testing/test-authorities.ts";
import { type ApiSupervisor, superviseApi } from "./api-supervisor.ts";

/* A node gets its configuration and its ticket while the agent runs. */

let directory = "";
let paths: SystemPaths;
let supervisor: ApiSupervisor | undefined;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-supervisor-"));
	paths = makeFakeNode(directory);
});
afterEach(async () => {
	await supervisor?.close();
	rmSync(directory, { recursive: true });
});

function supervise(): ApiSupervisor {
	supervisor = superviseApi({
		paths,
		print: () => undefined,
		warn: () => undefined,
		randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
	});
	return supervisor;
}

function write(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

/** The health once its detail matches; looks each time the event loop comes round. */
async function healthOf(agent: ApiSupervisor, detail: RegExp): Promise<boolean | undefined> {
	const endMs = performance.now() + 60_000;
	while (!detail.test(agent.health()?.detail ?? "")) {
		expect(performance.now(), JSON.stringify(agent.health())).toBeLessThan(endMs);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return agent.health()?.ok;
}

async function writeConfig(): Promise<void> {
	const api = { ...defaultNodeConfig.api, port: await freePort(), enrolPort: await freePort() };
	write(paths.nodeConfig, JSON.stringify({ ...defaultNodeConfig, cluster: "lab", api }));
}

test("a node without configuration has no API, and its health says nothing of it", async () => {
	const agent = supervise();
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(agent.health()).toBeUndefined();
});

test("a broken configuration is told, and is no fault of the slot", async () => {
	write(paths.nodeConfig, "{}");
	expect(await healthOf(supervise(), /not started: .*node\.json/)).toBe(true);
});

test("a configured node waits for its certificate, and answers when it has one", async () => {
	await writeConfig();
	const agent = supervise();
	expect(agent.health()).toEqual({ ok: false, detail: "is being started" });
	expect(await healthOf(agent, /no certificate/)).toBe(true);
	const authorities = new TestAuthorities(() => Math.floor(Date.now() / 1000));
	const first = await authorities.generation("1");
	write(paths.ticket, await authorities.founderTicket(first));
	expect(await healthOf(agent, /answers on port \d+/)).toBe(true);
});

test("a port of another program keeps a node from being healthy, until it is free", async () => {
	await writeConfig();
	const { api } = JSON.parse(await Bun.file(paths.nodeConfig).text());
	const authorities = new TestAuthorities(() => Math.floor(Date.now() / 1000));
	write(paths.ticket, await authorities.founderTicket(await authorities.generation("1")));
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(api.port, "::", resolve));
	const agent = supervise();
	expect(await healthOf(agent, /cannot be listened on/)).toBe(false);
	await new Promise((resolve) => other.close(resolve));
	expect(await healthOf(agent, /answers on port/)).toBe(true);
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createEventRing } from "../../../core/api/event-ring.ts";
import type { RequestOf } from "../../../core/api/methods.ts";
import { SomaError } from "../../../lib/errors.ts";
import { endedBySigterm, runUnchecked, startProgram } from "../../../system/process.ts";
import { makeFakeNode } from "../../../testing/fake-node.ts";
import { startTestApi } from "../../../testing/test-api.ts";
import { makeTestCluster } from "../../../testing/test-cluster.ts";
import { nodeHandlers } from "./handlers.ts";
import type { ApiPorts } from "./ports.ts";
import { createStatusSource } from "./status.ts";
import { namedIdentity } from "./testing-identity.ts";

/* Updates over the API of a made-up node, whose `soma` is a script, over a real loopback server. */

const directory = mkdtempSync(join(tmpdir(), "soma-api-update-"));
const paths = makeFakeNode(directory);
const script = join(directory, "soma");
const note = join(directory, "note");
const cluster = await makeTestCluster();
const node = await cluster.node();
const operator = await cluster.operator("oscar", "operator");
const events = createEventRing(100);
const journal: string[] = [];
const argvs: (readonly string[])[] = [];
const ports: ApiPorts = {
	context: {
		paths,
		print: () => undefined,
		warn: (text) => journal.push(text),
		randomBytes: (count) => new Uint8Array(count),
	},
	identity: namedIdentity(node.certificate.facts.keyId),
	events,
	status: createStatusSource(paths, () => performance.now()),
	run: async (command) => {
		argvs.push(command.argv);
		if (command.argv[0] === "systemctl") {
			return { exitCode: endedBySigterm, stdout: "", stderr: "" }; // stopped with its unit
		}
		return await runUnchecked({ ...command, argv: ["sh", script] });
	},
	start: startProgram,
	nowMs: () => 1_700_000_000_000,
	wait: async () => undefined,
	record: (event) => events.add(event, 1_700_000_000_000),
};
const startApi = () => startTestApi(cluster, node, { handlers: { ...nodeHandlers(ports) } });
const api = await startApi();
const client = api.client(operator);

beforeEach(() => {
	argvs.length = 0;
	journal.length = 0;
	rmSync(note, { force: true });
});
afterAll(async () => {
	await api.close();
	rmSync(directory, { recursive: true });
});

/** A program that waits, and notes what ended it. */
function waitingProgram(line: string): void {
	const ending = `kill $!; echo ended >${note}; exit 143`;
	writeFileSync(script, `trap '${ending}' TERM\necho "${line}"\nsleep 60 & wait\n`);
}

async function noted(): Promise<string> {
	while (!existsSync(note)) {
		await pause(10);
	}
	return readFileSync(note, "utf8");
}

function codeOf(error: unknown): string {
	return error instanceof SomaError ? error.code : String(error);
}

test("a node that never updated says so", async () => {
	const update = await client.call("GetUpdate", {});
	expect(update).toMatchObject({ running: "4799", channel: "stable", phase: { kind: "idle" } });
	expect([update.history, update.refused, update.servers]).toEqual([[], [], []]);
	expect(update.check?.timeMicroseconds ?? null).toBeNull();
	expect(update.wishes?.hold ?? null).toBeNull();
});

test("a line comes at once, and a client that leaves ends the program by SIGTERM", async () => {
	waitingProgram("fetching 4801");
	const stream = client.stream("ApplyUpdate", { version: "4801" })[Symbol.asyncIterator]();
	expect((await stream.next()).value).toMatchObject({ line: "fetching 4801" });
	expect(existsSync(note)).toBe(false);
	await stream.return?.(undefined);
	expect(await noted()).toBe("ended\n");
	expect(argvs).toEqual([["/usr/bin/soma", "update", "apply", "4801", "--restart-by-caller"]]);
	expect(journal).toEqual(["soma update apply: fetching 4801"]);
	const { kind, message, facts } = events.after(0).events.at(-1) ?? {};
	expect([kind, message]).toEqual(["update", "`soma update apply 4801` was asked for"]);
	expect(facts).toEqual({ by: "oscar" });
	expect(api.audit.at(-1)).toMatchObject({
		method: "ApplyUpdate",
		subject: "apply 4801",
		caller: { name: "oscar" },
		outcome: "the client cancelled the call",
	});
});

const reboot = ["systemctl", "--no-block", "reboot"];

test("the restart comes after the line that tells of it", async () => {
	writeFileSync(script, "echo 4799 in slot A is preferred\n");
	const messages = await Array.fromAsync(client.stream("RollBack", {}));
	expect(messages).toMatchObject([
		{ line: "4799 in slot A is preferred", restarts: false },
		{ line: "restarting", restarts: true },
		{ exitCode: 0 },
	]);
	expect(argvs).toEqual([["/usr/bin/soma", "update", "rollback", "--no-restart"], reboot]);
});

test.each([
	["it was only tried", "RollBack", { dryRun: true }, "exit 0"],
	["nobody wants that", "RollBack", { noRestart: true }, "exit 0"],
	["it failed", "RollBack", {}, "exit 1"],
	["no release is in its slot", "ApplyUpdate", {}, "exit 0"],
] as const)("no restart when %s", async (_why, method, request, text) => {
	writeFileSync(script, `${text}\n`);
	const messages = await Array.fromAsync(client.stream(method, request));
	expect(messages.map(({ restarts }) => restarts)).toEqual([false]);
	expect(argvs).not.toContainEqual(reboot);
});

test("the program is told nothing of the agent's own unit", async () => {
	process.env["NOTIFY_SOCKET"] = "/run/x";
	process.env["JOURNAL_STREAM"] = "1:2";
	writeFileSync(script, "for name in NOTIFY_SOCKET JOURNAL_STREAM; do printenv $name; done; true");
	const messages = await Array.fromAsync(client.stream("RollBack", { dryRun: true }));
	delete process.env["NOTIFY_SOCKET"];
	delete process.env["JOURNAL_STREAM"];
	expect(messages).toMatchObject([{ exitCode: 0 }]);
});

test("an update that was refused is an exit code, with its lines", async () => {
	writeFileSync(script, "echo 'error: another run is under way' >&2\nexit 1\n");
	const messages = await Array.fromAsync(client.stream("ApplyUpdate", {}));
	expect(messages.map(({ line, exitCode }) => line ?? exitCode)).toEqual([
		"error: another run is under way",
		1,
	]);
});

const badOrders: readonly (readonly [string, RequestOf<"ApplyUpdate">])[] = [
	["a version that is a flag", { version: "--force" }],
	["a version that is a word", { version: "latest" }],
	["a long version", { version: "1".repeat(64) }],
	["a folder", { from: ["/run/stick"] }],
	["a file", { from: ["file:///etc"] }],
	["a place that is a flag", { from: ["--state=/etc"] }],
	["two places in one", { from: ["https://a/,/run/stick"] }],
	["a place with a space", { from: ["https://a/ b"] }],
	["a place without a host", { from: ["https://"] }],
	["a long place", { from: [`https://a/${"x".repeat(3000)}`] }],
	["many places", { from: Array<string>(17).fill("https://a/") }],
];
test.each(badOrders)("with %s no update starts", async (_what, request) => {
	const reading = Array.fromAsync(client.stream("ApplyUpdate", request));
	expect(await reading.catch(codeOf)).toBe("request-invalid");
	expect(argvs).toEqual([]);
});

const badWishes: readonly (readonly [string, RequestOf<"ChangeUpdateWishes">])[] = [
	["nothing", {}],
	["a hold that is not taken back", { clearHold: false }],
	["a pin that is not taken back", { clearPin: false, setHold: "x" }],
	["no reason", { setHold: "" }],
	["a reason of two lines", { setHold: "a\nb" }],
	["a long reason", { setHold: "x".repeat(501) }],
	["no version", { setPin: "" }],
	["a version that is none", { setPin: "a b" }],
	["a good hold and a bad pin", { setHold: "good", setPin: "bad" }],
];
test.each(badWishes)("who wishes %s is refused, and nothing changes", async (_what, request) => {
	expect(await client.call("ChangeUpdateWishes", request).catch(codeOf)).toBe("request-invalid");
	const { wishes } = await client.call("GetUpdate", {});
	expect([wishes?.hold ?? null, wishes?.pin ?? null]).toEqual([null, null]);
});

test("a hold and a pin are one change", async () => {
	const set = await client.call("ChangeUpdateWishes", { setHold: "party", setPin: "4800" });
	expect(set).toMatchObject({ hold: { because: "party" }, pin: "4800" });
	expect(set.hold?.timeMicroseconds?.toString()).toBe("1700000000000000");
	expect(api.audit.at(-1)?.subject).toBe("updates are on hold, and only 4800 is taken: party");
	const cleared = await client.call("ChangeUpdateWishes", { clearHold: true, clearPin: true });
	expect([cleared.hold ?? null, cleared.pin ?? null]).toEqual([null, null]);
});

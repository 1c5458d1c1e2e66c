import { afterEach, expect, test } from "vitest";
import { startWireServer, wireRound } from "../testing/outcome-wire.ts";
import { outcomeClient } from "./outcome-client.ts";

const release = "1.2.3";
const node = "0".repeat(32);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0)) {
		await cleanup();
	}
});

function wire(token?: string) {
	const server = startWireServer(token);
	cleanups.push(() => server.stop());
	return server;
}

/** A web server that answers everything alike. */
function other(answer: () => Response | Promise<Response>): string {
	const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
	cleanups.push(() => server.stop(true));
	return `http://127.0.0.1:${server.port}`;
}

test("a node asks, tells that it began and that it failed; the next one hears why", async () => {
	const client = outcomeClient({ baseUrl: wire().url });
	expect(await client.ask(release, node)).toEqual({ kind: "go" });
	const report = { release, node } as const;
	expect(await client.report({ ...report, kind: "started", because: "" })).toEqual({ kind: "go" });
	const because = `a panic\nin the ${"very ".repeat(100)}end`;
	expect(await client.report({ ...report, kind: "rolled-back", because })).toMatchObject({
		kind: "halted",
		because: expect.stringMatching(/^1 of 1 nodes did not come through: rolled back: a panic in/),
	});
	expect((await client.ask(release, "1".repeat(32))).kind).toBe("halted");
});

test("what is in the journal is known after a power cut of the server", async () => {
	const server = wire();
	const client = outcomeClient({ baseUrl: server.url });
	expect((await client.ask(release, node)).kind).toBe("go");
	server.cutPower();
	expect((await client.ask(release, "1".repeat(32))).kind).toBe("wait");
	expect((await client.ask(release, node)).kind).toBe("go");
});

test("with the token of the server a node is heard, without it it waits", async () => {
	const baseUrl = wire("a secret of sixteen").url;
	const token = "a secret of sixteen";
	expect((await outcomeClient({ baseUrl, token }).ask(release, node)).kind).toBe("go");
	expect(await outcomeClient({ baseUrl }).ask(release, node)).toEqual({
		kind: "silent",
		because: "it answered with 401: the token of this release server is missing or another one",
	});
});

test.each([403, 404, 405, 501])(
	"a plain web server that says %i counts nothing",
	async (status) => {
		const baseUrl = other(() => new Response("<h1>no</h1>", { status }));
		expect(await outcomeClient({ baseUrl }).ask(release, node)).toEqual({ kind: "absent" });
	},
);

test("a release server that does not offer the release is no plain web server", async () => {
	const client = outcomeClient({ baseUrl: wire().url });
	const refused = { kind: "refused", because: "the release 9.9.9 is not offered here" };
	expect(await client.ask("9.9.9", node)).toEqual(refused);
	const report = { release: "9.9.9", node, kind: "good", because: "" } as const;
	expect(await client.report(report)).toEqual(refused);
	expect((await client.report({ ...report, node: "me" })).kind).toBe("refused");
});

test.each([
	["fails", () => new Response("oops", { status: 500 })],
	["talks of something else", () => new Response("<html>", { status: 200 })],
	["answers with an unknown word", () => Response.json({ answer: "yes" })],
	["never ends its answer", () => new Response("x".repeat(1_000_000), { status: 200 })],
	["sends elsewhere", () => Response.redirect("http://127.0.0.1:1/", 307)],
	["hangs", () => new Promise<Response>(() => {})],
])("a server that %s is silent: the node waits", async (_, answer) => {
	const client = outcomeClient({ baseUrl: other(answer), timeoutMs: 300 });
	const told = await client.ask(release, node);
	expect(told.kind).toBe("silent");
});

test("nobody at the address is silence, too", async () => {
	const baseUrl = other(() => new Response());
	await cleanups.pop()?.();
	expect((await outcomeClient({ baseUrl }).ask(release, node)).kind).toBe("silent");
});

test("a fleet that asks all at once is let a few at a time, through power cuts", async () => {
	expect(await wireRound(1, 60)).toEqual([]);
});

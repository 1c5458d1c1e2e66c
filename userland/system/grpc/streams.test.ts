import { afterAll, expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import {
	emptyHandlers,
	materialOf,
	roomyLimits,
	startTestApi,
	type TestApi,
} from "../../testing/test-api.ts";
import { makeTestCluster, type TestIdentity } from "../../testing/test-cluster.ts";
import type { CallContext } from "./server.ts";

/* Long calls: back-pressure, cancellation, and what happens to them when certificates change. */

const cluster = await makeTestCluster();
const node = await cluster.node();
const admin = await cluster.operator("ada", "admin");
const opened: TestApi[] = [];
afterAll(() => Promise.all(opened.map((api) => api.close())));

async function start(options: Parameters<typeof startTestApi>[2]): Promise<TestApi> {
	const api = await startTestApi(cluster, node, options);
	opened.push(api);
	return api;
}

function codeOf(error: unknown): string {
	return error instanceof SomaError ? error.code : String(error);
}

/** Resolves when a condition holds; looks each time the event loop comes round. */
async function until(holds: () => boolean, what: string): Promise<void> {
	const endMs = performance.now() + 20_000;
	while (!holds()) {
		expect(performance.now(), what).toBeLessThan(endMs);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** A stream that counts up each few milliseconds until its call ends. */
function counting(everyMs: number): (request: unknown, call: CallContext) => AsyncIterable<object> {
	return async function* (_request, { signal }) {
		for (let count = 1; !signal.aborted; count++) {
			yield { version: String(count) };
			await new Promise((resolve) => setTimeout(resolve, everyMs));
		}
	};
}

test("a client that goes away ends the handler: it cancels, breaks or hangs up", async () => {
	let ended = 0;
	const handler = async function* (_: unknown, { signal }: CallContext): AsyncGenerator<object> {
		try {
			yield {};
			await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
		} finally {
			ended += 1;
		}
	};
	const api = await start({ handlers: { ...emptyHandlers(), WatchStatus: handler } });
	const aborting = new AbortController();
	const cancelled = api.client(admin).stream("WatchStatus", {}, { signal: aborting.signal });
	const broken = api.client(admin).stream("WatchStatus", {});
	const hanging = api.client(admin);
	const hung = hanging.stream("WatchStatus", {})[Symbol.asyncIterator]();
	const first = cancelled[Symbol.asyncIterator]();
	await Promise.all([first.next(), hung.next()]);
	for await (const _ of broken) {
		break;
	}
	aborting.abort();
	hanging.close();
	expect(await first.next().catch(codeOf)).toBe("call-cancelled");
	await hung.return?.(undefined);
	await until(() => ended === 3 && api.server.counts().calls === 0, "three handlers ended");
	expect(api.unexpected).toEqual([]);
});

test("a slow client makes the handler wait; one that stops reading loses its call", async () => {
	let produced = 0;
	const data = "x".repeat(64 * 1024);
	const flood = async function* (): AsyncGenerator<object> {
		for (;;) {
			produced += 1;
			yield { data };
		}
	};
	const limits = { ...roomyLimits, stallMs: 400 };
	const handlers = { ...emptyHandlers(), SupportBundle: flood };
	const api = await start({ handlers, limits });
	const stream = api.client(admin).stream("SupportBundle", {})[Symbol.asyncIterator]();
	await stream.next();
	const beforeBytes = process.memoryUsage.rss();
	await until(() => api.server.counts().calls === 0, "the stalled call was ended");
	expect(produced).toBeLessThan(200); // 12 MiB, of which most wait on the client's side
	expect(process.memoryUsage.rss() - beforeBytes).toBeLessThan(64 * 2 ** 20);
	expect(api.audit.at(-1)?.outcome).toMatch(/took nothing from the stream for 400 ms/);
	await stream.return?.(undefined);
});

test("a failure in a stream comes behind what was sent, with code and hint", async () => {
	const handler = async function* (): AsyncGenerator<object> {
		yield { version: "1" };
		throw new SomaError({ code: "disk-lost", message: "it is gone", hint: "plug it in" });
	};
	const bug = (): never => {
		throw new TypeError("secret detail");
	};
	const handlers = { ...emptyHandlers(), WatchStatus: handler, ListSlots: bug };
	const api = await start({ handlers });
	const seen: string[] = [];
	const reading = (async () => {
		for await (const { version } of api.client(admin).stream("WatchStatus", {})) {
			seen.push(version ?? "");
		}
	})();
	await expect(reading).rejects.toMatchObject({ code: "disk-lost", hint: "plug it in" });
	expect(seen).toEqual(["1"]);
	await expect(api.client(admin).call("ListSlots", {})).rejects.toMatchObject({
		code: "internal",
		message: expect.not.stringContaining("secret"),
	});
	expect(api.unexpected).toHaveLength(1);
});

test("both directions of a conversation flow, and its end is seen on both sides", async () => {
	const echo = async function* (requests: AsyncIterable<object>): AsyncGenerator<object> {
		for await (const request of requests) {
			yield { data: (request as { data: Uint8Array }).data };
		}
		yield { exitCode: 3 };
	};
	const api = await start({ handlers: { ...emptyHandlers(), Shell: echo } });
	const conversation = api.client(admin).converse("Shell");
	const sent = Array.from({ length: 50 }, (_, index) => new Uint8Array(1000).fill(index));
	const sending = (async () => {
		for (const data of sent) {
			await conversation.send({ data });
		}
		conversation.end();
	})();
	const got: (Uint8Array | number)[] = [];
	for await (const { data, exitCode } of conversation.messages) {
		got.push(data === undefined || data === null ? (exitCode ?? -1) : new Uint8Array(data));
	}
	await sending;
	expect(got).toEqual([...sent, 3]);
	expect(api.audit.map(({ method, outcome }) => [method, outcome])).toEqual([["Shell", "ok"]]);
});

test("a certificate that is revoked or expires in the middle of a stream ends it", async () => {
	const handlers = { ...emptyHandlers(), WatchStatus: counting(20) };
	const api = await start({ handlers, judgeEveryMs: 50 });
	const rob = await cluster.operator("rob", "reader");
	const watch = async (identity: TestIdentity): Promise<string> => {
		try {
			for await (const _ of api.client(identity).stream("WatchStatus", {})) {
				// goes on until it is ended
			}
			return "ended";
		} catch (error) {
			return codeOf(error);
		}
	};
	const [revoked, expired] = [watch(rob), watch(admin)];
	await until(() => api.server.counts().calls === 2, "both run");
	const { serial } = rob.certificate.facts;
	const reason = "key-compromise";
	const entry = { kind: "serial", value: serial, reason, atSeconds: 0 } as const;
	api.trust({ ...cluster.trust, revoked: [entry] });
	expect(await revoked).toBe("certificate-revoked");
	expect(api.server.counts().calls).toBe(1);
	api.advance(100_000);
	expect(await expired).toBe("certificate-expired");
	expect(api.audit.map(({ outcome }) => outcome).join("\n")).toMatch(/revoked[\s\S]*expired/);
});

test("renewal and rotation lose not one call, and new connections follow", async () => {
	const handlers = { ...emptyHandlers(), WatchStatus: counting(1) };
	const api = await start({ handlers, judgeEveryMs: 20 });
	const next = await makeTestCluster();
	const nextNode = await next.node();
	const nextAdmin = await next.operator("ada", "admin");
	const watching = api.client(admin);
	const counts: number[] = [];
	const aborting = new AbortController();
	const stream = (async () => {
		const { signal } = aborting;
		for await (const { version } of watching.stream("WatchStatus", {}, { signal })) {
			counts.push(Number(version));
		}
	})().catch(codeOf);
	let calls = 0;
	const failures: string[] = [];
	let going = true;
	const calling = (async () => {
		while (going) {
			await watching.call("GetStatus", {}).catch((error) => failures.push(codeOf(error)));
			calls += 1;
		}
	})();
	const bothRoots = cluster.roots + next.roots;
	const bothTrust = {
		roots: [...cluster.trust.roots, ...next.trust.roots],
		issuing: [...cluster.trust.issuing, ...next.trust.issuing],
		revoked: [],
	};
	await until(() => counts.length > 20 && calls > 20, "it runs");
	// The leaf is renewed, twenty times over.
	for (let round = 0; round < 20; round++) {
		api.server.replaceCredentials(materialOf(await cluster.node(), cluster.roots));
		api.server.judgeAgain();
		await api.client(admin).call("GetStatus", {});
	}
	// The authority is rotated: old and new are trusted, then leaves of the new one are shown.
	api.trust(bothTrust);
	api.server.replaceCredentials(materialOf(node, bothRoots));
	await api.client(nextAdmin).call("GetStatus", {});
	api.server.replaceCredentials(materialOf(nextNode, bothRoots));
	await api.client(admin, { roots: bothRoots }).call("GetStatus", {});
	await api.client(nextAdmin, { roots: next.roots }).call("GetStatus", {});
	const seen = counts.length;
	await until(() => counts.length > seen + 20, "it still runs");
	going = false;
	await calling;
	expect(failures).toEqual([]);
	expect(counts).toEqual(counts.map((_, index) => index + 1));
	// Then only the new one: who shows an old certificate is out, at once and for ever.
	api.trust(next.trust);
	api.server.replaceCredentials(materialOf(nextNode, next.roots));
	expect(await stream).toBe("certificate-foreign");
	expect(await watching.call("GetStatus", {}).catch(codeOf)).toBe("certificate-foreign");
	await expect(
		api.client(admin, { roots: next.roots }).call("GetStatus", {}),
	).rejects.toBeInstanceOf(SomaError);
	await api.client(nextAdmin, { roots: next.roots }).call("GetStatus", {});
	aborting.abort();
});

test("what runs when the API stops is told so", async () => {
	const api = await start({ handlers: { ...emptyHandlers(), WatchStatus: counting(5) } });
	const reading = (async () => {
		for await (const _ of api.client(admin).stream("WatchStatus", {})) {
			// until it is ended
		}
	})().catch(codeOf);
	await until(() => api.server.counts().calls === 1, "it runs");
	await api.server.close();
	expect(await reading).toMatch(/^(?:node-stopping|call-cancelled|node-unreachable)$/);
});

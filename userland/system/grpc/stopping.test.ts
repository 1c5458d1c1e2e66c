import { afterAll, expect, test } from "vitest";
import { SomaError } from "../../lib/errors.ts";
import { emptyHandlers, startTestApi, type TestApi } from "../../testing/test-api.ts";
import { makeTestCluster } from "../../testing/test-cluster.ts";
import type { AnyHandler, CallContext } from "./server.ts";

/* A server that is closed with grace: who waits for an answer gets it. */

const cluster = await makeTestCluster();
const node = await cluster.node();
const admin = await cluster.operator("ada", "admin");
const opened: TestApi[] = [];
afterAll(() => Promise.all(opened.map((api) => api.close())));

/** More than any of these tests takes. */
const longMs = 60_000;

async function start(handlers: Readonly<Record<string, AnyHandler>>): Promise<TestApi> {
	const api = await startTestApi(cluster, node, { handlers: { ...emptyHandlers(), ...handlers } });
	opened.push(api);
	return api;
}

function codeOf(error: unknown): string {
	return error instanceof SomaError ? error.code : String(error);
}

/** A call that began, and whose handler ends when it is told to. */
async function beginShutdown(explanation: string) {
	const begun = Promise.withResolvers<void>();
	const leave = Promise.withResolvers<void>();
	const api = await start({
		Shutdown: async () => {
			begun.resolve();
			await leave.promise;
			return { explanation };
		},
	});
	const answer = api.client(admin).call("Shutdown", {}).catch(codeOf);
	await begun.promise;
	return { api, answer, leave: leave.resolve };
}

test("an answer under way when the server closes is sent whole, however large", async () => {
	const explanation = "x".repeat(900_000);
	const { api, answer, leave } = await beginShutdown(explanation);
	const closing = api.server.close(longMs);
	leave();
	await closing;
	expect(await answer).toEqual({ explanation });
});

test("an answer that was given before the server closes is sent whole", async () => {
	const explanation = "x".repeat(900_000);
	const given = Promise.withResolvers<void>();
	const api = await start({
		Shutdown: () => {
			setImmediate(given.resolve);
			return { explanation };
		},
	});
	const answer = api.client(admin).call("Shutdown", {}).catch(codeOf);
	await given.promise;
	await api.server.close(longMs);
	expect(await answer).toEqual({ explanation });
});

test("a call that comes while the server waits is refused", async () => {
	const { api, answer, leave } = await beginShutdown("late");
	const other = api.client(admin);
	await other.call("GetStatus", {});
	const closing = api.server.close(longMs);
	expect(await other.call("GetStatus", {}).catch(codeOf)).toBe("node-stopping");
	leave();
	await closing;
	expect(await answer).toEqual({ explanation: "late" });
});

test("a stream runs until the last answer is out, and is told that the server stops", async () => {
	const began = Promise.withResolvers<void>();
	const leave = Promise.withResolvers<void>();
	const api = await start({
		Shutdown: async () => {
			await leave.promise;
			return {};
		},
		async *WatchStatus(_request: never, { signal }: CallContext) {
			yield { version: "1" };
			began.resolve();
			await leave.promise;
			yield { version: "2" };
			await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
		},
	});
	const seen: unknown[] = [];
	const watching = (async () => {
		for await (const { version } of api.client(admin).stream("WatchStatus", {})) {
			seen.push(version);
		}
	})().catch((error: unknown) => seen.push(codeOf(error)));
	await began.promise;
	const answer = api.client(admin).call("Shutdown", {});
	while (api.server.counts().calls < 2) {
		await new Promise((resolve) => setImmediate(resolve));
	}
	const closing = api.server.close(longMs);
	leave.resolve();
	await Promise.all([answer, closing, watching]);
	expect(seen).toEqual(["1", "2", "node-stopping"]);
});

test("a server without calls closes at once, though clients are connected", async () => {
	const api = await start({});
	await api.client(admin).call("GetStatus", {});
	const startedAtMs = performance.now();
	await api.server.close(longMs);
	expect(performance.now() - startedAtMs).toBeLessThan(longMs / 4);
});

test("a call that does not end keeps the server no longer than it may", async () => {
	const { api, answer, leave } = await beginShutdown("never");
	await api.server.close(50);
	expect(await answer).toMatch(/^(?:node-stopping|node-unreachable)$/);
	leave();
});

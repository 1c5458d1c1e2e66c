import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { connect as connectTcp, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { enrolmentMethods } from "../../core/api/methods.ts";
import { SomaError } from "../../lib/errors.ts";
import { emptyHandlers, roomyLimits, startTestApi, type TestApi } from "../../testing/test-api.ts";
import { makeTestCluster, type TestIdentity } from "../../testing/test-cluster.ts";

/* What broken and hostile clients send; the server lives on and grants nothing. */

const cluster = await makeTestCluster();
const node = await cluster.node();
const admin = await cluster.operator("ada", "admin");
const opened: TestApi[] = [];
afterAll(() => Promise.all(opened.map((api) => api.close())));

async function start(options: Parameters<typeof startTestApi>[2] = {}): Promise<TestApi> {
	const api = await startTestApi(cluster, node, options);
	opened.push(api);
	return api;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
	try {
		await promise;
		return "ok";
	} catch (error) {
		return error instanceof SomaError ? error.code : String(error);
	}
}

function http2Of(api: TestApi, identity: TestIdentity): Promise<ClientHttp2Session> {
	return new Promise((resolve, reject) => {
		const session = connectHttp2(`https://127.0.0.1:${api.server.port}`, {
			ca: cluster.roots,
			key: identity.key,
			cert: identity.chain,
			servername: "node.soma",
			checkServerIdentity: () => undefined,
		});
		session.once("connect", () => resolve(session));
		session.once("error", reject);
	});
}

/** Sends bytes as the body of a call; resolves with status code and trailers. */
function rawCall(
	session: ClientHttp2Session,
	body: Uint8Array | undefined,
	headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
	return new Promise((resolve) => {
		const stream = session.request({
			":method": "POST",
			":path": "/soma.v1.Node/GetStatus",
			"content-type": "application/grpc",
			te: "trailers",
			...headers,
		});
		let seen: Record<string, unknown> = {};
		stream.on("response", (response) => {
			seen = { ...seen, ...response };
		});
		stream.on("trailers", (trailers) => {
			seen = { ...seen, ...trailers };
		});
		stream.on("error", (error) => {
			seen = { ...seen, error: String(error) };
		});
		stream.on("close", () => resolve(seen));
		stream.resume();
		stream.end(body);
	});
}

function openTcp(port: number): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connectTcp(port, "127.0.0.1");
		socket.once("connect", () => resolve(socket));
		socket.once("error", reject);
		socket.on("error", () => undefined);
	});
}

function closed(socket: Socket): Promise<void> {
	return new Promise((resolve) => {
		if (socket.destroyed) {
			resolve();
		}
		socket.once("close", () => resolve());
		socket.resume();
	});
}

async function answers(api: TestApi): Promise<void> {
	expect(await codeOf(api.client(admin).call("GetStatus", {}))).toBe("ok");
}

test("frames that are cut, oversized or garbage end their call and nothing else", async () => {
	const api = await start();
	const session = await http2Of(api, admin);
	const frames: readonly Uint8Array[] = [
		new Uint8Array(),
		Uint8Array.of(0, 0, 0),
		Uint8Array.of(0, 0, 0, 0, 9, 1, 2),
		Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff),
		Uint8Array.of(1, 0, 0, 0, 1, 0),
		Uint8Array.of(0, 0, 0, 0, 2, 0xff, 0xff),
		crypto.getRandomValues(new Uint8Array(5000)),
	];
	for (const frame of frames) {
		const answer = await rawCall(session, frame);
		expect(answer["grpc-status"] ?? answer["error"], `${frame}`).not.toBe("0");
	}
	expect(await rawCall(session, Uint8Array.of(0, 0, 0, 0, 0))).toMatchObject({
		"grpc-status": "0",
	});
	const html = await rawCall(session, new Uint8Array(), { "content-type": "text/html" });
	expect(html[":status"]).toBe(415);
	const unknown = await rawCall(session, new Uint8Array(5), { ":path": "/soma.v1.Node/GetRoot" });
	expect(unknown["grpc-status"]).toBe("12");
	const proto = await rawCall(session, new Uint8Array(5), { ":path": "/soma.v1.Node/__proto__" });
	expect(proto["grpc-status"]).toBe("12");
	session.destroy();
	await answers(api);
	expect(api.unexpected).toEqual([]);
});

test("a request that is no message is refused with our code", async () => {
	const api = await start();
	const session = await http2Of(api, admin);
	const answer = await rawCall(session, Uint8Array.of(0, 0, 0, 0, 2, 0x0a, 0xff));
	expect(answer["grpc-status"]).toBe("3");
	expect(Buffer.from(String(answer["soma-error-bin"]), "base64").toString()).toContain(
		"request-unreadable",
	);
	session.destroy();
});

test("who does not finish the handshake is dropped, and the newest comes in", async () => {
	const limits = { ...roomyLimits, handshakes: 8, handshakeTimeoutMs: 500 };
	const api = await start({ limits });
	const garbage = await openTcp(api.server.port);
	garbage.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	await closed(garbage);
	const slow = await openTcp(api.server.port);
	slow.write(Uint8Array.of(0x16, 0x03, 0x01)); // the beginning of a client hello, and no more
	const idle = await Promise.all(Array.from({ length: 20 }, () => openTcp(api.server.port)));
	await answers(api);
	expect(api.server.counts().handshakes).toBeLessThanOrEqual(8);
	await Promise.all([slow, ...idle].map(closed));
	expect(api.server.counts().handshakes).toBe(0);
	expect(api.audit.some(({ outcome }) => /HTTP_REQUEST/.test(outcome))).toBe(true);
	expect(api.audit.some(({ outcome }) => /handshake timeout/i.test(outcome))).toBe(true);
});

test("a thousand idle connections take neither the node's memory nor its time", async () => {
	const api = await start({ limits: { ...roomyLimits, handshakes: 64 } });
	await answers(api);
	Bun.gc(true);
	const beforeBytes = process.memoryUsage.rss();
	const sockets: Socket[] = [];
	for (let round = 0; round < 20; round++) {
		sockets.push(
			...(await Promise.all(Array.from({ length: 50 }, () => openTcp(api.server.port)))),
		);
		await answers(api);
		expect(api.server.counts().handshakes).toBeLessThanOrEqual(64);
	}
	Bun.gc(true);
	expect(process.memoryUsage.rss() - beforeBytes).toBeLessThan(64 * 2 ** 20);
	for (const socket of sockets) {
		socket.destroy();
	}
});

test("one certificate opens only so many connections, and all only so many", async () => {
	const api = await start({ limits: { ...roomyLimits, connections: 6, connectionsOfOne: 3 } });
	const codes = async (who: TestIdentity, count: number): Promise<string[]> => {
		const clients = Array.from({ length: count }, () => api.client(who));
		const found: string[] = [];
		for (const client of clients) {
			found.push(await codeOf(client.call("GetStatus", {})));
		}
		return found;
	};
	expect(await codes(admin, 5)).toEqual(["ok", "ok", "ok", "node-unreachable", "node-unreachable"]);
	const others = [await cluster.operator("bea", "reader"), await cluster.operator("cid", "reader")];
	expect(await codes(others[0] as TestIdentity, 2)).toEqual(["ok", "ok"]);
	expect(await codes(others[1] as TestIdentity, 2)).toEqual(["ok", "node-unreachable"]);
	expect(api.audit.filter(({ outcome }) => /connections/.test(outcome)).length).toBeGreaterThan(2);
});

test("one connection makes only so many calls at a time", async () => {
	const never = async function* (): AsyncGenerator<object> {
		yield {};
		await new Promise(() => undefined);
	};
	const handlers = { ...emptyHandlers(), WatchStatus: never };
	const api = await start({ handlers, limits: { ...roomyLimits, callsOfConnection: 3 } });
	const client = api.client(admin);
	const streams = Array.from({ length: 3 }, () => client.stream("WatchStatus", {}));
	const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
	await Promise.all(iterators.map((iterator) => iterator.next()));
	expect(api.server.counts().calls).toBe(3);
	expect(await codeOf(client.call("GetStatus", {}, { timeoutMs: 2000 }))).toMatch(
		/^(?:too-many-streams|call-timeout)$/,
	);
	client.close();
	await answers(api);
});

test("messages of any size up to the limit pass, and beyond it the reason is told", async () => {
	const text = (sizeBytes: number): string => "x".repeat(sizeBytes);
	const echo = ({ requestPem }: { readonly requestPem: string }): object => ({
		certificatePem: text(requestPem.length === 1 ? 17 * 2 ** 20 : 8 * 2 ** 20),
		rootsPem: String(requestPem.length),
	});
	const api = await start({ handlers: { ...emptyHandlers(), RenewCertificate: echo } });
	const client = api.client(await cluster.node());
	const renew = (sizeBytes: number): Promise<{ rootsPem: string; certificatePem: string }> =>
		client.call("RenewCertificate", { requestPem: text(sizeBytes) });
	const big = await renew(1_000_000);
	expect([big.rootsPem, big.certificatePem.length]).toEqual(["1000000", 8 * 2 ** 20]);
	expect(await codeOf(renew(2 ** 20 + 100))).toBe("message-too-big");
	await expect(renew(50 * 2 ** 20)).rejects.toThrow(/larger than max|too big/i);
	expect(await codeOf(renew(1))).toBe("message-too-big");
	expect((await renew(10)).rootsPem).toBe("10");
});

test("without certificates one address opens only so many connections", async () => {
	const limits = { ...roomyLimits, connectionsOfOne: 2 };
	const api = await start({
		limits,
		service: "soma.v1.Enrolment",
		methods: enrolmentMethods,
		handlers: { GetChallenge: () => ({}), Enrol: () => ({}) },
		clientCertificate: "none",
	});
	const codes: string[] = [];
	for (let count = 0; count < 3; count++) {
		codes.push(await codeOf(api.client(undefined).call("GetChallenge", {})));
	}
	expect(codes).toEqual(["ok", "ok", "node-unreachable"]);
	expect(await codeOf(api.client(undefined).call("GetStatus", {}))).toBe("node-unreachable");
});

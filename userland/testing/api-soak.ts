import type { MethodName } from "../core/api/methods.ts";
import { SomaError } from "../lib/errors.ts";
import { type NodeClient, openNodeClient } from "../system/grpc/client.ts";
import type { AnyHandler } from "../system/grpc/server.ts";
import { emptyHandlers, startTestApi, type TestApi } from "./test-api.ts";
import { makeTestCluster, type TestIdentity } from "./test-cluster.ts";

/** A server with clients of every role, under all kinds of calls from a seed. */
export interface ApiSoak {
	/** Makes so many calls, some at a time; one line for each that ended wrongly. */
	run(seed: number, count: number): Promise<readonly string[]>;
	/** Calls and connections that are left over when nothing runs. */
	leftOvers(): Promise<string | undefined>;
	close(): Promise<void>;
}

const concurrency = 16;
const bodies = [0, 10, 1000, 60_000];

/** Handlers that answer with as much as the caller asks for. */
function handlers(): Record<MethodName, AnyHandler> {
	const sized = (request: { readonly heartbeatSeconds: number }) => ({
		version: "x".repeat(request.heartbeatSeconds),
	});
	const stream = async function* (request: { readonly heartbeatSeconds: number }) {
		for (let count = 0; count < 5; count++) {
			yield sized(request);
		}
	};
	return { ...emptyHandlers(), WatchStatus: stream as AnyHandler };
}

/** What one call was, and what was wrong with its end; undefined when nothing was. */
type Kind = (client: NodeClient, random: () => number) => Promise<string | undefined>;

const kinds: readonly Kind[] = [
	async (client) => {
		await client.call("GetStatus", {});
		return;
	},
	async (client, random) => {
		const size = bodies[Math.floor(random() * bodies.length)] ?? 0;
		let count = 0;
		for await (const { version } of client.stream("WatchStatus", { heartbeatSeconds: size })) {
			count += version?.length === size || (version === null && size === 0) ? 1 : 0;
		}
		return count === 5 || size === 0 ? undefined : `${count} whole messages instead of 5`;
	},
	async (client) => {
		for await (const _ of client.stream("WatchStatus", { heartbeatSeconds: 60_000 })) {
			break; // the rest is cancelled
		}
		return;
	},
	async (client) => {
		try {
			await client.call("Reset", {});
			return "a reader may reset the node";
		} catch (error) {
			return error instanceof SomaError && error.code === "role-too-low"
				? undefined
				: String(error);
		}
	},
];

/** Starts server and clients. */
export async function openApiSoak(): Promise<ApiSoak> {
	const cluster = await makeTestCluster();
	const api = await startTestApi(cluster, await cluster.node(), {
		handlers: handlers(),
		audit: () => undefined,
	});
	const reader = await cluster.operator("rita", "reader");
	let clients = openClients(api, cluster.roots, reader);
	return {
		run: async (seed, count) => {
			const random = randomOf(seed);
			const failures: string[] = [];
			let left = count;
			const worker = async (): Promise<void> => {
				while (left > 0) {
					left -= 1;
					const kind = kinds[Math.floor(random() * kinds.length)];
					const client = clients[Math.floor(random() * clients.length)];
					if (kind !== undefined && client !== undefined) {
						const problem = await kind(client, random).catch(String);
						failures.push(...(problem === undefined ? [] : [problem]));
					}
				}
			};
			await Promise.all(Array.from({ length: concurrency }, worker));
			for (const client of clients) {
				client.close();
			}
			clients = openClients(api, cluster.roots, reader); // connections come and go too
			return failures;
		},
		leftOvers: async () => {
			for (let attempt = 0; attempt < 200; attempt++) {
				const { calls, connections, handshakes } = api.server.counts();
				if (calls + connections + handshakes === 0) {
					return;
				}
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			return JSON.stringify(api.server.counts());
		},
		close: () => {
			for (const client of clients) {
				client.close();
			}
			return api.close();
		},
	};
}

function openClients(api: TestApi, roots: string, identity: TestIdentity): readonly NodeClient[] {
	const { key, chain } = identity;
	const address = `127.0.0.1:${api.server.port}`;
	return Array.from({ length: 4 }, () =>
		openNodeClient({ address, tls: { roots, key, chain }, nodeId: "any" }),
	);
}

/** A small generator of numbers in [0, 1) from a seed (mulberry32). */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

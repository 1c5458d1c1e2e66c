import { type MethodName, nodeMethods } from "../core/api/methods.ts";
import type { AuditEntry } from "../system/grpc/call-guard.ts";
import { type NodeClient, openNodeClient } from "../system/grpc/client.ts";
import {
	type AnyHandler,
	type ApiServer,
	type ApiServerOptions,
	startApiServer,
} from "../system/grpc/server.ts";
import type { TlsMaterial } from "../system/grpc/tls-listener.ts";
import { createPeerJudge, type TrustMaterial } from "../system/pki/peers.ts";
import type { TestCluster, TestIdentity } from "./test-cluster.ts";

/** Limits that no test reaches by accident; each test lowers the one that it is about. */
export const roomyLimits = {
	connections: 200,
	connectionsOfOne: 100,
	handshakes: 64,
	handshakeTimeoutMs: 10_000,
	callsOfConnection: 100,
	requestBytes: 2 ** 20,
	unaryTimeoutMs: 30_000,
	stallMs: 60_000,
	idleMs: 600_000,
	keepaliveMs: 60_000,
	keepaliveTimeoutMs: 20_000,
} as const;

/** A server on loopback with handlers that only echo, and what it wrote into its audit log. */
export interface TestApi {
	readonly server: ApiServer;
	readonly audit: AuditEntry[];
	readonly unexpected: unknown[];
	/** Moves the clock by which the server judges certificates. */
	advance(seconds: number): void;
	/** What the server trusts from now on. */
	trust(material: TrustMaterial): void;
	/** A client that is closed with the server. */
	client(identity: TestIdentity | undefined, overrides?: Partial<TlsMaterial>): NodeClient;
	close(): Promise<void>;
}

/** The key and certificates of an identity in a cluster, as TLS takes them. */
export function materialOf(identity: TestIdentity, roots: string): TlsMaterial {
	return { key: identity.key, chain: identity.chain, roots };
}

/** Handlers for every call: an empty response, or a stream of one. */
export function emptyHandlers(): Record<MethodName, AnyHandler> {
	const rows = Object.entries(nodeMethods).map(([name, { kind }]) => {
		const handler: AnyHandler = kind === "unary" ? () => ({}) : oneEmpty;
		return [name, handler];
	});
	return Object.fromEntries(rows) as Record<MethodName, AnyHandler>;
}

async function* oneEmpty(): AsyncGenerator<object> {
	yield {};
}

/** Starts the server of a node of the cluster. */
export async function startTestApi(
	cluster: TestCluster,
	node: TestIdentity,
	options: Partial<ApiServerOptions> = {},
): Promise<TestApi> {
	const audit: AuditEntry[] = [];
	const unexpected: unknown[] = [];
	const clients: NodeClient[] = [];
	let judge = createPeerJudge(cluster.trust);
	let aheadSeconds = 0;
	const server = await startApiServer({
		address: "127.0.0.1",
		port: 0,
		service: "soma.v1.Node",
		methods: nodeMethods,
		handlers: emptyHandlers(),
		material: materialOf(node, cluster.roots),
		clientCertificate: "required",
		limits: roomyLimits,
		peerOf: (chain) => judge.peerOf(chain, Math.floor(Date.now() / 1000) + aheadSeconds),
		audit: (entry) => audit.push(entry),
		unexpected: (_method, error) => unexpected.push(error),
		judgeEveryMs: 60_000,
		...options,
	});
	return {
		server,
		audit,
		unexpected,
		advance: (seconds) => {
			aheadSeconds += seconds;
		},
		trust: (material) => {
			judge = createPeerJudge(material);
		},
		client: (identity, overrides = {}) => {
			const own = identity === undefined ? {} : { key: identity.key, chain: identity.chain };
			const client = openNodeClient({
				address: `127.0.0.1:${server.port}`,
				tls: { roots: cluster.roots, ...own, ...overrides },
				nodeId: "any",
			});
			clients.push(client);
			return client;
		},
		close: async () => {
			for (const client of clients) {
				client.close();
			}
			await server.close();
		},
	};
}

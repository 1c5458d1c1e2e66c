import { createEventRing } from "../../../core/api/event-ring.ts";
import { enrolmentMethods, nodeMethods } from "../../../core/api/methods.ts";
import { createRateLimit } from "../../../core/api/rate-limit.ts";
import type { NodeConfig } from "../../../core/config/node-config.ts";
import { describeError, SomaError } from "../../../lib/errors.ts";
import { writeAudit } from "../../../system/audit.ts";
import { openNodeClient } from "../../../system/grpc/client.ts";
import {
	type ApiServer,
	type ApiServerOptions,
	type ServerLimits,
	startApiServer,
} from "../../../system/grpc/server.ts";
import { addressOf } from "../../../system/grpc/tls-listener.ts";
import { log } from "../../../system/log.ts";
import { runUnchecked, startProgram } from "../../../system/process.ts";
import type { Context } from "../../context.ts";
import { gateAudit } from "./audit-gate.ts";
import { nodeHandlers } from "./handlers.ts";
import { enrolmentHandlers } from "./identity.ts";
import { createObserver, type Observer } from "./observer.ts";
import type { ApiPorts, IdentityPort } from "./ports.ts";
import { createStatusSource } from "./status.ts";

/** What a node grants. A connection costs about 50 KiB, a call that runs about 20. */
export const nodeLimits: ServerLimits = {
	connections: 256,
	connectionsOfOne: 32,
	handshakes: 64,
	handshakeTimeoutMs: 10_000,
	callsOfConnection: 64,
	requestBytes: 2 ** 20,
	unaryTimeoutMs: 60_000,
	stallMs: 600_000,
	idleMs: 600_000,
	keepaliveMs: 30_000,
	keepaliveTimeoutMs: 20_000,
};

/** Strangers reach the enrolment port, so everything is smaller there. */
const enrolmentLimits: ServerLimits = {
	...nodeLimits,
	connections: 16,
	connectionsOfOne: 4,
	handshakes: 16,
	handshakeTimeoutMs: 5_000,
	callsOfConnection: 2,
	requestBytes: 16 * 1024,
	unaryTimeoutMs: 20_000,
	idleMs: 20_000,
	ageMs: 60_000,
};

const attempts = {
	burst: 6,
	refillMs: 10_000,
	burstOfAll: 40,
	refillOfAllMs: 500,
	greatestKeys: 1024,
};

const eventCapacity = 1000;
const judgeEveryMs = 5_000;

/** The API of a node while it runs. */
export interface NodeApi {
	readonly port: number;
	readonly enrolPort: number;
	/** Learns what the agent found, and makes events of what changed. */
	readonly observer: Observer;
	/** Makes a call over loopback; why it was not answered, or undefined. */
	probe(): Promise<string | undefined>;
	/** Ends both ports; answers under way have so long to get out, 0 when absent. */
	close(graceMs?: number): Promise<void>;
}

/** Starts both ports. */
export async function startNodeApi(
	context: Context,
	config: NodeConfig,
	identity: IdentityPort,
): Promise<NodeApi> {
	const nowMs = (): number => Date.now();
	const events = createEventRing(eventCapacity);
	const ports: ApiPorts = {
		context,
		identity,
		events,
		status: createStatusSource(context.paths, () => performance.now()),
		run: runUnchecked,
		start: startProgram,
		nowMs,
		wait: waitFor,
		record: (event) => events.add(event, nowMs()),
	};
	const shared = {
		peerOf: (chain: readonly Uint8Array[]) => identity.peerOf(chain),
		audit: gateAudit(
			(entry) => writeAudit(context.paths.journal, entry),
			() => performance.now(),
		),
		unexpected: (method, error) =>
			log("error", `soma-agent: ${method} met an unexpected error: ${describeError(error)}`),
		judgeEveryMs,
		material: identity.material(),
	} satisfies Partial<ApiServerOptions>;
	const node = await listenAnywhere({
		...shared,
		audit: (entry) => {
			const isProbe = entry.caller?.name === identity.nodeId && isLoopback(entry.from);
			if (!isProbe) {
				shared.audit(entry);
			}
		},
		port: config.api.port,
		service: "soma.v1.Node",
		methods: nodeMethods,
		handlers: nodeHandlers(ports),
		clientCertificate: "required",
		limits: nodeLimits,
	});
	const enrolment = await listenAnywhere({
		...shared,
		port: config.api.enrolPort,
		service: "soma.v1.Enrolment",
		methods: enrolmentMethods,
		handlers: enrolmentHandlers(ports, enrolmentGate()),
		clientCertificate: "none",
		limits: enrolmentLimits,
	}).catch(async (error) => {
		await node.close();
		throw error;
	});
	identity.onChange(() => {
		for (const server of [node, enrolment]) {
			server.replaceCredentials(identity.material());
			server.judgeAgain();
		}
		const message = "the certificate or what is trusted has changed";
		ports.record({ kind: "identity", message, facts: {}, warning: false });
	});
	const observer = createObserver(ports);
	observer.started();
	return {
		port: node.port,
		enrolPort: enrolment.port,
		observer,
		probe: () => probe(node.port, identity),
		close: async (graceMs) => {
			observer.close();
			await Promise.all([node.close(graceMs), enrolment.close(graceMs)]);
		},
	};
}

/** On every address of the machine; a kernel without IPv6 has only the others. */
async function listenAnywhere(options: Omit<ApiServerOptions, "address">): Promise<ApiServer> {
	try {
		return await startApiServer({ ...options, address: "::" });
	} catch {
		return await startApiServer({ ...options, address: "0.0.0.0" });
	}
}

/** Lets a stranger in a few times a minute. */
function enrolmentGate(): (from: string) => void {
	const limit = createRateLimit(attempts);
	return (from) => {
		const address = addressOf(from);
		if (!limit.admit(address, performance.now())) {
			throw new SomaError({
				code: "too-many-attempts",
				message: `too many attempts to enrol from ${address}`,
				hint: "wait a minute",
				retryable: true,
			});
		}
	};
}

function isLoopback(from: string): boolean {
	return /^(?:::ffff:)?127\.|^::1:/.test(from);
}

/**
 * Calls with the node's own certificate, which may do nothing here: to be told so, by role, shows
 * that port, TLS, HTTP/2 and the table of roles are all at work.
 */
async function probe(port: number, identity: IdentityPort): Promise<string | undefined> {
	const { key, chain, roots } = identity.material();
	const client = openNodeClient({
		address: `127.0.0.1:${port}`,
		tls: { key, chain, roots },
		nodeId: identity.nodeId,
	});
	try {
		await client.call("GetStatus", {}, { timeoutMs: 10_000 });
		return "it grants to a node what only operators may";
	} catch (error) {
		const known = error instanceof SomaError ? error : undefined;
		return known?.code === "role-too-low" ? undefined : (known?.message ?? String(error));
	} finally {
		client.close();
	}
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			signal.removeEventListener("abort", end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener("abort", end, { once: true });
		if (signal.aborted) {
			end();
		}
	});
}

import {
	Client,
	credentials,
	type handleUnaryCall,
	Metadata,
	Server,
	ServerCredentials,
} from "@grpc/grpc-js";
import { soma } from "../../userland/core/api/generated/soma.js";
import { required } from "../../userland/lib/assert.ts";
import { freePort } from "../../userland/testing/free-port.ts";
import { emptyHandlers, startTestApi } from "../../userland/testing/test-api.ts";
import { makeTestCluster, type TestIdentity } from "../../userland/testing/test-cluster.ts";
import type { Report } from "../lib/progress.ts";
import type { Benchmark, BenchRow } from "./benchmark.ts";

const warmUpCalls = 500;
const latencyCalls = 3000;
const throughputCalls = 8000;
const concurrency = 32;
/** Ours and the peer's turn, one after the other, so that a busy machine hurts both. */
const turns = 3;

/** One server: how to call it once. */
interface Target {
	readonly call: () => Promise<void>;
	readonly close: () => Promise<void>;
}

interface Figures {
	readonly p50Ms: number;
	readonly p99Ms: number;
	readonly callsPerSecond: number;
}

/** A status of a usual size: two slots, some texts. */
const status: soma.v1.Status.$Properties = {
	version: "4799",
	kernel: "6.12.57",
	machineId: "0123456789abcdef".repeat(2),
	uptimeSeconds: 65.25,
	slots: { disk: "/dev/vda", slots: [{ name: "A" }, { name: "B" }] },
	health: { state: "ready", checks: [{ name: "usr", ok: true, detail: "x".repeat(200) }] },
};

async function openOurs(): Promise<Target> {
	const cluster = await makeTestCluster();
	const api = await startTestApi(cluster, await cluster.node(), {
		handlers: { ...emptyHandlers(), GetStatus: () => status },
	});
	const client = api.client(await cluster.operator("ada", "reader"));
	return {
		call: async () => {
			await client.call("GetStatus", {});
		},
		close: () => api.close(),
	};
}

/** grpc-js as its manual shows it: mutual TLS and one handler; no roles, limits or audit. */
async function openPlain(): Promise<Target> {
	const cluster = await makeTestCluster();
	const [node, operator] = [await cluster.node(), await cluster.operator("ada", "reader")];
	const server = new Server();
	const handler: handleUnaryCall<unknown, unknown> = (_call, callback) => callback(null, status);
	server.addService({ GetStatus: plainMethod }, { GetStatus: handler });
	const roots = Buffer.from(cluster.roots);
	const port = await freePort();
	await new Promise<void>((resolve, reject) => {
		const pair = { private_key: Buffer.from(node.key), cert_chain: Buffer.from(node.chain) };
		const secure = ServerCredentials.createSsl(roots, [pair], true);
		server.bindAsync(`127.0.0.1:${port}`, secure, (error) =>
			error === null ? resolve() : reject(error),
		);
	});
	const client = openPlainClient(port, roots, operator);
	return {
		call: () =>
			new Promise((resolve, reject) => {
				client.makeUnaryRequest(
					plainMethod.path,
					plainMethod.requestSerialize,
					plainMethod.responseDeserialize,
					{},
					new Metadata(),
					{ deadline: Date.now() + 30_000 },
					(error) => (error === null ? resolve() : reject(error)),
				);
			}),
		close: async () => {
			client.close();
			server.forceShutdown();
		},
	};
}

const plainMethod = {
	path: "/soma.v1.Node/GetStatus",
	requestStream: false,
	responseStream: false,
	requestSerialize: (message: object) =>
		Buffer.from(soma.v1.GetStatusRequest.encode(message).finish()),
	requestDeserialize: (bytes: Buffer) => soma.v1.GetStatusRequest.decode(bytes),
	responseSerialize: (message: object) => Buffer.from(soma.v1.Status.encode(message).finish()),
	responseDeserialize: (bytes: Buffer) => soma.v1.Status.decode(bytes),
};

function openPlainClient(port: number, roots: Buffer, operator: TestIdentity): Client {
	const key = Buffer.from(operator.key);
	const chain = Buffer.from(operator.chain);
	const secure = credentials.createSsl(roots, key, chain, {
		checkServerIdentity: () => undefined,
	});
	return new Client(`127.0.0.1:${port}`, secure, {
		"grpc.ssl_target_name_override": "node.soma",
	});
}

/** The value below which a share of the samples lies; a p99 needs 200 of them. */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = [...samples].sort((left, right) => left - right);
	return required(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))], "sample");
}

async function measureTurn(target: Target, samples: number[]): Promise<number> {
	for (let call = 0; call < latencyCalls / turns; call++) {
		const startedMs = performance.now();
		await target.call();
		samples.push(performance.now() - startedMs);
	}
	let left = throughputCalls / turns;
	const startedMs = performance.now();
	const worker = async (): Promise<void> => {
		while (left > 0) {
			left -= 1;
			await target.call();
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return throughputCalls / turns / ((performance.now() - startedMs) / 1000);
}

async function measureBoth(
	ours: Target,
	plain: Target,
	report: Report,
): Promise<readonly [Figures, Figures]> {
	const targets = [ours, plain];
	const samples: number[][] = [[], []];
	const rates: number[][] = [[], []];
	for (const target of targets) {
		for (let call = 0; call < warmUpCalls; call++) {
			await target.call();
		}
	}
	for (let turn = 1; turn <= turns; turn++) {
		report(`turn ${turn} of ${turns}`);
		for (const [index, target] of targets.entries()) {
			rates[index]?.push(await measureTurn(target, samples[index] ?? []));
		}
	}
	const figures = targets.map((_, index) => ({
		p50Ms: percentile(samples[index] ?? [], 0.5),
		p99Ms: percentile(samples[index] ?? [], 0.99),
		callsPerSecond: percentile(rates[index] ?? [], 0.5),
	}));
	return [required(figures[0], "ours"), required(figures[1], "plain")];
}

async function measure(report: Report): Promise<readonly BenchRow[]> {
	const [ours, plain] = [await openOurs(), await openPlain()];
	try {
		const [mine, theirs] = await measureBoth(ours, plain, report);
		const row = (what: string, unit: string, left: number, right: number): BenchRow => ({
			what,
			ours: `${left.toFixed(unit === "ms" ? 2 : 0)} ${unit}`,
			peer: `${right.toFixed(unit === "ms" ? 2 : 0)} ${unit} (plain grpc-js, mutual TLS)`,
			ratio: (left / right).toFixed(2),
			goal: "",
		});
		return [
			row("latency of a call, p50", "ms", mine.p50Ms, theirs.p50Ms),
			row("latency of a call, p99", "ms", mine.p99Ms, theirs.p99Ms),
			row(`calls at ${concurrency} at a time`, "/s", mine.callsPerSecond, theirs.callsPerSecond),
		];
	} finally {
		await Promise.all([ours.close(), plain.close()]);
	}
}

/** Latency and rate of calls beside a server without our layers. */
export const apiBenchmark: Benchmark = {
	name: "api",
	about:
		"GetStatus over loopback, client and server in one process, " +
		`${latencyCalls} calls one by one and ${throughputCalls} at a time; turns alternate.`,
	run: measure,
};

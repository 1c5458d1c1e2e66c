import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-api-${name}`, topic: "node", text, evidence };
}

const inQemu: Evidence = { kind: "qemu", name: "node-operator" };
const server = "userland/system/grpc/server.test.ts";
const hostile = "userland/system/grpc/hostile.test.ts";
const streams = "userland/system/grpc/streams.test.ts";
const handlers = "userland/applets/agent/api/handlers.test.ts";
const shell = "userland/applets/agent/api/shell.test.ts";

/** What is claimed about the API of a node. */
export const nodeApiClaims: readonly Claim[] = [
	row(
		"roles",
		"every call with every role, and with no, a foreign, an expired and a revoked certificate",
		unit(server, /every call with every role/),
	),
	row(
		"generated",
		"the code and the document of the API are what soma.proto says",
		unit("scripts/api/generate.test.ts"),
	),
	row(
		"exact-numbers",
		"64-bit numbers go over the wire to the last bit",
		unit("userland/core/api/longs.test.ts"),
	),
	row(
		"renewal",
		"renewal of the certificate and rotation of the authority lose not one call of a running watch",
		unit(streams, /lose not one call/),
	),
	row(
		"revocation",
		"a certificate that is revoked or expires ends its running streams",
		unit(streams, /revoked or expires/),
	),
	row(
		"garbage",
		"truncated frames and garbage end their call and nothing else",
		unit(hostile, /frames that are cut|no message is refused/),
	),
	row(
		"slow-clients",
		"who never ends a handshake, reads slowly or not at all takes neither memory nor time",
		unit(hostile, /does not finish the handshake/),
		unit(streams, /slow client/),
		unit(handlers, /slow one makes it wait/),
	),
	row(
		"idle-connections",
		"1,000 idle connections keep nobody out and take little memory",
		unit(hostile, /thousand idle connections/),
	),
	row(
		"big-messages",
		"big messages pass both ways, and what is too big is refused with a reason",
		unit(hostile, /messages of any size/),
	),
	row("limits", "connections and calls are limited", unit(hostile, /only so many/)),
	row(
		"calls",
		"status, slots, services, logs, processes, memory, disks, events, power, reset, support bundle",
		unit(handlers),
		inQemu,
	),
	row(
		"shell",
		"a shell that is off unless configured, audited, with its exit code, that reaches no disk",
		unit(shell),
		inQemu,
	),
	row(
		"soak",
		"200,000 calls of every kind leave nothing over, and memory stays flat",
		unit("userland/system/grpc/soak.test.ts"),
		{ kind: "soak", job: "api-calls", minimum: 200_000 },
	),
	row("latency", "latency and rate of calls beside plain grpc-js", { kind: "bench", name: "api" }),
	row(
		"power-on",
		"power-on to the API from disk, from the ISO and by PXE is measured beside bare systemd",
		{ kind: "bench", name: "power-on" },
	),
	row("memory", "what all services of Soma take of a node's memory is measured, and is allowed", {
		kind: "bench",
		name: "agent-memory",
	}),
];

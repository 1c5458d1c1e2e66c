import type { PeerCertificate } from "node:tls";
import { type CallOptions, Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import {
	type MessageType,
	type MethodName,
	type MethodRow,
	type MethodsOf,
	type RequestOf,
	type ResponseOf,
	services,
} from "../../core/api/methods.ts";
import { SomaError } from "../../lib/errors.ts";
import { receive } from "./streams.ts";
import type { TlsMaterial } from "./tls-listener.ts";
import { errorOfStatus } from "./wire.ts";

/** Where a node is, who we are, and who it has to be. */
export interface NodeTarget {
	/** `host:port`; an IPv6 address in brackets. */
	readonly address: string;
	/** The trusted roots; with key and certificate for everything but enrolment. */
	readonly tls: Pick<TlsMaterial, "roots"> & Partial<TlsMaterial>;
	/** The id that the node has to prove, or any node of the cluster. */
	readonly nodeId: string | "any";
}

export interface CallSettings {
	/** 30 s for a call; a stream has no bound unless this gives one. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/** Both directions of a call like Shell. */
export interface Conversation<Name extends MethodName> {
	/** Resolves when there is room for more. */
	send(message: RequestOf<Name>): Promise<void>;
	/** There is nothing more to send. */
	end(): void;
	readonly messages: AsyncIterable<ResponseOf<Name>>;
}

/** A connection to one node. Every failure is a {@link SomaError}. */
export interface NodeClient {
	readonly address: string;
	call<Name extends MethodsOf<"unary">>(
		name: Name,
		request: RequestOf<Name>,
		settings?: CallSettings,
	): Promise<ResponseOf<Name>>;
	/** To stop reading (`break`) or to abort the signal cancels the call on the node. */
	stream<Name extends MethodsOf<"server-stream">>(
		name: Name,
		request: RequestOf<Name>,
		settings?: CallSettings,
	): AsyncIterable<ResponseOf<Name>>;
	converse<Name extends MethodsOf<"bidirectional">>(
		name: Name,
		settings?: CallSettings,
	): Conversation<Name>;
	close(): void;
}

const unaryTimeoutMs = 30_000;
const maxResponseBytes = 16 * 2 ** 20;

/** Opens a client; the connection is made with the first call and again when it was lost. */
export function openNodeClient(target: NodeTarget): NodeClient {
	const { address, tls, nodeId } = target;
	const key = tls.key === undefined ? null : Buffer.from(tls.key);
	const chain = tls.chain === undefined ? null : Buffer.from(tls.chain);
	const channel = new Client(
		address,
		credentials.createSsl(Buffer.from(tls.roots), key, chain, {
			checkServerIdentity: (_host, certificate) => checkNode(certificate, nodeId),
		}),
		{
			// The certificate names the node, not its address, so the address may change.
			"grpc.ssl_target_name_override": nodeId === "any" ? "node.soma" : `${nodeId}.node.soma`,
			"grpc.default_authority": "node.soma",
			"grpc.use_local_subchannel_pool": 1,
			"grpc.keepalive_time_ms": 20_000,
			"grpc.keepalive_timeout_ms": 10_000,
			"grpc.initial_reconnect_backoff_ms": 200,
			"grpc.max_reconnect_backoff_ms": 5_000,
			"grpc.max_receive_message_length": maxResponseBytes,
			"grpc.service_config_disable_resolution": 1,
			"grpc.enable_retries": 0,
			// The proxy of a site (soma.proxy) is for the internet; nodes are reached directly.
			"grpc.enable_http_proxy": 0,
			"grpc.enable_channelz": 0,
		},
	);
	return {
		address,
		call: (name, request, settings = {}) => callUnary(channel, address, name, request, settings),
		stream: (name, request, settings = {}) => openStream(channel, address, name, request, settings),
		converse: (name, settings = {}) => openConversation(channel, address, name, settings),
		close: () => channel.close(),
	};
}

/** TLS has verified the chain; this says whether it is a node's, and the right node's. */
function checkNode(certificate: PeerCertificate, nodeId: string): Error | undefined {
	const { O: organisation, CN: name } = certificate.subject;
	if (organisation !== "soma:node") {
		return new Error(`the certificate of ${name} is not a node's`);
	}
	return nodeId === "any" || name === nodeId
		? undefined
		: new Error(`it is ${name}, not the node ${nodeId}`);
}

interface Wire<Name extends MethodName> {
	readonly path: string;
	readonly serialize: (message: RequestOf<Name>) => Buffer;
	readonly deserialize: (bytes: Buffer) => ResponseOf<Name>;
}

function wireOf<Name extends MethodName>(name: Name): Wire<Name> {
	for (const [service, rows] of Object.entries(services)) {
		const row = (rows as Readonly<Record<string, MethodRow>>)[name];
		if (row !== undefined) {
			const request = row.request as MessageType<unknown, RequestOf<Name>>;
			const response = row.response as MessageType<ResponseOf<Name>, never>;
			return {
				path: `/${service}/${name}`,
				serialize: (message) => Buffer.from(request.encode(message).finish()),
				deserialize: (bytes) => response.decode(bytes),
			};
		}
	}
	throw new SomaError({ code: "method-unknown", message: `there is no call ${name}` });
}

function optionsOf(settings: CallSettings, timeoutMs: number | undefined): CallOptions {
	const wantedMs = settings.timeoutMs ?? timeoutMs;
	return wantedMs === undefined ? {} : { deadline: Date.now() + wantedMs };
}

function callUnary<Name extends MethodName>(
	channel: Client,
	address: string,
	name: Name,
	request: RequestOf<Name>,
	settings: CallSettings,
): Promise<ResponseOf<Name>> {
	const { path, serialize, deserialize } = wireOf(name);
	return new Promise((resolve, reject) => {
		const call = channel.makeUnaryRequest(
			path,
			serialize,
			deserialize,
			request,
			new Metadata(),
			optionsOf(settings, unaryTimeoutMs),
			(error, response) => {
				settings.signal?.removeEventListener("abort", cancel);
				if (error !== null || response === undefined) {
					reject(error === null ? new Error("no response") : errorOfStatus(error, address));
				} else {
					resolve(response);
				}
			},
		);
		const cancel = (): void => call.cancel();
		onAbort(settings.signal, cancel);
	});
}

function onAbort(signal: AbortSignal | undefined, cancel: () => void): void {
	if (signal?.aborted === true) {
		cancel();
	}
	signal?.addEventListener("abort", cancel, { once: true });
}

async function* openStream<Name extends MethodName>(
	channel: Client,
	address: string,
	name: Name,
	request: RequestOf<Name>,
	settings: CallSettings,
): AsyncGenerator<ResponseOf<Name>> {
	const { path, serialize, deserialize } = wireOf(name);
	const options = optionsOf(settings, undefined);
	const metadata = new Metadata();
	const call = channel.makeServerStreamRequest(
		path,
		serialize,
		deserialize,
		request,
		metadata,
		options,
	);
	yield* readAll<ResponseOf<Name>>(call, address, settings.signal);
}

/** The messages of a call, one at a time; what ends the reading early cancels the call. */
async function* readAll<Message>(
	call: Parameters<typeof receive>[0] & { cancel(): void },
	address: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<Message> {
	const cancel = (): void => call.cancel();
	onAbort(signal, cancel);
	try {
		for await (const message of receive<Message>(call)) {
			yield message;
		}
	} catch (error) {
		throw error instanceof Error && "code" in error && "metadata" in error
			? errorOfStatus(error as ServiceError, address)
			: error;
	} finally {
		signal?.removeEventListener("abort", cancel);
		call.cancel(); // after the end it does nothing
	}
}

function openConversation<Name extends MethodName>(
	channel: Client,
	address: string,
	name: Name,
	settings: CallSettings,
): Conversation<Name> {
	const { path, serialize, deserialize } = wireOf(name);
	const options = optionsOf(settings, undefined);
	const call = channel.makeBidiStreamRequest(path, serialize, deserialize, new Metadata(), options);
	call.on("error", () => undefined); // the reader gets it too
	return {
		send: (message) =>
			new Promise((resolve) => {
				if (call.destroyed || call.writableEnded) {
					resolve();
				} else {
					call.write(message, () => resolve());
				}
			}),
		end: () => call.end(),
		messages: readAll<ResponseOf<Name>>(call, address, settings.signal),
	};
}

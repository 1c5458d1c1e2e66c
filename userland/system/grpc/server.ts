import { setTimeout as pause } from "node:timers/promises";
import {
	type handleBidiStreamingCall,
	type handleServerStreamingCall,
	type handleUnaryCall,
	Server,
	ServerCredentials,
	type ServiceDefinition,
	type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { MessageType, MethodRow } from "../../core/api/methods.ts";
import { SomaError } from "../../lib/errors.ts";
import { type CallGuard, createCallGuard, type GuardOptions, type OpenCall } from "./call-guard.ts";
import { answer, readRequests, sendAll } from "./streams.ts";
import {
	type ListenerLimits,
	openTlsListener,
	type TlsListener,
	type TlsMaterial,
} from "./tls-listener.ts";

/** What a handler knows about its call besides the request. */
export interface CallContext {
	readonly caller: OpenCall["caller"];
	/** `address:port` of the client. */
	readonly from: string;
	/** Aborted when the client went away, lost its rights, or the time is over. */
	readonly signal: AbortSignal;
	/** Says for the audit line what is changed: `slot A, mark-good`. */
	subject(text: string): void;
}

/** The shapes of handlers; `core/api/methods.ts` knows which message each takes. */
export type UnaryHandler<Request, Response> = (
	request: Request,
	call: CallContext,
) => Response | Promise<Response>;
export type StreamHandler<Request, Response> = (
	request: Request,
	call: CallContext,
) => AsyncIterable<Response>;
export type ConversationHandler<Request, Response> = (
	requests: AsyncIterable<Request>,
	call: CallContext,
) => AsyncIterable<Response>;

/** A handler whose types were checked elsewhere. */
export type AnyHandler = (input: never, call: CallContext) => unknown;

export interface ApiServerOptions extends Omit<GuardOptions, "connection"> {
	readonly address: string;
	/** 0 for any that is free. */
	readonly port: number;
	/** `soma.v1.Node` */
	readonly service: string;
	readonly methods: Readonly<Record<string, MethodRow>>;
	readonly handlers: Readonly<Record<string, AnyHandler>>;
	readonly material: TlsMaterial;
	readonly clientCertificate: "required" | "none";
	readonly limits: ServerLimits;
}

export interface ServerLimits extends ListenerLimits {
	readonly callsOfConnection: number;
	readonly requestBytes: number;
	/** A unary call is given up after this. */
	readonly unaryTimeoutMs: number;
	/** A client that takes nothing from its stream for so long loses it. */
	readonly stallMs: number;
	/** A connection is closed in order after this; unbounded when absent. */
	readonly ageMs?: number;
	/** A connection without a call is closed after this. */
	readonly idleMs: number;
	readonly keepaliveMs: number;
	readonly keepaliveTimeoutMs: number;
}

/** A running server. */
export interface ApiServer {
	readonly port: number;
	/** New connections see this from now on; running calls go on. */
	replaceCredentials(material: TlsMaterial): void;
	/** Judges every running call again: those that may not go on are ended. */
	judgeAgain(): void;
	counts(): { readonly connections: number; readonly handshakes: number; readonly calls: number };
	/**
	 * Ends everything, running calls too. Answers under way have `graceMs` to get out, and streams
	 * go on until they are; 0 when absent.
	 */
	close(graceMs?: number): Promise<void>;
}

/** Starts a service on a port of its own. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
	const { limits, methods, handlers } = options;
	const server = new Server({
		"grpc.max_receive_message_length": limits.requestBytes,
		"grpc.max_concurrent_streams": limits.callsOfConnection,
		"grpc.max_connection_idle_ms": limits.idleMs,
		...(limits.ageMs === undefined
			? {}
			: { "grpc.max_connection_age_ms": limits.ageMs, "grpc.max_connection_age_grace_ms": 5000 }),
		"grpc.keepalive_time_ms": limits.keepaliveMs,
		"grpc.keepalive_timeout_ms": limits.keepaliveTimeoutMs,
		"grpc.enable_channelz": 0,
	});
	const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
	const listener: TlsListener = await openTlsListener({
		address: options.address,
		port: options.port,
		material: options.material,
		clientCertificate: options.clientCertificate,
		limits,
		accept: (socket) => injector.injectConnection(socket),
		refused: (from, reason) =>
			options.audit({ from, caller: undefined, method: "", subject: "", outcome: reason }),
	});
	const guard = createCallGuard({ ...options, connection: (from) => listener.connection(from) });
	const definition: Record<string, ServiceDefinition[string]> = {};
	const implementation: UntypedServiceImplementation = {};
	for (const [name, row] of Object.entries(methods)) {
		const handler = handlers[name];
		if (handler === undefined) {
			throw new SomaError({ code: "handler-missing", message: `${name} has no handler` });
		}
		definition[name] = definitionOf(options.service, name, row);
		implementation[name] = implement(name, row, handler, guard, limits);
	}
	server.addService(definition, implementation);
	return {
		port: listener.port,
		replaceCredentials: (material) => listener.replace(material),
		judgeAgain: () => guard.judgeAgain(),
		counts: () => ({ ...listener.counts(), calls: guard.count() }),
		close: async (graceMs = 0) => {
			if (graceMs > 0) {
				await Promise.race([drain(guard, server), pause(graceMs, undefined, { ref: false })]);
			}
			guard.close();
			server.forceShutdown();
			await listener.close();
		},
	};
}

/** Everybody has their last word, and every connection is closed behind it. */
async function drain(guard: CallGuard, server: Server): Promise<void> {
	await guard.drain();
	await new Promise((resolve) => server.tryShutdown(resolve));
}

/** A request that could not be read is told by the handler, with a reason, and not by grpc-js. */
export type Received = { readonly message: unknown } | { readonly problem: string };

function definitionOf(service: string, name: string, row: MethodRow): ServiceDefinition[string] {
	const request = row.request as MessageType<unknown, unknown>;
	const response = row.response as MessageType<unknown, unknown>;
	return {
		path: `/${service}/${name}`,
		requestStream: row.kind === "bidirectional",
		responseStream: row.kind !== "unary",
		requestSerialize: (message) => Buffer.from(request.encode(message).finish()),
		requestDeserialize: (bytes): Received => {
			try {
				return { message: request.decode(bytes) };
			} catch (error) {
				return { problem: error instanceof Error ? error.message : String(error) };
			}
		},
		responseSerialize: (message) => Buffer.from(response.encode(message).finish()),
		responseDeserialize: (bytes) => response.decode(bytes),
	};
}

function messageOf(received: Received): never {
	if ("problem" in received) {
		throw new SomaError({
			code: "request-unreadable",
			message: `the request is no message of this call: ${received.problem}`,
			hint: "client and node may have different versions of the API",
		});
	}
	return received.message as never;
}

function contextOf(open: OpenCall): CallContext {
	return {
		caller: open.caller,
		from: open.from,
		signal: open.signal,
		subject: (text) => {
			open.subject = text;
		},
	};
}

function implement(
	name: string,
	row: MethodRow,
	handler: AnyHandler,
	guard: CallGuard,
	limits: ServerLimits,
): UntypedServiceImplementation[string] {
	const { stallMs } = limits;
	switch (row.kind) {
		case "unary": {
			const unary: handleUnaryCall<Received, unknown> = (call, callback) =>
				guard.run(name, row, call, limits.unaryTimeoutMs, {
					work: async (open) => {
						const response = await handler(messageOf(call.request), contextOf(open));
						return () => callback(null, response);
					},
					fail: (status) => callback(status, null),
				});
			return unary as UntypedServiceImplementation[string];
		}
		case "server-stream": {
			const stream: handleServerStreamingCall<Received, unknown> = (call) =>
				guard.run(name, row, call, undefined, {
					work: async (open) => {
						const context = contextOf(open);
						const messages = handler(messageOf(call.request), context);
						await sendAll(call, messages as AsyncIterable<unknown>, open, stallMs);
						return () => call.end();
					},
					fail: (status) => answer(call, status),
				});
			return stream as UntypedServiceImplementation[string];
		}
		case "bidirectional": {
			const duplex: handleBidiStreamingCall<Received, unknown> = (call) =>
				guard.run(name, row, call, undefined, {
					work: async (open) => {
						const requests = readRequests(call, messageOf);
						const messages = handler(requests as never, contextOf(open));
						await sendAll(call, messages as AsyncIterable<unknown>, open, stallMs);
						return () => call.end();
					},
					fail: (status) => answer(call, status),
				});
			return duplex as UntypedServiceImplementation[string];
		}
	}
}

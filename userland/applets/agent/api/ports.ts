import type { EventRing, NodeEvent } from "../../../core/api/event-ring.ts";
import type {
	EnrolmentMethods,
	MethodName,
	Methods,
	NodeMethods,
	ReceivedRequestOf,
	RequestOf,
	SentResponseOf,
} from "../../../core/api/methods.ts";
import type { Peer } from "../../../core/pki/peer.ts";
import type { Caller } from "../../../system/grpc/call-guard.ts";
import type {
	ConversationHandler,
	StreamHandler,
	UnaryHandler,
} from "../../../system/grpc/server.ts";
import type { TlsMaterial } from "../../../system/grpc/tls-listener.ts";
import type { runUnchecked, startProgram } from "../../../system/process.ts";
import type { Context } from "../../context.ts";
import type { Status } from "../../status/collect.ts";

/** The handler that a call needs, by the kind of the call. */
export type Handler<Name extends MethodName> = Methods[Name]["kind"] extends "unary"
	? UnaryHandler<ReceivedRequestOf<Name>, SentResponseOf<Name>>
	: Methods[Name]["kind"] extends "server-stream"
		? StreamHandler<ReceivedRequestOf<Name>, SentResponseOf<Name>>
		: ConversationHandler<ReceivedRequestOf<Name>, SentResponseOf<Name>>;

export type NodeHandlers = { readonly [Name in keyof NodeMethods]: Handler<Name> };
export type EnrolmentHandlers = { readonly [Name in keyof EnrolmentMethods]: Handler<Name> };

/** Who the node is and whom it trusts; keeps itself up to date. */
export interface IdentityPort {
	readonly nodeId: string;
	/** The present key, certificate and roots. */
	material(): TlsMaterial;
	/** Who shows these certificates (DER, the leaf first), judged by what is trusted now. */
	peerOf(chain: readonly Uint8Array[]): Peer;
	/** Calls back after the certificate, the roots or the revocations changed. */
	onChange(listener: () => void): void;
	describe(): SentResponseOf<"GetIdentity">;
	renewFor(requestPem: string, caller: Caller): Promise<SentResponseOf<"RenewCertificate">>;
	updateTrust(request: RequestOf<"UpdateTrust">): Promise<void>;
	challenge(): SentResponseOf<"GetChallenge">;
	enrol(request: ReceivedRequestOf<"Enrol">): Promise<SentResponseOf<"Enrol">>;
}

/** What the handlers reach the world with. */
export interface ApiPorts {
	readonly context: Context;
	readonly identity: IdentityPort;
	readonly events: EventRing;
	/** The state of the node, at most some hundred milliseconds old. */
	readonly status: StatusSource;
	readonly run: typeof runUnchecked;
	readonly start: typeof startProgram;
	/** Milliseconds since 1970. */
	readonly nowMs: () => number;
	/** Waits, or until the signal; never fails. */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	readonly record: (event: NodeEvent) => void;
}

export interface StatusSource {
	read(): Status;
	/** Something changed it just now. */
	forget(): void;
}

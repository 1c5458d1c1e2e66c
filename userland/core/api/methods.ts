import type { Holder, Role } from "../pki/roles.ts";
import { soma } from "./generated/soma.js";

const v1 = soma.v1;

/** How many messages go each way. */
export type MethodKind = "unary" | "server-stream" | "bidirectional";

/** The generated code of a message. */
export interface MessageType<Message, Properties> {
	encode(message: Properties): { finish(): Uint8Array };
	decode(bytes: Uint8Array): Message;
}

/** One call of the API. */
export interface MethodRow {
	readonly kind: MethodKind;
	/**
	 * The least of reader < operator < admin that may call it; `node` for the other nodes of the
	 * cluster and nobody else; `anyone` for enrolment, which proves itself otherwise.
	 */
	readonly least: Holder | "anyone";
	/** It changes something or gives away much: every call leaves an audit line. */
	readonly audited: boolean;
	readonly request: MessageType<unknown, never>;
	readonly response: MessageType<unknown, never>;
}

/** The calls of `soma.v1.Node`. What has no row here does not exist, and is refused. */
export const nodeMethods = {
	GetStatus: read("unary", v1.GetStatusRequest, v1.Status),
	WatchStatus: read("server-stream", v1.WatchStatusRequest, v1.Status),
	ListSlots: read("unary", v1.ListSlotsRequest, v1.SlotList),
	ChangeSlot: change("operator", v1.ChangeSlotRequest, v1.ChangeSlotResult),
	GetUpdate: read("unary", v1.GetUpdateRequest, v1.Update),
	ChangeUpdateWishes: change("operator", v1.ChangeUpdateWishesRequest, v1.UpdateWishes),
	ApplyUpdate: changeInSteps(v1.ApplyUpdateRequest, v1.UpdateProgress),
	RollBack: changeInSteps(v1.RollBackRequest, v1.UpdateProgress),
	ListServices: read("unary", v1.ListServicesRequest, v1.ServiceList),
	ReadLogs: read("server-stream", v1.ReadLogsRequest, v1.LogBatch),
	ListProcesses: read("unary", v1.ListProcessesRequest, v1.ProcessList),
	GetMemory: read("unary", v1.GetMemoryRequest, v1.Memory),
	ListDisks: read("unary", v1.ListDisksRequest, v1.DiskList),
	WatchEvents: read("server-stream", v1.WatchEventsRequest, v1.EventBatch),
	Reboot: change("operator", v1.RebootRequest, v1.PowerResult),
	Shutdown: change("operator", v1.ShutdownRequest, v1.PowerResult),
	Reset: change("admin", v1.ResetRequest, v1.PowerResult),
	SupportBundle: {
		kind: "server-stream",
		least: "operator",
		audited: true,
		request: v1.SupportBundleRequest,
		response: v1.Chunk,
	},
	GetConfiguration: read("unary", v1.GetConfigurationRequest, v1.Configuration),
	GetIdentity: read("unary", v1.GetIdentityRequest, v1.Identity),
	RenewCertificate: change("node", v1.RenewCertificateRequest, v1.IssuedCertificate),
	UpdateTrust: change("admin", v1.UpdateTrustRequest, v1.Identity),
	Shell: {
		kind: "bidirectional",
		least: "admin",
		audited: true,
		request: v1.ShellInput,
		response: v1.ShellOutput,
	},
} as const satisfies Readonly<Record<string, MethodRow>>;

/** The calls of `soma.v1.Enrolment`, on a port of their own. */
export const enrolmentMethods = {
	GetChallenge: {
		kind: "unary",
		least: "anyone",
		audited: false,
		request: v1.GetChallengeRequest,
		response: v1.Challenge,
	},
	Enrol: {
		kind: "unary",
		least: "anyone",
		audited: true,
		request: v1.EnrolRequest,
		response: v1.IssuedCertificate,
	},
} as const satisfies Readonly<Record<string, MethodRow>>;

/** Both services by the names that they have on the wire. */
export const services = {
	"soma.v1.Node": nodeMethods,
	"soma.v1.Enrolment": enrolmentMethods,
} as const;

export type NodeMethods = typeof nodeMethods;
export type EnrolmentMethods = typeof enrolmentMethods;
export type Methods = NodeMethods & EnrolmentMethods;
export type MethodName = keyof Methods;

/** The names of the methods of one kind. */
export type MethodsOf<Kind extends MethodKind> = {
	[Name in MethodName]: Methods[Name]["kind"] extends Kind ? Name : never;
}[MethodName];

/** What a client sends: any part of the request, the rest is as if it were empty. */
export type RequestOf<Name extends MethodName> = PropertiesOf<Methods[Name]["request"]>;
/** What a server gets: the whole request. */
export type ReceivedRequestOf<Name extends MethodName> = MessageOf<Methods[Name]["request"]>;
/** What a client gets: the whole response. */
export type ResponseOf<Name extends MethodName> = MessageOf<Methods[Name]["response"]>;
/** What a server sends. */
export type SentResponseOf<Name extends MethodName> = PropertiesOf<Methods[Name]["response"]>;

type MessageOf<Type> = Type extends { decode(bytes: Uint8Array): infer Message } ? Message : never;
type PropertiesOf<Type> = Type extends { encode(message: infer Properties): unknown }
	? Properties
	: never;

const ranks: Readonly<Record<Role, number>> = { reader: 1, operator: 2, admin: 3 };

/** Whether a role may make a call. Nodes make the calls for nodes only, and nobody else does. */
export function mayCall(role: Holder, row: Pick<MethodRow, "least">): boolean {
	if (row.least === "anyone") {
		return true;
	}
	if (role === "node" || row.least === "node") {
		return role === row.least;
	}
	return ranks[role] >= ranks[row.least];
}

function read<Kind extends MethodKind, Request, Response>(
	kind: Kind,
	request: Request,
	response: Response,
) {
	return { kind, least: "reader", audited: false, request, response } as const;
}

function change<Least extends Holder, Request, Response>(
	least: Least,
	request: Request,
	response: Response,
) {
	return { kind: "unary", least, audited: true, request, response } as const;
}

/** Changes something, and tells how that goes meanwhile. */
function changeInSteps<Request, Response>(request: Request, response: Response) {
	return { kind: "server-stream", least: "operator", audited: true, request, response } as const;
}

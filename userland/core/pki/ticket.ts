import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";
import { fromBase64url, jsonFromBase64url, textToBase64url } from "./base64url.ts";
import { type Cluster, clusterSchema, firstProblem, secondsSchema } from "./cluster.ts";

/** Makes a node one of a cluster. Whoever has its text can do the same: it is a secret. */
export type Ticket = FounderTicket | JoinTicket;

/** For a node that issues certificates, its own first of all. */
export interface FounderTicket extends TicketBasics {
	readonly kind: "founder";
	/** The authority for nodes: certificate and key in PEM. */
	readonly issuing: { readonly certificate: string; readonly key: string };
}

/** For a node that asks such a node for its certificate. */
export interface JoinTicket extends TicketBasics {
	readonly kind: "join";
	/** 16 hexadecimal digits by which the ticket is revoked. */
	readonly id: string;
	/** 32 bytes in base64url. */
	readonly secret: string;
	/** Where to enrol: `host:port`. */
	readonly seeds: readonly string[];
}

interface TicketBasics {
	readonly cluster: Cluster;
	/** Root authorities in PEM. */
	readonly roots: readonly string[];
	readonly notAfterSeconds: number;
}

const version = 1;
/** More is not a ticket of ours. */
const greatestLength = 64 * 1024;

const certificateSchema = v.pipe(v.string(), v.startsWith("-----BEGIN CERTIFICATE-----"));

const basics = {
	cluster: clusterSchema,
	roots: v.pipe(v.array(certificateSchema), v.minLength(1), v.maxLength(8)),
	notAfterSeconds: secondsSchema,
} as const;

const founderSchema = v.strictObject({
	...basics,
	issuing: v.strictObject({
		certificate: certificateSchema,
		key: v.pipe(v.string(), v.startsWith("-----BEGIN PRIVATE KEY-----")),
	}),
});

const joinSchema = v.strictObject({
	...basics,
	id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
	secret: v.pipe(
		v.string(),
		v.check((text) => fromBase64url(text)?.length === 32),
	),
	seeds: v.pipe(v.array(v.pipe(v.string(), v.check(isEndpoint))), v.minLength(1), v.maxLength(64)),
});

/** True for `host:port` with a name, an IPv4 address or an IPv6 address in brackets. */
export function isEndpoint(text: string): boolean {
	const parts =
		/^(?:\[([0-9a-fA-F:.]{2,45})\]|([a-zA-Z0-9]([a-zA-Z0-9.-]{0,252}))):(\d{1,5})$/.exec(text);
	const port = Number(parts?.[4]);
	return parts !== null && port > 0 && port < 65_536;
}

/** A ticket as one line of text. */
export function encodeTicket(ticket: Ticket): string {
	const { kind, ...contents } = ticket;
	return `soma-${kind}-${version}.${textToBase64url(JSON.stringify(contents))}`;
}

/**
 * Reads a ticket strictly. Every fault is an error of its own, and none says anything of what the
 * text holds: it is a secret. Whether the ticket is still valid is for the caller to look at.
 */
export function decodeTicket(text: string, where: string): Ticket {
	const trimmed = text.trim();
	const parts = /^soma-([a-z]+)-(\d+)\.(.*)$/.exec(trimmed);
	const [, kind = "", number = "", body = ""] = parts ?? [];
	if (trimmed.length > greatestLength || parts === null) {
		throw fault("ticket-unreadable", `${where} holds no ticket`, anewHint);
	}
	if (kind !== "founder" && kind !== "join") {
		throw fault("ticket-unreadable", `${where} holds a ticket of an unknown kind`, anewHint);
	}
	if (Number(number) !== version) {
		const what = `${where} holds a ticket of version ${Number(number)}; this is for version 1`;
		throw fault("ticket-version", what, "make it with the release of soma that the node runs");
	}
	const value = jsonFromBase64url(body);
	if (value === undefined) {
		throw fault("ticket-damaged", `${where}: the ticket is cut off or damaged`, anewHint);
	}
	return kind === "founder"
		? { kind, ...checked(founderSchema, value, where) }
		: { kind, ...checked(joinSchema, value, where) };
}

function checked<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown,
	where: string,
): v.InferOutput<Schema> {
	const parsed = v.safeParse(schema, value);
	if (!parsed.success) {
		const what = `${where}: the ticket is damaged: ${firstProblem(parsed.issues)}`;
		throw fault("ticket-damaged", what, anewHint);
	}
	return parsed.output;
}

const anewHint = "make one with `soma pki ticket` and copy its whole line";

function fault(code: string, message: string, hint: string): SomaError {
	return new SomaError({ code, message, hint });
}

/** How a join ticket is called in an enrolment: its id, and until when it was made valid. */
export function secretIdOf({ id, notAfterSeconds }: Pick<JoinTicket, "id" | "notAfterSeconds">) {
	return `${id}-${notAfterSeconds}`;
}

/** The parts of such a name, or undefined. */
export function parseSecretId(
	text: string,
): { readonly id: string; readonly notAfterSeconds: number } | undefined {
	const parts = /^([0-9a-f]{16})-(\d{1,12})$/.exec(text);
	const [, id, seconds] = parts ?? [];
	return id === undefined ? undefined : { id, notAfterSeconds: Number(seconds) };
}

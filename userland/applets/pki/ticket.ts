import { issuingGeneration, trustedGenerations } from "../../core/pki/rotation.ts";
import { encodeTicket, isEndpoint, type Ticket } from "../../core/pki/ticket.ts";
import { toHex } from "../../lib/bytes.ts";
import { type ParsedCommand, usageError } from "../../lib/flags.ts";
import { deriveJoinKey, joinSecret } from "../../system/pki/join-secrets.ts";
import { formatKey } from "../../system/pki/keys.ts";
import { type Context, formatJson } from "../context.ts";
import { formatTime } from "./describe.ts";
import { openSession, type PkiSession } from "./session.ts";
import { ticketSpec } from "./specs.ts";

type Flags = ParsedCommand<typeof ticketSpec>["flags"];

/** `soma pki ticket founder|join`. */
export async function runTicket(
	context: Context,
	{ flags, positionals }: ParsedCommand<typeof ticketSpec>,
): Promise<number> {
	const kind = positionals["KIND"] === "founder" ? "founder" : "join";
	const lifeSeconds = parseLife(flags["valid-for"] ?? "24h");
	checkSeeds(kind, flags);
	const session = openSession(context, flags);
	const notAfterSeconds = session.nowSeconds + lifeSeconds;
	const id = toHex(context.randomBytes(8));
	const ticket = await makeTicket(session, { kind, id, notAfterSeconds, seeds: flags.seed });
	session.directory.recordIssued({
		kind: `${kind}-ticket`,
		id,
		atSeconds: session.nowSeconds,
		notAfterSeconds,
	});
	const text = encodeTicket(ticket);
	const notAfter = formatTime(notAfterSeconds);
	context.print(flags.json ? formatJson({ kind, id, notAfter, ticket: text }) : text);
	context.warn(`a ${kind} ticket, id ${id}, until ${notAfter}; it is a secret`);
	return 0;
}

async function makeTicket(
	{ directory }: PkiSession,
	about: {
		readonly kind: Ticket["kind"];
		readonly id: string;
		readonly notAfterSeconds: number;
		readonly seeds: readonly string[];
	},
): Promise<Ticket> {
	const state = directory.rotation();
	const pems = trustedGenerations(state).map((each) => directory.certificate(each, "root").pem);
	const { cluster } = directory;
	const { kind, id, notAfterSeconds, seeds } = about;
	const basics = { cluster, roots: [...new Set(pems)], notAfterSeconds };
	const { keys, certificate } = await directory.authority(issuingGeneration(state), "nodes");
	if (kind === "founder") {
		const issuing = { certificate: certificate.pem, key: await formatKey(keys) };
		return { kind, ...basics, issuing };
	}
	const key = await deriveJoinKey(keys);
	const secret = joinSecret(key, cluster, { id, notAfterSeconds });
	return { kind, ...basics, id, secret, seeds };
}

function checkSeeds(kind: Ticket["kind"], { seed }: Flags): void {
	if (kind === "founder" && seed.length > 0) {
		throw usageError(ticketSpec, `${ticketSpec.name}: a founder ticket has no --seed`);
	}
	if (kind === "join" && seed.length === 0) {
		throw usageError(ticketSpec, `${ticketSpec.name}: a join ticket needs a --seed`);
	}
	const odd = seed.find((each) => !isEndpoint(each));
	if (odd !== undefined) {
		const what = "a host with a port, such as node1.example:7444";
		throw usageError(ticketSpec, `${ticketSpec.name}: --seed is ${what}, not "${odd}"`);
	}
}

/** `90m`, `12h`, `7d` as seconds, at most a year. */
function parseLife(text: string): number {
	const parts = /^([1-9]\d{0,5})([mhd])$/.exec(text);
	const unit = { m: 60, h: 3600, d: 86_400 }[parts?.[2] ?? ""];
	const seconds = Number(parts?.[1]) * (unit ?? Number.NaN);
	if (!(seconds <= 365 * 86_400)) {
		const what = "a time such as 90m, 12h or 7d, at most 365d";
		throw usageError(ticketSpec, `${ticketSpec.name}: --valid-for is ${what}, not "${text}"`);
	}
	return seconds;
}

import { Metadata, type ServiceError, type StatusObject } from "@grpc/grpc-js";
import { failureTrailer, fromWire, grpcStatus, toWire } from "../../core/api/failures.ts";
import { SomaError } from "../../lib/errors.ts";

/** How a server tells a client about a failure; an unexpected one is told without its details. */
export function statusOfError(error: unknown): StatusObject {
	const known =
		error instanceof SomaError
			? error
			: new SomaError({
					code: "internal",
					message: "the node met an error that it did not expect",
					hint: "its journal says more: `soma logs --unit soma-agent`",
				});
	const { status, bytes, message } = toWire(known);
	const metadata = new Metadata();
	metadata.set(failureTrailer, Buffer.from(bytes));
	const code = error === known ? grpcStatus[status] : grpcStatus.INTERNAL;
	return { code, details: message, metadata };
}

/** What a client throws when a call failed. @param address the node, for the message */
export function errorOfStatus(error: ServiceError, address: string): SomaError {
	const [trailer] = error.metadata?.get(failureTrailer) ?? [];
	const sent = trailer instanceof Uint8Array ? fromWire(trailer) : undefined;
	return sent ?? errorOfTransport(error, address);
}

interface Guess {
	readonly pattern: RegExp;
	readonly code: string;
	readonly says: string;
	readonly hint: string;
}

/** What the texts of TLS and of the sockets mean; the first that matches counts. */
const guesses: readonly Guess[] = [
	{
		pattern: /certificate[_ ]required/i,
		code: "certificate-required",
		says: "asks for a client certificate",
		hint: "give a context with a certificate of this cluster: `soma context list`",
	},
	{
		pattern: /certificate[_ ](?:expired|revoked|unknown)|bad[_ ]certificate|unknown[_ ]ca/i,
		code: "certificate-refused",
		says: "refuses the client certificate",
		hint: "make a new one: `soma pki operator`",
	},
	{
		pattern: /local issuer|self.signed|unable to verify|CERTIFICATE_VERIFY_FAILED/i,
		code: "node-not-trusted",
		says: "shows a certificate that no trusted authority has issued",
		hint: "it belongs to another cluster, or the context has old authorities",
	},
	{
		pattern: /certificate has expired/i,
		code: "node-certificate-expired",
		says: "shows an expired certificate",
		hint: "look at the clocks of both machines",
	},
	{
		pattern: /not the node|not a node|ERR_TLS_CERT_ALTNAME_INVALID/,
		code: "other-node",
		says: "is another node than was asked for",
		hint: "look at the addresses of the context: `soma context show`",
	},
];

function errorOfTransport(error: ServiceError, address: string): SomaError {
	const details = error.details ?? error.message;
	const facts = { status: statusName(error.code) };
	const fail = (code: string, message: string, hint: string, retryable = false): SomaError =>
		new SomaError({ code, message, hint, facts, retryable });
	switch (error.code) {
		case grpcStatus.CANCELLED:
			return fail("call-cancelled", "the call was cancelled", "make it again", true);
		case grpcStatus.DEADLINE_EXCEEDED: {
			const hint = "give it more time, or look at the load of the node";
			return fail("call-timeout", `${address} did not answer in time`, hint, true);
		}
		case grpcStatus.UNIMPLEMENTED: {
			const hint = "compare `soma version` of both sides";
			return fail("method-unknown", `${address} does not know this call`, hint);
		}
		case grpcStatus.RESOURCE_EXHAUSTED:
			return fail("message-too-big", `${address}: ${details}`, "ask for less at once");
		case grpcStatus.UNAVAILABLE: {
			const guess = guesses.find(({ pattern }) => pattern.test(details));
			if (guess !== undefined) {
				return fail(guess.code, `${address} ${guess.says}`, guess.hint);
			}
			const text = details.replace(/ Resolution note: $/, "");
			const hint =
				"check address and port; a node that refuses a certificate may look like this too, " +
				"and says why in its journal";
			return fail("node-unreachable", `${address} cannot be reached: ${text}`, hint, true);
		}
		default:
			return fail("call-failed", `${address}: ${details}`, "the node's journal may say more");
	}
}

function statusName(code: number): string {
	return Object.entries(grpcStatus).find(([, value]) => value === code)?.[0] ?? String(code);
}

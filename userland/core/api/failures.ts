import { SomaError } from "../../lib/errors.ts";
import { soma } from "./generated/soma.js";

/** The status codes of gRPC that we use, by their names. */
export const grpcStatus = {
	OK: 0,
	CANCELLED: 1,
	UNKNOWN: 2,
	INVALID_ARGUMENT: 3,
	DEADLINE_EXCEEDED: 4,
	NOT_FOUND: 5,
	PERMISSION_DENIED: 7,
	RESOURCE_EXHAUSTED: 8,
	FAILED_PRECONDITION: 9,
	UNIMPLEMENTED: 12,
	INTERNAL: 13,
	UNAVAILABLE: 14,
	UNAUTHENTICATED: 16,
} as const;

export type GrpcStatusName = keyof typeof grpcStatus;

/** The trailer that holds a `soma.v1.Failure`. */
export const failureTrailer = "soma-error-bin";

/** gRPC limits trailers to some kilobytes; a failure has to fit. */
const maxTextLength = 1000;
const maxFacts = 16;

/** The codes of ours that are not simply a refusal in the present state of the node. */
const statusOfCode: Readonly<Record<string, GrpcStatusName>> = {
	usage: "INVALID_ARGUMENT",
	"request-invalid": "INVALID_ARGUMENT",
	"request-unreadable": "INVALID_ARGUMENT",
	"role-too-low": "PERMISSION_DENIED",
	"method-unknown": "UNIMPLEMENTED",
	"too-many-streams": "RESOURCE_EXHAUSTED",
	"too-many-attempts": "RESOURCE_EXHAUSTED",
	"client-too-slow": "RESOURCE_EXHAUSTED",
	"call-timeout": "DEADLINE_EXCEEDED",
	"call-cancelled": "CANCELLED",
	"node-stopping": "UNAVAILABLE",
	"unit-unknown": "NOT_FOUND",
};

/** A failure as it goes over the wire. */
export interface WireFailure {
	readonly status: GrpcStatusName;
	/** A `soma.v1.Failure`. */
	readonly bytes: Uint8Array;
	readonly message: string;
}

/** What a client is told about an expected failure. */
export function toWire(error: SomaError): WireFailure {
	const { code, retryable, facts } = error;
	const message = error.message.slice(0, maxTextLength);
	const pairs = Object.entries(facts).slice(0, maxFacts);
	const failure: soma.v1.Failure.$Properties = {
		code,
		message,
		hint: (error.hint ?? "").slice(0, maxTextLength),
		facts: Object.fromEntries(pairs.map(([key, value]) => [key, String(value).slice(0, 200)])),
		retryable,
	};
	const bytes = soma.v1.Failure.encode(failure).finish();
	return { status: statusOf(error), bytes, message };
}

function statusOf({ code, retryable }: SomaError): GrpcStatusName {
	if (code.startsWith("certificate-")) {
		return "UNAUTHENTICATED";
	}
	return statusOfCode[code] ?? (retryable ? "UNAVAILABLE" : "FAILED_PRECONDITION");
}

/** The failure that a node sent, or undefined when the bytes are none. */
export function fromWire(bytes: Uint8Array): SomaError | undefined {
	try {
		const { code, message, hint, facts, retryable } = soma.v1.Failure.decode(bytes);
		if (!/^[a-z0-9-]{1,64}$/.test(code)) {
			return undefined;
		}
		return new SomaError({
			code,
			message,
			facts,
			retryable,
			...(hint === "" ? {} : { hint }),
		});
	} catch {
		return undefined; // no message of ours; the status has to do
	}
}

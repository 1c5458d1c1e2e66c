import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";
import { fromBase64url, jsonFromBytes, toBase64url } from "./base64url.ts";
import { type Cluster, clusterSchema, firstProblem, secondsSchema } from "./cluster.ts";
import { type Revocation, revocationReasons } from "./revocation.ts";

/**
 * What a cluster trusts, as of a number that only grows. Signed by roots; nothing in it is secret.
 */
export interface TrustBundle {
	readonly cluster: Cluster;
	readonly number: number;
	readonly madeAtSeconds: number;
	/** Root authorities in PEM, one each; two while they are rotated. */
	readonly roots: readonly string[];
	/** Issuing authorities in PEM, one each. */
	readonly issuing: readonly string[];
	readonly revoked: readonly Revocation[];
}

/** A bundle with the bytes that were signed, and the signatures, which nobody has verified yet. */
export interface SignedTrust {
	readonly bundle: TrustBundle;
	readonly payload: Uint8Array;
	readonly signatures: readonly TrustSignature[];
}

export interface TrustSignature {
	/** SHA-256 of the root's certificate, in hexadecimal digits. */
	readonly root: string;
	/** ECDSA with SHA-256, both numbers one after the other (IEEE P1363). */
	readonly signature: Uint8Array;
}

/** More is not a bundle of ours. */
const greatestLength = 1024 * 1024;

const pemSchema = v.pipe(v.string(), v.startsWith("-----BEGIN CERTIFICATE-----"));
const authoritiesSchema = v.pipe(v.array(pemSchema), v.minLength(1), v.maxLength(16));

const bundleSchema = v.strictObject({
	format: v.literal(1),
	cluster: clusterSchema,
	number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	madeAtSeconds: secondsSchema,
	roots: authoritiesSchema,
	issuing: authoritiesSchema,
	revoked: v.array(
		v.strictObject({
			kind: v.picklist(["serial", "node", "ticket"]),
			value: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,40}$/)),
			reason: v.picklist(revocationReasons),
			atSeconds: secondsSchema,
		}),
	),
});

const envelopeSchema = v.strictObject({
	format: v.literal(1),
	payload: v.string(),
	signatures: v.pipe(
		v.array(
			v.strictObject({
				root: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
				signature: v.string(),
			}),
		),
		v.minLength(1),
		v.maxLength(16),
	),
});

/** The bytes of a bundle that roots sign. */
export function encodeTrust({ cluster, ...bundle }: TrustBundle): Uint8Array {
	return new TextEncoder().encode(JSON.stringify({ format: 1, cluster, ...bundle }));
}

/** A signed bundle as the text of `trust.json`. */
export function formatSignedTrust(
	payload: Uint8Array,
	signatures: readonly TrustSignature[],
): string {
	const envelope = {
		format: 1,
		payload: toBase64url(payload),
		signatures: signatures.map(({ root, signature }) => ({
			root,
			signature: toBase64url(signature),
		})),
	};
	return `${JSON.stringify(envelope)}\n`;
}

/** Reads the text of a signed bundle strictly. That its signatures are right is not known yet. */
export function parseSignedTrust(text: string, where: string): SignedTrust {
	const broken = (what: string): SomaError =>
		new SomaError({
			code: "trust-unreadable",
			message: `${where} is not a trust bundle: ${what}`,
			hint: "`soma pki trust` on the operator's machine writes it again",
		});
	if (text.length > greatestLength) {
		throw broken("it is too long");
	}
	const envelope = v.safeParse(envelopeSchema, jsonFromBytes(new TextEncoder().encode(text)));
	if (!envelope.success) {
		throw broken(firstProblem(envelope.issues));
	}
	const payload = fromBase64url(envelope.output.payload);
	if (payload === undefined) {
		throw broken("payload: not base64url");
	}
	const bundle = v.safeParse(bundleSchema, jsonFromBytes(payload));
	if (!bundle.success) {
		throw broken(firstProblem(bundle.issues));
	}
	const signatures = envelope.output.signatures.map(({ root, signature }) => ({
		root,
		signature: fromBase64url(signature) ?? new Uint8Array(),
	}));
	const { format: _, ...contents } = bundle.output;
	return { bundle: contents, payload, signatures };
}

/** What becomes of a bundle that is offered. */
export type TrustVerdict =
	| { readonly kind: "accepted" }
	/** It is the very bundle that is in force. */
	| { readonly kind: "same" }
	| {
			readonly kind: "refused";
			readonly code: "foreign" | "unsigned" | "old" | "different";
			readonly reason: string;
	  };

/**
 * Whether a bundle takes the place of the present one: same cluster, signed by a root that is
 * trusted now, and with a greater number. An old one would bring back what was revoked.
 * @param verified the roots, trusted now, whose signatures of the offered bundle are right
 */
export function judgeTrust(
	present: { readonly cluster: Cluster; readonly bundle: SignedTrust | undefined },
	offered: SignedTrust,
	verified: readonly string[],
): TrustVerdict {
	const { cluster, number } = offered.bundle;
	if (cluster.uuid !== present.cluster.uuid) {
		return refused("foreign", `it is of another cluster, ${cluster.name} (${cluster.uuid})`);
	}
	if (verified.length === 0) {
		return refused("unsigned", "no root authority that is trusted here has signed it");
	}
	const now = present.bundle;
	if (now === undefined || number > now.bundle.number) {
		return { kind: "accepted" };
	}
	if (number < now.bundle.number) {
		const what = `its number ${number} is older than ${now.bundle.number}, which is in force`;
		return refused("old", what);
	}
	const same = toBase64url(now.payload) === toBase64url(offered.payload);
	return same ? { kind: "same" } : refused("different", `another one has the number ${number}`);
}

function refused(code: (TrustVerdict & { kind: "refused" })["code"], reason: string): TrustVerdict {
	return { kind: "refused", code, reason };
}

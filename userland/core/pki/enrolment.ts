import { toBase64url } from "./base64url.ts";
import type { Cluster } from "./cluster.ts";

/** What a node sends to get its first certificate. Nothing in it is secret. */
export interface EnrolmentRequest {
	/** PKCS #10 in PEM, signed with the node's key. */
	readonly requestPem: string;
	/** Which join secret: its id, and until when the ticket counts. */
	readonly secretId: string;
	/** The nonce of the challenge. */
	readonly nonce: Uint8Array;
	/** HMAC-SHA-256 with the join secret over {@link proofText}. */
	readonly proof: Uint8Array;
}

/** What it gets. */
export interface IssuedIdentity {
	/** The leaf, then its issuing authority, in PEM. */
	readonly certificatePem: string;
	/** The trusted root authorities, in PEM. */
	readonly rootsPem: string;
	/** The trust bundle that is in force where it was issued, as text; empty for none. */
	readonly trust: string;
}

/** How requests reach other nodes; whoever implements it verifies them by the roots. */
export interface EnrolmentTransport {
	/**
	 * Asks the enrolment port of a seed. `answer` is called with the seed's challenge, and what it
	 * returns goes to the node that the nonce names, and to no other one.
	 */
	enrol(
		seed: string,
		roots: string,
		answer: (nonce: Uint8Array) => Promise<EnrolmentRequest>,
	): Promise<IssuedIdentity>;
	/** Asks the API of a seed for the next certificate, shown who asks by the present one. */
	renew(
		seed: string,
		identity: { readonly key: string; readonly chain: string; readonly roots: string },
		requestPem: string,
	): Promise<IssuedIdentity>;
}

/** A nonce: the 8 bytes of the id of the node that gave it, then random ones. */
export const nonceRandomBytes = 24;
const nonceBytes = 8 + nonceRandomBytes;

/** A nonce of a node. */
export function makeNonce(nodeId: string, random: Uint8Array): Uint8Array {
	const nonce = new Uint8Array(nonceBytes);
	nonce.set(Uint8Array.fromHex(nodeId));
	nonce.set(random.subarray(0, nonceRandomBytes), 8);
	return nonce;
}

/** The id of the node that gave a nonce, or undefined when it has another form. */
export function nodeOfNonce(nonce: Uint8Array): string | undefined {
	return nonce.length === nonceBytes ? nonce.subarray(0, 8).toHex() : undefined;
}

/**
 * What a joining node proves the join secret over: the nonce, which counts once and names the node
 * that may take the proof, and the whole request, so that it serves no other key.
 */
export function proofText(
	cluster: Cluster,
	{ secretId, nonce }: Pick<EnrolmentRequest, "secretId" | "nonce">,
	request: Uint8Array,
): Uint8Array {
	const lines = ["soma-enrol-1", cluster.uuid, secretId, toBase64url(nonce), toBase64url(request)];
	return new TextEncoder().encode(lines.join("\n"));
}

/** Nonces that were given out and not taken yet, the oldest first. */
export interface Challenges {
	readonly open: readonly { readonly nonce: string; readonly expiresMs: number }[];
}

export const noChallenges: Challenges = { open: [] };

/** How long a nonce is good, and how many are at once: more push the oldest out. */
export const challengeLifeMs = 60_000;
const greatestOpen = 256;

/** Remembers a nonce that is given out. */
export function openChallenge({ open }: Challenges, nonce: Uint8Array, nowMs: number): Challenges {
	const fresh = open.filter(({ expiresMs }) => expiresMs > nowMs).slice(1 - greatestOpen);
	const entry = { nonce: toBase64url(nonce), expiresMs: nowMs + challengeLifeMs };
	return { open: [...fresh, entry] };
}

/** Takes a nonce back: it was good, and is not any more. */
export function takeChallenge(
	{ open }: Challenges,
	nonce: Uint8Array,
	nowMs: number,
): { readonly challenges: Challenges; readonly good: boolean } {
	const text = toBase64url(nonce);
	const good = open.some((each) => each.nonce === text && each.expiresMs > nowMs);
	return { challenges: { open: open.filter((each) => each.nonce !== text) }, good };
}

import type { Peer } from "./peer.ts";
import { livesSeconds } from "./plans.ts";
import { findRevocation, type Revocation } from "./revocation.ts";
import { isNodeId, nodeDnsName } from "./roles.ts";

/** What a certificate signing request says; its own signature was verified. */
export interface RequestFacts {
	/** The id of the node that holds the key. */
	readonly keyId: string;
	/** The common names that it asks for. */
	readonly commonNames: readonly string[];
	/** The organisations that it asks for: a node has no business to. */
	readonly organisations: readonly string[];
	readonly dnsNames: readonly string[];
	readonly addresses: readonly string[];
}

/** Why the node may have a certificate. */
export type IssueProof =
	/** It is the very node that issues. */
	| { readonly kind: "own-key"; readonly keyId: string }
	| {
			readonly kind: "join";
			readonly ticket: string;
			readonly notAfterSeconds: number;
			/** The nonce was given out here, not long ago, and was not used before. */
			readonly nonceGood: boolean;
			/** The HMAC is that of the ticket's secret over nonce and request. */
			readonly proofGood: boolean;
	  }
	/** It has a certificate, which this connection has shown. */
	| { readonly kind: "renewal"; readonly peer: Peer };

export interface IssuePolicy {
	readonly revoked: readonly Revocation[];
	readonly nowSeconds: number;
	readonly lifeSeconds?: number;
}

/** What to issue, or why nothing. */
export type IssueVerdict =
	| {
			readonly kind: "issue";
			readonly id: string;
			readonly dnsNames: readonly string[];
			readonly addresses: readonly string[];
			readonly lifeSeconds: number;
	  }
	| {
			readonly kind: "refused";
			readonly code: "request-wrong" | "proof-wrong" | "ticket-expired" | "revoked";
			readonly reason: string;
	  };

const greatestNames = 32;

/**
 * Decides about a request. A node gets its own id and never another one's, names and addresses
 * that are no ids, and nothing that an operator has. What is wrong with a proof is not told to the
 * other end beyond one sentence.
 */
export function issueFor(
	request: RequestFacts,
	proof: IssueProof,
	policy: IssuePolicy,
): IssueVerdict {
	return (
		judgeRequest(request) ??
		judgeProof(request, proof, policy) ?? {
			kind: "issue",
			id: request.keyId,
			dnsNames: request.dnsNames,
			addresses: request.addresses,
			lifeSeconds: policy.lifeSeconds ?? livesSeconds.node,
		}
	);
}

function judgeRequest(request: RequestFacts): IssueVerdict | undefined {
	const { keyId, commonNames, organisations, dnsNames, addresses } = request;
	if (!isNodeId(keyId) || commonNames.some((name) => name !== keyId)) {
		return refused("request-wrong", "the request names another node than that of its key");
	}
	if (organisations.length > 0) {
		return refused("request-wrong", "the request asks for a role; a node has none");
	}
	if (dnsNames.length + addresses.length > greatestNames) {
		return refused("request-wrong", `the request has more than ${greatestNames} names`);
	}
	const own = nodeDnsName(keyId);
	const odd = dnsNames.find((name) => name !== own && !isPlainName(name));
	return odd === undefined
		? undefined
		: refused("request-wrong", "the request asks for a name that a node does not get");
}

/** True for a host name (RFC 1123) outside of the names that stand for identities. */
export function isPlainName(name: string): boolean {
	const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
	const labels = name.toLowerCase().split(".");
	const reserved = labels.at(-1) === "soma";
	return !reserved && name.length <= 253 && labels.every((each) => label.test(each));
}

function judgeProof(
	{ keyId }: RequestFacts,
	proof: IssueProof,
	{ revoked, nowSeconds }: IssuePolicy,
): IssueVerdict | undefined {
	if (findRevocation(revoked, "node", keyId) !== undefined) {
		return refused("revoked", `the key of node ${keyId} is revoked`);
	}
	switch (proof.kind) {
		case "own-key":
			return proof.keyId === keyId ? undefined : refused("proof-wrong", "it is another node");
		case "renewal": {
			const { peer } = proof;
			const isSame = peer.kind === "node" && peer.id === keyId;
			const why = "a node renews only the certificate of its own key";
			return isSame ? undefined : refused("proof-wrong", why);
		}
		case "join":
			if (!proof.nonceGood || !proof.proofGood) {
				return refused("proof-wrong", "the join secret was not proven");
			}
			if (findRevocation(revoked, "ticket", proof.ticket) !== undefined) {
				return refused("revoked", `join ticket ${proof.ticket} is revoked`);
			}
			return proof.notAfterSeconds < nowSeconds
				? refused("ticket-expired", `join ticket ${proof.ticket} has expired`)
				: undefined;
	}
}

function refused(code: (IssueVerdict & { kind: "refused" })["code"], reason: string): IssueVerdict {
	return { kind: "refused", code, reason };
}

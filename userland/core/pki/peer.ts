import type { CertificateFacts, Purpose } from "./certificate.ts";
import { findRevocation, type Revocation } from "./revocation.ts";
import { type Holder, holderOf, isNodeId, isOperatorName, type Role } from "./roles.ts";

/** Who is at the other end of a connection, or why nobody is. */
export type Peer =
	| {
			readonly kind: "operator";
			readonly name: string;
			readonly role: Role;
			readonly serial: string;
	  }
	| { readonly kind: "node"; readonly id: string; readonly serial: string }
	| Refused;

/** Why a certificate grants nothing. */
export interface Refused {
	readonly kind: "refused";
	readonly code: RefusalCode;
	/** One clause for the log and for the peer; it has no secret in it. */
	readonly reason: string;
}

export type RefusalCode =
	| "no-certificate"
	| "unreadable"
	| "foreign"
	| "not-yet-valid"
	| "expired"
	| "revoked"
	| "wrong-authority"
	| "wrong-use"
	| "wrong-subject";

/** A leaf, what issued it and what issued that, each signature verified with the next one's key. */
export interface ProvenChain {
	readonly leaf: CertificateFacts;
	readonly issuing: CertificateFacts;
	/** Is itself trusted; its signature says nothing. */
	readonly root: CertificateFacts;
}

/**
 * A refusal as a value. Names in the reason come from strangers: what could break a line of a log
 * or steer a terminal is left out, and so is what is too long for one.
 */
export function refuse(code: RefusalCode, reason: string): Refused {
	const printable = reason.replaceAll(/[^ -~]+/g, "?");
	const longest = 200;
	const cut = printable.length > longest ? `${printable.slice(0, longest - 3)}...` : printable;
	return { kind: "refused", code, reason: cut };
}

/**
 * Who holds the leaf of a proven chain: an operator with a role, or a node. Everything that RFC
 * 5280 asks of such a chain is asked here, and more: it has exactly these three certificates, and
 * the issuing one is limited to the kind of holder that the leaf names. A certificate that
 * allows `purpose` is wanted.
 */
export function judgePeer(
	chain: ProvenChain,
	revoked: readonly Revocation[],
	nowSeconds: number,
	purpose: Purpose = "clientAuth",
): Peer {
	return (
		judgeAuthorities(chain) ??
		judgeTimes(chain, nowSeconds) ??
		judgeRevocations(chain, revoked) ??
		judgeLeaf(chain, purpose)
	);
}

function judgeAuthorities({ leaf, issuing, root }: ProvenChain): Refused | undefined {
	for (const [facts, below] of [
		[root, 1],
		[issuing, 0],
	] as const) {
		const { authority } = facts;
		if (authority === undefined || !facts.mayCertify) {
			return refuse("wrong-authority", `${facts.subject} is no authority`);
		}
		if (authority.pathLength !== undefined && authority.pathLength < below) {
			return refuse("wrong-authority", `${facts.subject} may not have an authority below it`);
		}
	}
	for (const facts of [leaf, issuing, root]) {
		const [unknown] = facts.unknownCritical;
		if (unknown !== undefined) {
			const what = `critical extension ${unknown}, which is unknown here`;
			return refuse("wrong-use", `the certificate of ${facts.subject} has the ${what}`);
		}
	}
	return undefined;
}

function judgeTimes(chain: ProvenChain, nowSeconds: number): Refused | undefined {
	for (const facts of [chain.leaf, chain.issuing, chain.root]) {
		if (nowSeconds < facts.notBeforeSeconds) {
			return refuse("not-yet-valid", `the certificate of ${facts.subject} is not valid yet`);
		}
		if (nowSeconds > facts.notAfterSeconds) {
			return refuse("expired", `the certificate of ${facts.subject} has expired`);
		}
	}
	return undefined;
}

function judgeRevocations(
	{ leaf, issuing }: ProvenChain,
	revoked: readonly Revocation[],
): Refused | undefined {
	for (const { serial, subject } of [leaf, issuing]) {
		const entry = findRevocation(revoked, "serial", serial);
		if (entry !== undefined) {
			return refuse("revoked", `the certificate of ${subject} is revoked: ${entry.reason}`);
		}
	}
	const entry = findRevocation(revoked, "node", leaf.keyId);
	return entry === undefined
		? undefined
		: refuse("revoked", `the key of node ${leaf.keyId} is revoked: ${entry.reason}`);
}

function judgeLeaf({ leaf, issuing }: ProvenChain, purpose: Purpose): Peer {
	if (leaf.authority !== undefined || leaf.mayCertify) {
		return refuse("wrong-use", "an authority's certificate identifies nobody");
	}
	if (!leaf.maySign || !leaf.purposes.includes(purpose)) {
		return refuse("wrong-use", `the certificate of ${leaf.subject} is not for ${purpose}`);
	}
	const [organisation, ...otherOrganisations] = leaf.organisations;
	const [name, ...otherNames] = leaf.commonNames;
	const holder = organisation === undefined ? undefined : holderOf(organisation);
	if (
		holder === undefined ||
		name === undefined ||
		otherOrganisations.length + otherNames.length > 0
	) {
		return refuse("wrong-subject", `${leaf.subject} names neither an operator nor a node`);
	}
	if (issuing.permitted?.includes(holder) !== true) {
		return refuse("wrong-authority", `${issuing.subject} may not certify ${leaf.subject}`);
	}
	return identify(leaf, holder, name);
}

function identify(leaf: CertificateFacts, holder: Holder, name: string): Peer {
	const { serial } = leaf;
	if (holder !== "node") {
		return isOperatorName(name)
			? { kind: "operator", name, role: holder, serial }
			: refuse("wrong-subject", "the operator's name has characters that are not allowed");
	}
	if (!isNodeId(name) || name !== leaf.keyId) {
		return refuse("wrong-subject", `${leaf.subject} is not the name of its own key`);
	}
	return { kind: "node", id: name, serial };
}

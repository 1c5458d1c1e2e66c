import { createHash } from "node:crypto";
import type { Purpose } from "../../core/pki/certificate.ts";
import {
	judgePeer,
	type Peer,
	type ProvenChain,
	type Refused,
	refuse,
} from "../../core/pki/peer.ts";
import type { Revocation } from "../../core/pki/revocation.ts";
import { type Certificate, readCertificate } from "./certificates.ts";

/** What a node or an operator trusts at the moment. */
export interface TrustMaterial {
	/** Authorities that are trusted as they are; more than one during a rotation. */
	readonly roots: readonly Certificate[];
	/** Issuing authorities that peers need not send along. */
	readonly issuing: readonly Certificate[];
	readonly revoked: readonly Revocation[];
}

/** Says who a peer is. One for each state of the trust: a new state needs a new one. */
export interface PeerJudge {
	/**
	 * Judges the certificates that a peer sent, in DER, its own first; the issuing one may be left
	 * out when the trust has it. Synchronous, and cheap for a certificate that was seen before: only
	 * signatures are remembered, while time and revocation are looked at each time.
	 */
	peerOf(chain: readonly Uint8Array[], nowSeconds: number, purpose?: Purpose): Peer;
}

/** Bounds what strangers can make us remember. */
const greatestMemory = 256;

/** A judge for a state of the trust. */
export function createPeerJudge(trust: TrustMaterial): PeerJudge {
	const proven = new Map<string, ProvenChain | Refused>();
	return {
		peerOf: (chain, nowSeconds, purpose) => {
			const [leaf] = chain;
			if (leaf === undefined || leaf.length === 0) {
				return refuse("no-certificate", "no certificate was shown");
			}
			const digest = createHash("sha256");
			for (const der of chain) {
				digest.update(`${der.length}:`).update(der);
			}
			const key = digest.digest("base64");
			let found = proven.get(key);
			if (found === undefined) {
				found = proveChain(chain, trust);
				if (proven.size >= greatestMemory) {
					proven.clear();
				}
				proven.set(key, found);
			}
			return "leaf" in found ? judgePeer(found, trust.revoked, nowSeconds, purpose) : found;
		},
	};
}

/** Who holds a certificate, for a single question; see {@link PeerJudge}. */
export function peerOf(
	chain: readonly Uint8Array[],
	trust: TrustMaterial,
	nowSeconds: number,
	purpose?: Purpose,
): Peer {
	return createPeerJudge(trust).peerOf(chain, nowSeconds, purpose);
}

/** More than any chain of ours has: what goes beyond is not worth the work. */
const greatestChain = 4;

/** Finds and verifies the signatures from the leaf to a trusted root. */
export function proveChain(
	chain: readonly Uint8Array[],
	trust: TrustMaterial,
): ProvenChain | Refused {
	let sent: Certificate[];
	try {
		sent = chain.slice(0, greatestChain).map(readCertificate);
	} catch {
		return refuse("unreadable", "the certificate cannot be read");
	}
	const [leaf, ...others] = sent;
	if (leaf === undefined) {
		return refuse("no-certificate", "no certificate was shown");
	}
	for (const issuing of [...trust.issuing, ...others].filter((each) => signed(each, leaf))) {
		const root = trust.roots.find((each) => signed(each, issuing));
		if (root !== undefined) {
			return { leaf: leaf.facts, issuing: issuing.facts, root: root.facts };
		}
	}
	const what = `the certificate of ${leaf.facts.subject}`;
	return refuse("foreign", `${what} was not issued by an authority of this cluster`);
}

/** True when a certificate names another as its issuer and is signed by that one's key. */
export function signed(issuer: Certificate, subject: Certificate): boolean {
	try {
		return (
			issuer.facts.subject === subject.facts.issuer &&
			subject.native.verify(issuer.native.publicKey)
		);
	} catch {
		return false; // a key or an algorithm that nobody here uses
	}
}

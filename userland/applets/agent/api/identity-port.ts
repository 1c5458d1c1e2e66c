import { longFrom } from "../../../core/api/longs.ts";
import { challengeLifeMs } from "../../../core/pki/enrolment.ts";
import type { Peer } from "../../../core/pki/peer.ts";
import { required } from "../../../lib/assert.ts";
import { SomaError } from "../../../lib/errors.ts";
import type { Issuer } from "../../identity/issuer.ts";
import type { NodeIdentity } from "../../identity/node-identity.ts";
import type { PresentIdentity } from "../../identity/present.ts";
import type { IdentityPort } from "./ports.ts";

/** The identity of a node as the API uses it; undefined as long as there is no certificate. */
export function identityPortOf(identity: NodeIdentity): IdentityPort | undefined {
	if (identity.present === undefined) {
		return undefined;
	}
	const present = (): PresentIdentity => required(identity.present, "the identity of the node");
	const issued = (certificatePem: string) => {
		const trust = required(identity.trust, "trust");
		return { certificatePem, rootsPem: trust.roots, trust: Buffer.from(trust.text) };
	};
	return {
		get nodeId() {
			return present().nodeId;
		},
		material: () => present().material,
		peerOf: (chain) => identity.peerOf(chain),
		onChange: (listener) => identity.onChange(listener),
		describe: () => describe(identity, present()),
		renewFor: async (requestPem, { name, role, serial }) => {
			const peer: Peer =
				role === "node"
					? { kind: "node", id: name, serial }
					: { kind: "operator", name, role, serial };
			return issued(await issuerOf(identity).renew(requestPem, peer));
		},
		updateTrust: async ({ trust, founderTicket }) => {
			if (trust !== null && trust !== undefined && trust.length > 0) {
				await identity.updateTrust(new TextDecoder().decode(trust));
			}
			if (founderTicket !== null && founderTicket !== undefined && founderTicket !== "") {
				await identity.updateIssuing(founderTicket);
			}
		},
		challenge: () => ({
			nonce: issuerOf(identity).challenge(),
			validSeconds: challengeLifeMs / 1000,
		}),
		enrol: async (request) => issued(await issuerOf(identity).enrol(request)),
	};
}

function describe(
	identity: NodeIdentity,
	{ nodeId, material, leaf, validity }: PresentIdentity,
): ReturnType<IdentityPort["describe"]> {
	const trust = required(identity.trust, "trust");
	return {
		nodeId,
		cluster: trust.cluster.name,
		certificatePem: material.chain,
		rootsPem: material.roots,
		revocations: Buffer.from(trust.text),
		notAfterMicroseconds: longFrom(validity.notAfterSeconds * 1e6),
		renewAfterMicroseconds: longFrom(validity.renewAfterSeconds * 1e6),
		issues: identity.issuer !== undefined,
		names: [...leaf.facts.dnsNames, ...leaf.facts.addresses],
	};
}

function issuerOf({ issuer }: NodeIdentity): Issuer {
	if (issuer === undefined) {
		throw new SomaError({
			code: "not-issuing",
			message: "this node has no issuing authority",
			hint: "ask a node that was made with a founder ticket",
		});
	}
	return issuer;
}

import { renewAfter, type Validity } from "../../core/pki/identity-machine.ts";
import { livesSeconds } from "../../core/pki/plans.ts";
import { required } from "../../lib/assert.ts";
import type { IdentityStore } from "../../system/identity-store.ts";
import { type Certificate, readCertificates } from "../../system/pki/certificates.ts";

/** Everything that a node needs to prove who it is, of one moment. */
export interface PresentIdentity {
	readonly nodeId: string;
	/** PEM: key, certificate with what issued it, and trusted roots. */
	readonly material: { readonly key: string; readonly chain: string; readonly roots: string };
	readonly leaf: Certificate;
	/** Which authority issued it. */
	readonly issuingSerial: string | undefined;
	readonly validity: Validity;
}

/** The identity on the disk, or undefined before the first certificate. */
export function readPresent(store: IdentityStore, roots: string): PresentIdentity | undefined {
	const [key, chain, record] = [store.key(), store.chain(), store.record()];
	if (key === undefined || chain === undefined) {
		return undefined;
	}
	const [first, issuing] = readCertificates(chain, store.path("node.pem"));
	const leaf = required(first, "the first of a list of certificates");
	const { notAfterSeconds, serial, keyId } = leaf.facts;
	const issuedAtSeconds =
		record?.serial === serial ? record.issuedAtSeconds : notAfterSeconds - livesSeconds.node;
	return {
		nodeId: keyId,
		material: { key, chain, roots },
		leaf,
		issuingSerial: issuing?.facts.serial,
		validity: {
			notAfterSeconds,
			renewAfterSeconds: renewAfter(issuedAtSeconds, notAfterSeconds),
		},
	};
}

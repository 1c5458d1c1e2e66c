import type { CertificatePlan } from "../../core/pki/certificate.ts";
import {
	type Making,
	planIssuing,
	planNode,
	planOperator,
	planRoot,
} from "../../core/pki/plans.ts";
import type { IssuingKind } from "../../core/pki/roles.ts";
import { type Certificate, makeCertificate } from "./certificates.ts";
import { type KeyPair, makeKeys } from "./keys.ts";

/** Something that can sign certificates: its key and its own certificate. */
export interface Authority {
	readonly keys: KeyPair;
	readonly certificate: Certificate;
}

/** The outside that making a certificate needs. */
export interface MakingContext {
	readonly cluster: string;
	readonly nowSeconds: number;
	readonly randomBytes: (count: number) => Uint8Array;
}

/** A new root authority; the label tells the roots of a cluster apart. */
export async function makeRoot(context: MakingContext, label: string): Promise<Authority> {
	const keys = await makeKeys();
	const plan = planRoot(makingOf(context), label);
	const signer = { keys, certificate: undefined };
	return { keys, certificate: await makeCertificate(plan, keys.publicKey, signer) };
}

/** A new issuing authority below a root. */
export async function makeIssuing(
	context: MakingContext,
	root: Authority,
	kind: IssuingKind,
	label: string,
): Promise<Authority> {
	const keys = await makeKeys();
	const plan = planIssuing(makingOf(context), kind, label);
	return { keys, certificate: await certify(root, plan, keys.publicKey) };
}

/** A certificate for an operator's public key. */
export function certifyOperator(
	context: MakingContext,
	issuing: Authority,
	publicKey: CryptoKey,
	operator: Parameters<typeof planOperator>[1],
): Promise<Certificate> {
	return certify(issuing, planOperator(makingOf(context), operator), publicKey);
}

/** A certificate for a node's public key. */
export function certifyNode(
	context: MakingContext,
	issuing: Authority,
	publicKey: CryptoKey,
	node: Parameters<typeof planNode>[1],
): Promise<Certificate> {
	return certify(issuing, planNode(makingOf(context), node), publicKey);
}

/** No certificate outlives what issued it: its end would be a surprise. */
function certify(
	issuer: Authority,
	plan: CertificatePlan,
	publicKey: CryptoKey,
): Promise<Certificate> {
	const { notAfterSeconds } = issuer.certificate.facts;
	const bounded = {
		...plan,
		notAfterSeconds: Math.min(plan.notAfterSeconds, notAfterSeconds),
	};
	return makeCertificate(bounded, publicKey, issuer);
}

function makingOf({ cluster, nowSeconds, randomBytes }: MakingContext): Making {
	return { cluster, nowSeconds, random: randomBytes(16) };
}

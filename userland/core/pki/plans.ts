import { toHex } from "../../lib/bytes.ts";
import type { CertificatePlan } from "./certificate.ts";
import { holdersOf, type IssuingKind, nodeDnsName, organisationOf, type Role } from "./roles.ts";

const daySeconds = 86_400;

/** How long certificates of each kind live. */
export const livesSeconds = {
	root: 20 * 365 * daySeconds,
	issuing: 10 * 365 * daySeconds,
	operator: 365 * daySeconds,
	node: 30 * daySeconds,
} as const;

/**
 * 2013-10-03, the day from which releases are counted: PID 1 never lets a clock be earlier than its
 * release, so every certificate is valid from here on, and a node whose clock has stopped can
 * still verify one that was made today. What bounds a certificate is its end and the revocations.
 */
export const earliestSeconds = 1_380_758_400;

/** Who makes a certificate, when, and which random number it gets. */
export interface Making {
	readonly cluster: string;
	readonly nowSeconds: number;
	/** 16 random bytes. */
	readonly random: Uint8Array;
}

/** The authority that a cluster trusts. A label tells the roots of a rotation apart. */
export function planRoot(making: Making, label: string): CertificatePlan {
	return {
		...basics(making, livesSeconds.root),
		commonName: `${making.cluster} root ${label}`,
		authority: { pathLength: 1, permitted: undefined },
	};
}

/** An authority below the root, which can certify only what its kind allows. */
export function planIssuing(making: Making, kind: IssuingKind, label: string): CertificatePlan {
	return {
		...basics(making, livesSeconds.issuing),
		commonName: `${making.cluster} ${kind} ${label}`,
		authority: { pathLength: 0, permitted: holdersOf(kind) },
		purposes: kind === "nodes" ? ["serverAuth", "clientAuth"] : ["clientAuth"],
	};
}

/**
 * BoringSSL refuses a certificate without any alternative name when its issuer has name
 * constraints; nobody looks at this one.
 */
const operatorDnsName = "operator.soma";

/** A person's or a program's certificate for the API of nodes. */
export function planOperator(
	making: Making,
	operator: { readonly name: string; readonly role: Role; readonly lifeSeconds: number },
): CertificatePlan {
	return {
		...basics(making, operator.lifeSeconds),
		organisation: organisationOf(operator.role),
		commonName: operator.name,
		purposes: ["clientAuth"],
		dnsNames: [operatorDnsName],
	};
}

/** A node's certificate: for serving its API, and for being a client of other nodes. */
export function planNode(
	making: Making,
	node: {
		readonly id: string;
		readonly dnsNames: readonly string[];
		readonly addresses: readonly string[];
		readonly lifeSeconds: number;
	},
): CertificatePlan {
	const own = nodeDnsName(node.id);
	return {
		...basics(making, node.lifeSeconds),
		organisation: organisationOf("node"),
		commonName: node.id,
		purposes: ["serverAuth", "clientAuth"],
		dnsNames: [own, ...node.dnsNames.filter((name) => name !== own)],
		addresses: node.addresses,
	};
}

function basics(
	{ nowSeconds, random }: Making,
	lifeSeconds: number,
): Omit<CertificatePlan, "commonName"> {
	return {
		organisation: undefined,
		serial: serialFrom(random),
		notBeforeSeconds: Math.min(earliestSeconds, nowSeconds),
		notAfterSeconds: nowSeconds + lifeSeconds,
		purposes: [],
		dnsNames: [],
		addresses: [],
	};
}

/** A serial number: 16 random bytes but for the sign, which RFC 5280 wants positive. */
function serialFrom(random: Uint8Array): string {
	const bytes = random.slice(0, 16);
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
	return toHex(bytes);
}

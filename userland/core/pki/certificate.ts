import type { Holder } from "./roles.ts";

/** The purposes of a key that we use (RFC 5280 section 4.2.1.12). */
export type Purpose = "serverAuth" | "clientAuth";

/** What a certificate says, read once and checked for form; signatures are another matter. */
export interface CertificateFacts {
	/** Lower-case hexadecimal digits. */
	readonly serial: string;
	/** Every organisation and common name of the subject, in order. */
	readonly organisations: readonly string[];
	readonly commonNames: readonly string[];
	/** The whole names as text, for people and for comparison. */
	readonly subject: string;
	readonly issuer: string;
	/** Seconds since 1970, both inclusive. */
	readonly notBeforeSeconds: number;
	readonly notAfterSeconds: number;
	/** Set for an authority; the path length counts the authorities below it. */
	readonly authority: { readonly pathLength: number | undefined } | undefined;
	/** What an authority may certify; undefined when its certificate does not limit it. */
	readonly permitted: readonly Holder[] | undefined;
	/** The key may sign data, or other certificates. */
	readonly maySign: boolean;
	readonly mayCertify: boolean;
	readonly purposes: readonly Purpose[];
	readonly dnsNames: readonly string[];
	readonly addresses: readonly string[];
	/** Object identifiers of critical extensions that we do not understand. */
	readonly unknownCritical: readonly string[];
	/** The id of the node that would hold this key. */
	readonly keyId: string;
	/** SHA-256 of the certificate, in lower-case hexadecimal digits. */
	readonly fingerprint: string;
}

/** A certificate to be made. */
export interface CertificatePlan {
	/** The subject's name; the organisation comes first, so that it can be constrained. */
	readonly organisation: string | undefined;
	readonly commonName: string;
	readonly serial: string;
	readonly notBeforeSeconds: number;
	readonly notAfterSeconds: number;
	readonly authority?: {
		readonly pathLength: number;
		/** What it may certify, as a name constraint; anything when undefined. */
		readonly permitted: readonly Holder[] | undefined;
	};
	readonly purposes: readonly Purpose[];
	readonly dnsNames: readonly string[];
	readonly addresses: readonly string[];
}

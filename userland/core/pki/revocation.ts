/** One thing that a cluster trusts no more. */
export interface Revocation {
	/**
	 * `serial` is one certificate, `node` is every certificate of one node's key, and `ticket` is a
	 * join ticket by its id.
	 */
	readonly kind: "serial" | "node" | "ticket";
	readonly value: string;
	readonly reason: RevocationReason;
	readonly atSeconds: number;
}

/** Reasons in the words of RFC 5280 section 5.3.1, as far as they have a meaning here. */
export const revocationReasons = [
	"unspecified",
	"key-compromise",
	"superseded",
	"retired",
	"privilege-withdrawn",
] as const;

export type RevocationReason = (typeof revocationReasons)[number];

/** The entry for one of the things, if it is revoked. */
export function findRevocation(
	revoked: readonly Revocation[],
	kind: Revocation["kind"],
	value: string,
): Revocation | undefined {
	return revoked.find((entry) => entry.kind === kind && entry.value === value);
}

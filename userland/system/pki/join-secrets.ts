import { createHmac, hkdfSync } from "node:crypto";
import { toBase64url } from "../../core/pki/base64url.ts";
import type { Cluster } from "../../core/pki/cluster.ts";
import { type JoinTicket, secretIdOf } from "../../core/pki/ticket.ts";
import type { KeyPair } from "./keys.ts";

/**
 * The key behind all join secrets, derived (HKDF, RFC 5869) from the key of the authority for
 * nodes: who can issue certificates can check tickets, with nothing else to be kept, and a
 * rotation of that authority ends all tickets before it.
 */
export async function deriveJoinKey(keys: KeyPair): Promise<Uint8Array> {
	const { d } = await crypto.subtle.exportKey("jwk", keys.privateKey);
	const scalar = Buffer.from(d ?? "", "base64url");
	return new Uint8Array(hkdfSync("sha256", scalar, "", "soma join secrets 1", 32));
}

/** The secret of one join ticket, in base64url. It says nothing about that of any other one. */
export function joinSecret(
	joinKey: Uint8Array,
	cluster: Cluster,
	ticket: Pick<JoinTicket, "id" | "notAfterSeconds">,
): string {
	const text = `${cluster.uuid}\n${secretIdOf(ticket)}`;
	return toBase64url(createHmac("sha256", joinKey).update(text).digest());
}

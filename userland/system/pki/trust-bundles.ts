import {
	encodeTrust,
	formatSignedTrust,
	type SignedTrust,
	type TrustBundle,
} from "../../core/pki/trust.ts";
import { SomaError } from "../../lib/errors.ts";
import type { Authority } from "./authorities.ts";
import { type Certificate, publicKeyOf, readCertificates } from "./certificates.ts";
import { signatureAlgorithm } from "./keys.ts";
import { signed, type TrustMaterial } from "./peers.ts";

/** The text of a bundle, signed by each of these roots. */
export async function signTrust(bundle: TrustBundle, roots: readonly Authority[]): Promise<string> {
	const payload = Uint8Array.from(encodeTrust(bundle));
	const signatures = await Promise.all(
		roots.map(async ({ keys, certificate }) => {
			const made = await crypto.subtle.sign(signatureAlgorithm, keys.privateKey, payload);
			return { root: certificate.facts.fingerprint, signature: new Uint8Array(made) };
		}),
	);
	return formatSignedTrust(payload, signatures);
}

/** Which of these roots have signed a bundle, by their fingerprints. */
export async function verifyTrust(
	{ payload, signatures }: SignedTrust,
	roots: readonly Certificate[],
): Promise<string[]> {
	const verified: string[] = [];
	for (const root of roots) {
		const { fingerprint } = root.facts;
		const own = signatures.find((each) => each.root === fingerprint);
		if (own !== undefined) {
			const [signature, bytes] = [own.signature, payload].map((each) => Uint8Array.from(each));
			const key = await publicKeyOf(root);
			if (
				signature !== undefined &&
				bytes !== undefined &&
				(await crypto.subtle.verify(signatureAlgorithm, key, signature, bytes))
			) {
				verified.push(fingerprint);
			}
		}
	}
	return verified;
}

/**
 * The certificates of a bundle, ready to judge by. Fails when an issuing authority in it is by none
 * of its roots, or a root is no authority.
 */
export function trustMaterialOf(bundle: TrustBundle, where: string): TrustMaterial {
	const roots = bundle.roots.flatMap((pem) => readCertificates(pem, where));
	const issuing = bundle.issuing.flatMap((pem) => readCertificates(pem, where));
	const odd =
		roots.find((root) => root.facts.authority === undefined || !signed(root, root)) ??
		issuing.find((each) => !roots.some((root) => signed(root, each)));
	if (odd !== undefined) {
		throw new SomaError({
			code: "trust-inconsistent",
			message: `${where}: ${odd.facts.subject} is no authority of this bundle`,
		});
	}
	return { roots, issuing, revoked: bundle.revoked };
}

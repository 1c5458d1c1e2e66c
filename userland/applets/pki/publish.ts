import { trustedGenerations } from "../../core/pki/rotation.ts";
import type { TrustBundle } from "../../core/pki/trust.ts";
import type { Authority } from "../../system/pki/authorities.ts";
import type { Certificate } from "../../system/pki/certificates.ts";
import { signTrust } from "../../system/pki/trust-bundles.ts";
import type { PkiSession } from "./session.ts";

/**
 * Makes the next trust bundle of what the directory says now. Every root that nodes may trust
 * signs it: those of the generations in force, and those of the bundle before.
 */
export async function publishTrust(session: PkiSession): Promise<TrustBundle> {
	const { directory, nowSeconds } = session;
	const generations = trustedGenerations(directory.rotation());
	const former = directory.newestTrust()?.trust.bundle;
	const pems = (names: readonly ("root" | "nodes" | "operators")[]): string[] => {
		const found = names.flatMap((name) =>
			generations.map((generation) => directory.certificate(generation, name).pem),
		);
		return [...new Set(found)];
	};
	const bundle: TrustBundle = {
		cluster: directory.cluster,
		number: (former?.number ?? 0) + 1,
		madeAtSeconds: nowSeconds,
		roots: pems(["root"]),
		issuing: pems(["nodes", "operators"]),
		revoked: directory.revoked(),
	};
	const signers = await rootsBehind(session, new Set([...bundle.roots, ...(former?.roots ?? [])]));
	directory.addTrust(bundle.number, await signTrust(bundle, signers));
	return bundle;
}

/** The roots with these certificates, each once, whichever generation has them. */
async function rootsBehind(
	{ directory }: PkiSession,
	wanted: ReadonlySet<string>,
): Promise<Authority[]> {
	const found = new Map<string, Authority>();
	for (let generation = directory.newestGeneration(); generation > 0; generation--) {
		const { pem }: Certificate = directory.certificate(generation, "root");
		if (wanted.has(pem) && !found.has(pem)) {
			found.set(pem, await directory.authority(generation, "root"));
		}
	}
	return [...found.values()];
}

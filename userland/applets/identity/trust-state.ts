import type { Purpose } from "../../core/pki/certificate.ts";
import type { Cluster } from "../../core/pki/cluster.ts";
import type { Peer } from "../../core/pki/peer.ts";
import type { Revocation } from "../../core/pki/revocation.ts";
import { judgeTrust, parseSignedTrust, type SignedTrust } from "../../core/pki/trust.ts";
import { SomaError } from "../../lib/errors.ts";
import type { IdentityStore } from "../../system/identity-store.ts";
import { joinPem, readCertificates } from "../../system/pki/certificates.ts";
import { createPeerJudge, type PeerJudge, type TrustMaterial } from "../../system/pki/peers.ts";
import { trustMaterialOf, verifyTrust } from "../../system/pki/trust-bundles.ts";

/** What a node trusts, on its disk and in memory; it changes only by what a trusted root signed. */
export class TrustState {
	readonly cluster: Cluster;
	readonly #store: IdentityStore;
	#bundle: SignedTrust | undefined;
	#material: TrustMaterial;
	#judge: PeerJudge;

	/** Reads the bundle in force; the roots of a ticket count only until there is one. */
	constructor(store: IdentityStore, cluster: Cluster, ticketRoots: readonly string[]) {
		this.#store = store;
		this.cluster = cluster;
		const text = store.trust();
		const where = store.path("trust.json");
		this.#bundle = text === undefined ? undefined : parseSignedTrust(text, where);
		this.#material =
			this.#bundle === undefined
				? { roots: readRoots(store, ticketRoots), issuing: [], revoked: [] }
				: trustMaterialOf(this.#bundle.bundle, where);
		this.#judge = createPeerJudge(this.#material);
	}

	get roots(): string {
		return joinPem(this.#material.roots);
	}

	get material(): TrustMaterial {
		return this.#material;
	}

	get revoked(): readonly Revocation[] {
		return this.#material.revoked;
	}

	/** The text of the bundle in force; empty when there is none yet. */
	get text(): string {
		return this.#store.trust() ?? "";
	}

	/** The serials of the authorities for nodes that are in force, the newest first. */
	get nodeAuthorities(): readonly string[] {
		return this.#material.issuing
			.filter(({ facts }) => facts.permitted?.includes("node") === true)
			.map(({ facts }) => facts.serial);
	}

	peerOf(chain: readonly Uint8Array[], nowSeconds: number, purpose?: Purpose): Peer {
		return this.#judge.peerOf(chain, nowSeconds, purpose);
	}

	/** Takes a bundle that is newer and rightly signed; false when it is the one in force. */
	async accept(text: string, where: string): Promise<boolean> {
		const offered = parseSignedTrust(text, where);
		const { roots } = this.#material;
		const verified = await verifyTrust(offered, roots);
		if (roots !== this.#material.roots) {
			return await this.accept(text, where); // another one was accepted meanwhile
		}
		const present = { cluster: this.cluster, bundle: this.#bundle };
		const verdict = judgeTrust(present, offered, verified);
		if (verdict.kind === "refused") {
			throw new SomaError({
				code: `trust-${verdict.code}`,
				message: `the trust bundle is refused: ${verdict.reason}`,
				hint: "`soma pki trust` prints the newest one of the cluster",
			});
		}
		if (verdict.kind === "same") {
			return false;
		}
		const material = trustMaterialOf(offered.bundle, where);
		this.#store.replaceTrust(text, joinPem(material.roots));
		this.#bundle = offered;
		this.#material = material;
		this.#judge = createPeerJudge(material);
		return true;
	}
}

function readRoots(store: IdentityStore, ticketRoots: readonly string[]) {
	return ticketRoots.length > 0
		? ticketRoots.flatMap((pem) => readCertificates(pem, "the ticket"))
		: readCertificates(store.roots() ?? "", store.path("roots.pem"));
}

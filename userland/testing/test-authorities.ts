import type { Revocation } from "../core/pki/revocation.ts";
import { encodeTicket } from "../core/pki/ticket.ts";
import type { TrustBundle } from "../core/pki/trust.ts";
import { type Authority, makeIssuing, makeRoot } from "../system/pki/authorities.ts";
import { deriveJoinKey, joinSecret } from "../system/pki/join-secrets.ts";
import { formatKey } from "../system/pki/keys.ts";
import { signTrust } from "../system/pki/trust-bundles.ts";

/** One generation of authorities. */
export interface TestGeneration {
	readonly root: Authority;
	readonly nodes: Authority;
	readonly operators: Authority;
}

/** The operator's side of a cluster in memory: generations, tickets and bundles. */
export class TestAuthorities {
	readonly cluster = { name: "lab", uuid: crypto.randomUUID() };
	readonly nowSeconds: () => number;
	#number = 0;

	constructor(nowSeconds: () => number) {
		this.nowSeconds = nowSeconds;
	}

	/** A generation; it shares the root of another one, if that is given. */
	async generation(label: string, root?: Authority): Promise<TestGeneration> {
		const making = {
			cluster: this.cluster.name,
			nowSeconds: this.nowSeconds(),
			randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
		};
		const own = root ?? (await makeRoot(making, label));
		return {
			root: own,
			nodes: await makeIssuing(making, own, "nodes", label),
			operators: await makeIssuing(making, own, "operators", label),
		};
	}

	async founderTicket({ root, nodes }: TestGeneration, lifeSeconds = 3600): Promise<string> {
		return encodeTicket({
			kind: "founder",
			cluster: this.cluster,
			roots: [root.certificate.pem],
			issuing: { certificate: nodes.certificate.pem, key: await formatKey(nodes.keys) },
			notAfterSeconds: this.nowSeconds() + lifeSeconds,
		});
	}

	async joinTicket(
		{ root, nodes }: TestGeneration,
		seeds: readonly string[],
		{ id = "0123456789abcdef", lifeSeconds = 3600 } = {},
	): Promise<string> {
		const notAfterSeconds = this.nowSeconds() + lifeSeconds;
		const key = await deriveJoinKey(nodes.keys);
		return encodeTicket({
			kind: "join",
			cluster: this.cluster,
			roots: [root.certificate.pem],
			id,
			secret: joinSecret(key, this.cluster, { id, notAfterSeconds }),
			seeds,
			notAfterSeconds,
		});
	}

	/** The next bundle that trusts these generations, signed by all their roots. */
	async bundle(
		generations: readonly TestGeneration[],
		revoked: readonly Revocation[] = [],
		signers: readonly TestGeneration[] = generations,
	): Promise<string> {
		this.#number++;
		const unique = (pems: readonly string[]): string[] => [...new Set(pems)];
		const bundle: TrustBundle = {
			cluster: this.cluster,
			number: this.#number,
			madeAtSeconds: this.nowSeconds(),
			roots: unique(generations.map(({ root }) => root.certificate.pem)),
			issuing: unique(
				(["nodes", "operators"] as const).flatMap((name) =>
					generations.map((each) => each[name].certificate.pem),
				),
			),
			revoked,
		};
		return await signTrust(bundle, [...new Set(signers.map(({ root }) => root))]);
	}
}

import { createHmac, timingSafeEqual } from "node:crypto";
import type { Cluster } from "../../core/pki/cluster.ts";
import {
	type Challenges,
	type EnrolmentRequest,
	makeNonce,
	noChallenges,
	nonceRandomBytes,
	openChallenge,
	proofText,
	takeChallenge,
} from "../../core/pki/enrolment.ts";
import { type IssueProof, issueFor } from "../../core/pki/issue.ts";
import type { Peer } from "../../core/pki/peer.ts";
import type { Revocation } from "../../core/pki/revocation.ts";
import { parseSecretId } from "../../core/pki/ticket.ts";
import { SomaError } from "../../lib/errors.ts";
import { type Authority, certifyNode } from "../../system/pki/authorities.ts";
import { joinPem } from "../../system/pki/certificates.ts";
import { deriveJoinKey, joinSecret } from "../../system/pki/join-secrets.ts";
import { type ReadRequest, readRequest } from "../../system/pki/requests.ts";

/** What issuing certificates to nodes depends on. */
export interface IssuerOptions {
	readonly authority: Authority;
	readonly cluster: Cluster;
	/** The node that issues. */
	readonly nodeId: string;
	readonly revoked: () => readonly Revocation[];
	readonly nowSeconds: () => number;
	readonly nowMs: () => number;
	readonly randomBytes: (count: number) => Uint8Array;
	readonly lifeSeconds?: number | undefined;
}

/** The issuing side of enrolment, on a node that has the authority for nodes. */
export class Issuer {
	readonly #options: IssuerOptions;
	readonly #joinKey: Uint8Array;
	#challenges: Challenges = noChallenges;

	private constructor(options: IssuerOptions, joinKey: Uint8Array) {
		this.#options = options;
		this.#joinKey = joinKey;
	}

	static async create(options: IssuerOptions): Promise<Issuer> {
		return new Issuer(options, await deriveJoinKey(options.authority.keys));
	}

	get authority(): Authority {
		return this.#options.authority;
	}

	/** A nonce that is good once, for a minute. */
	challenge(): Uint8Array {
		const { nodeId, randomBytes, nowMs } = this.#options;
		const nonce = makeNonce(nodeId, randomBytes(nonceRandomBytes));
		this.#challenges = openChallenge(this.#challenges, nonce, nowMs());
		return nonce;
	}

	/**
	 * A chain for a node that proves a join secret. The nonce is used up whatever comes of it, so
	 * that each guess needs a challenge of its own.
	 */
	async enrol(request: EnrolmentRequest): Promise<string> {
		const { cluster, nowMs } = this.#options;
		const taken = takeChallenge(this.#challenges, request.nonce, nowMs());
		this.#challenges = taken.challenges;
		const read = await readRequest(request.requestPem);
		const named = parseSecretId(request.secretId);
		// A ticket that never was has a secret as well: its answer takes as long as a wrong one's.
		const ticket = named ?? { id: "0".repeat(16), notAfterSeconds: 0 };
		const secret = Buffer.from(joinSecret(this.#joinKey, cluster, ticket), "base64url");
		const expected = createHmac("sha256", secret)
			.update(proofText(cluster, request, read.der))
			.digest();
		const proof = Uint8Array.from(request.proof);
		const isRight = proof.length === expected.length && timingSafeEqual(proof, expected);
		return await this.#issue(read, {
			kind: "join",
			ticket: ticket.id,
			notAfterSeconds: ticket.notAfterSeconds,
			nonceGood: taken.good,
			proofGood: isRight && named !== undefined,
		});
	}

	/** The next chain for a node that shows its present certificate. */
	async renew(requestPem: string, peer: Peer): Promise<string> {
		return await this.#issue(await readRequest(requestPem), { kind: "renewal", peer });
	}

	/** A chain for this node itself. */
	async issueOwn(requestPem: string): Promise<string> {
		const { nodeId } = this.#options;
		const proof = { kind: "own-key", keyId: nodeId } as const;
		return await this.#issue(await readRequest(requestPem), proof);
	}

	async #issue({ facts, publicKey }: ReadRequest, proof: IssueProof): Promise<string> {
		const { authority, cluster, randomBytes, lifeSeconds } = this.#options;
		const nowSeconds = this.#options.nowSeconds();
		const verdict = issueFor(facts, proof, {
			revoked: this.#options.revoked(),
			nowSeconds,
			...(lifeSeconds === undefined ? {} : { lifeSeconds }),
		});
		if (verdict.kind === "refused") {
			throw new SomaError({
				code: `enrolment-${verdict.code}`,
				message: verdict.reason,
				hint: "make a new ticket for the node: `soma pki ticket join`",
			});
		}
		const making = { cluster: cluster.name, nowSeconds, randomBytes };
		const leaf = await certifyNode(making, authority, publicKey, verdict);
		return joinPem([leaf, authority.certificate]);
	}
}

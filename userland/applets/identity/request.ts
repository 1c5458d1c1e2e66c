import { createHmac } from "node:crypto";
import {
	type EnrolmentRequest,
	type EnrolmentTransport,
	type IssuedIdentity,
	nodeOfNonce,
	proofText,
} from "../../core/pki/enrolment.ts";
import { type JoinTicket, secretIdOf } from "../../core/pki/ticket.ts";
import { SomaError } from "../../lib/errors.ts";
import { readRequest } from "../../system/pki/requests.ts";

/** Asks seeds, one after another, from one that chance has chosen; the first answer counts. */
export async function askSeeds(
	seeds: readonly string[],
	random: number,
	ask: (seed: string) => Promise<IssuedIdentity>,
): Promise<IssuedIdentity> {
	const first = random % Math.max(1, seeds.length);
	const problems: string[] = [];
	for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
		try {
			return await ask(seed);
		} catch (error) {
			problems.push(`${seed}: ${error instanceof SomaError ? error.message : "no answer"}`);
		}
	}
	throw new SomaError({
		code: "no-seed",
		message: problems.length === 0 ? "no seed is known" : problems.join("; "),
		hint: "see whether a seed is up and its port 7444 can be reached",
		retryable: true,
	});
}

/** Enrols at a seed by a join ticket; the secret itself never leaves the node. */
export async function enrolAt(
	transport: EnrolmentTransport,
	seed: string,
	ticket: JoinTicket,
	requestPem: string,
): Promise<IssuedIdentity> {
	const { der } = await readRequest(requestPem);
	const secretId = secretIdOf(ticket);
	const answer = (nonce: Uint8Array): Promise<EnrolmentRequest> => {
		if (nodeOfNonce(nonce) === undefined) {
			throw new SomaError({ code: "challenge-wrong", message: "its challenge has a wrong form" });
		}
		const proof = createHmac("sha256", Buffer.from(ticket.secret, "base64url"))
			.update(proofText(ticket.cluster, { secretId, nonce }, der))
			.digest();
		return Promise.resolve({ requestPem, secretId, nonce, proof: new Uint8Array(proof) });
	};
	return await transport.enrol(seed, ticket.roots.join(""), answer);
}

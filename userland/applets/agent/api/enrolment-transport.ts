import { defaultApiPort } from "../../../core/config/node-config.ts";
import {
	type EnrolmentTransport,
	type IssuedIdentity,
	nodeOfNonce,
} from "../../../core/pki/enrolment.ts";
import { SomaError } from "../../../lib/errors.ts";
import { type NodeClient, openNodeClient } from "../../../system/grpc/client.ts";

const timeoutMs = 20_000;

/**
 * Enrolment and renewal over the API of other nodes. A seed is named by its enrolment port; its API
 * is on the same host.
 */
export const grpcEnrolment = (apiPort: number = defaultApiPort): EnrolmentTransport => ({
	enrol: async (seed, roots, answer) => {
		const asked = { address: seed, tls: { roots } };
		const { nonce } = await using(openNodeClient({ ...asked, nodeId: "any" }), (client) =>
			client.call("GetChallenge", {}, { timeoutMs }),
		);
		const nodeId = nodeOfNonce(nonce);
		if (nodeId === undefined) {
			throw new SomaError({ code: "challenge-wrong", message: `${seed} gave no nonce of a node` });
		}
		const request = await answer(Uint8Array.from(nonce));
		// The proof goes to the node that gave the nonce: TLS proves its id, and no other one will do.
		return await using(openNodeClient({ ...asked, nodeId }), async (client) =>
			issuedOf(await client.call("Enrol", request, { timeoutMs })),
		);
	},
	renew: async (seed, tls, requestPem) => {
		const address = seed.replace(/:\d+$/, `:${apiPort}`);
		return await using(openNodeClient({ address, tls, nodeId: "any" }), async (client) =>
			issuedOf(await client.call("RenewCertificate", { requestPem }, { timeoutMs })),
		);
	},
});

async function using<Result>(
	client: NodeClient,
	work: (client: NodeClient) => Promise<Result>,
): Promise<Result> {
	try {
		return await work(client);
	} finally {
		client.close();
	}
}

function issuedOf(issued: {
	readonly certificatePem: string;
	readonly rootsPem: string;
	readonly trust: Uint8Array;
}): IssuedIdentity {
	const { certificatePem, rootsPem } = issued;
	return { certificatePem, rootsPem, trust: new TextDecoder().decode(issued.trust) };
}

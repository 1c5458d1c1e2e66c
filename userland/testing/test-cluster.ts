import type { Role } from "../core/pki/roles.ts";
import {
	type Authority,
	certifyNode,
	certifyOperator,
	makeIssuing,
	makeRoot,
} from "../system/pki/authorities.ts";
import { type Certificate, joinPem } from "../system/pki/certificates.ts";
import { exportPublicKey, formatKey, type KeyPair, keyIdOf, makeKeys } from "../system/pki/keys.ts";
import type { TrustMaterial } from "../system/pki/peers.ts";

/** A key with its certificate, as TLS takes them. */
export interface TestIdentity {
	readonly keys: KeyPair;
	readonly certificate: Certificate;
	/** PKCS#8 in PEM. */
	readonly key: string;
	/** The certificate and what issued it, in PEM. */
	readonly chain: string;
	/** The same in DER, as a peer sends it. */
	readonly sent: readonly Uint8Array[];
}

/** The authorities of a cluster, and identities by them, for tests. */
export interface TestCluster {
	readonly root: Authority;
	readonly nodes: Authority;
	readonly operators: Authority;
	readonly roots: string;
	readonly trust: TrustMaterial;
	operator(name: string, role: Role, lifeSeconds?: number): Promise<TestIdentity>;
	/** A node with the names that are given besides its own; its id is in the common name. */
	node(names?: NodeNames): Promise<TestIdentity>;
	/** An identity by any of the authorities, right or wrong. */
	identityOf(issuer: Authority, certify: Certify): Promise<TestIdentity>;
}

/** What a node is called besides `<id>.node.soma`. */
export interface NodeNames {
	readonly dnsNames?: readonly string[];
	readonly addresses?: readonly string[];
	readonly lifeSeconds?: number;
}

type Certify = (publicKey: CryptoKey, id: string) => Promise<Certificate>;

/** Makes a cluster's authorities; certificates are made as of `nowSeconds`. */
export async function makeTestCluster(
	nowSeconds: number = Math.floor(Date.now() / 1000),
	cluster = "lab",
): Promise<TestCluster> {
	const context = {
		cluster,
		nowSeconds,
		randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
	};
	const root = await makeRoot(context, "1");
	const nodes = await makeIssuing(context, root, "nodes", "1");
	const operators = await makeIssuing(context, root, "operators", "1");
	return {
		root,
		nodes,
		operators,
		roots: root.certificate.pem,
		trust: {
			roots: [root.certificate],
			issuing: [nodes.certificate, operators.certificate],
			revoked: [],
		},
		operator: (name, role, lifeSeconds = 86_400) =>
			identityOf(operators, (publicKey) =>
				certifyOperator(context, operators, publicKey, { name, role, lifeSeconds }),
			),
		node: ({ dnsNames = [], addresses = [], lifeSeconds = 86_400 } = {}) =>
			identityOf(nodes, (publicKey, id) =>
				certifyNode(context, nodes, publicKey, { id, dnsNames, addresses, lifeSeconds }),
			),
		identityOf,
	};
}

async function identityOf(issuer: Authority, certify: Certify): Promise<TestIdentity> {
	const keys = await makeKeys();
	const id = keyIdOf(await exportPublicKey(keys.publicKey));
	const certificate = await certify(keys.publicKey, id);
	return {
		keys,
		certificate,
		key: await formatKey(keys),
		chain: joinPem([certificate, issuer.certificate]),
		sent: [certificate.der, issuer.certificate.der],
	};
}

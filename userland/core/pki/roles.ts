/** What an operator may do, the least first. */
export const roles = ["reader", "operator", "admin"] as const;

/** The role that an operator's certificate carries. */
export type Role = (typeof roles)[number];

/** What a certificate is for: an operator with a role, or a node. */
export type Holder = Role | "node";

/** The organisation (O) of a certificate's subject, which carries what it is for. */
export function organisationOf(holder: Holder): string {
	return `soma:${holder}`;
}

/** What an organisation stands for, or undefined when it is none of ours. */
export function holderOf(organisation: string): Holder | undefined {
	return [...roles, "node" as const].find((holder) => organisationOf(holder) === organisation);
}

/** The kinds of issuing authority: what each may issue is written into its own certificate. */
export const issuingKinds = ["nodes", "operators"] as const;

export type IssuingKind = (typeof issuingKinds)[number];

/** The holders that an issuing authority of a kind may certify. */
export function holdersOf(kind: IssuingKind): readonly Holder[] {
	return kind === "nodes" ? ["node"] : roles;
}

/** True for the name of an operator: what fits into a certificate, a file name and a log line. */
export function isOperatorName(name: string): boolean {
	return /^[a-z0-9][a-z0-9._@-]{0,62}$/.test(name);
}

/** True for the id of a node: the first 16 hexadecimal digits of its public key's SHA-256. */
export function isNodeId(text: string): boolean {
	return /^[0-9a-f]{16}$/.test(text);
}

/** The DNS name by which a client verifies a node, wherever it is reached. */
export function nodeDnsName(id: string): string {
	return `${id}.node.soma`;
}

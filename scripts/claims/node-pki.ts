import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-pki-${name}`, topic: "node", text, evidence };
}

const inQemu: Evidence = { kind: "qemu", name: "node-operator" };
const commands = "applets/pki/pki.test.ts";
const overApi = "applets/agent/identity.test.ts";
const guide = "applets/pki/cluster.test.ts";

/** What the documents say about identity: authorities, certificates, tickets, rotation. */
export const nodePkiClaims: readonly Claim[] = [
	row(
		"peers",
		"no, foreign, expired, future, revoked, self-signed and misused certificates grant nothing",
		unit("system/pki/peers.test.ts"),
	),
	row(
		"stolen-issuing-key",
		"the key of the authority for nodes cannot make an operator",
		unit("system/pki/peers.test.ts", /cannot make an operator/),
	),
	row(
		"openssl",
		"openssl accepts our chains, and refuses other uses, times and clusters",
		unit(commands, /openssl/),
	),
	row(
		"keys-private",
		"keys are private files, never overwritten, and under a passphrase when asked for",
		unit(commands, /keys private|changes nothing|passphrase/),
		unit("system/durable-file.test.ts"),
	),
	row(
		"tickets",
		"a damaged ticket is a clear error, and no text quotes a secret",
		unit("core/pki/ticket.test.ts"),
		unit(commands, /ticket/),
	),
	row(
		"enrolment",
		"a node joins by a ticket, whose proof counts once, for one key, at one node",
		unit("applets/identity/enrolment.test.ts"),
		unit("core/pki/issue.test.ts"),
		unit(overApi, /enrols|wrong secret/),
	),
	row(
		"renewal",
		"a certificate is renewed after two thirds of its life, without a restart",
		unit("core/pki/identity-machine.test.ts"),
		unit("applets/identity/node-identity.test.ts", /renewed|off for too long/),
	),
	row(
		"rotation",
		"authorities are rotated with an overlap, and a run that was cut off goes on",
		unit("core/pki/rotation.test.ts"),
		unit("applets/identity/node-identity.test.ts", /rotation/),
		unit(guide, /rotation/),
	),
	row(
		"no-call-lost",
		"renewal and rotation while calls and a watch run lose none of them",
		unit(overApi, /lose no call/),
		inQemu,
	),
	row(
		"revocation",
		"a revoked certificate is refused at the next call of a live connection",
		unit(overApi, /revoked operator/),
		unit(guide, /revocation/),
		inQemu,
	),
	row(
		"old-trust",
		"a trust bundle that is older, foreign or unsigned is refused",
		unit("core/pki/trust.test.ts"),
		unit("applets/identity/node-identity.test.ts", /trust bundle that is older/),
		unit(overApi, /old bundle/),
	),
];

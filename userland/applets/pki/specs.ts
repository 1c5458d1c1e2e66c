import { revocationReasons } from "../../core/pki/revocation.ts";
import { roles } from "../../core/pki/roles.ts";
import { rotationScopes } from "../../core/pki/rotation.ts";
import type { CommandSpec } from "../../lib/flags.ts";

const directory = {
	kind: "text",
	value: "DIR",
	help: "Directory of the authorities; SOMA_PKI_DIRECTORY, or this one, without.",
} as const;

const passphraseFile = {
	kind: "text",
	value: "FILE",
	help: "File with the passphrase of the keys; asked for at the terminal without.",
} as const;

const json = { kind: "switch", help: "Print the result as JSON." } as const;

const contextFlags = {
	context: { kind: "text", value: "NAME", help: "Write a context for the operator, too." },
	node: { kind: "list", value: "HOST:PORT,...", help: "The APIs of nodes for that context." },
	replace: { kind: "switch", help: "Replace a context of that name; its nodes stay." },
} as const;

const common = { directory, "passphrase-file": passphraseFile, json } as const;

export const newSpec = {
	name: "soma pki new",
	summary: "Makes the authorities of a new cluster, and the first operator's certificate.",
	details:
		"The directory holds the keys of the whole cluster: keep it on a machine of your own, back " +
		"it up, and give no\n" +
		"node any of it but tickets. What exists is never overwritten.",
	positionals: [{ name: "CLUSTER", help: "Name of the cluster" }],
	flags: {
		...common,
		directory: { kind: "text", value: "DIR", help: "Directory to make; CLUSTER-pki without." },
		operator: { kind: "text", value: "NAME", help: "The first operator, an admin; you, without." },
		passphrase: { kind: "switch", help: "Protect the keys by a passphrase, and ask for it." },
		...contextFlags,
	},
} as const satisfies CommandSpec;

export const operatorSpec = {
	name: "soma pki operator",
	summary: "Makes a key and a certificate for an operator.",
	details:
		"A reader looks, an operator also changes what can be changed back, an admin everything.",
	positionals: [{ name: "NAME", help: "Name of the person or program" }],
	flags: {
		...common,
		role: { kind: "text", value: "ROLE", help: `One of ${roles.join(", ")}.` },
		days: {
			kind: "number",
			value: "N",
			help: "How long it lives; 365 without.",
			minimum: 1,
			maximum: 3650,
		},
		...contextFlags,
	},
} as const satisfies CommandSpec;

export const ticketSpec = {
	name: "soma pki ticket",
	summary: "Prints a ticket, which makes a node one of the cluster.",
	details:
		"A ticket is a secret. A founder ticket holds the key of the authority for nodes: give it " +
		"only to nodes that are to\n" +
		"issue certificates. A join ticket lets nodes ask one of those (--seed) for theirs.",
	positionals: [{ name: "KIND", help: "Which ticket", words: ["founder", "join"] }],
	flags: {
		...common,
		seed: { kind: "list", value: "HOST:PORT", help: "Where to enrol (port 7444); for join." },
		"valid-for": {
			kind: "text",
			value: "TIME",
			help: "How long it can be used, such as 90m, 12h, 7d; 24h without.",
		},
	},
} as const satisfies CommandSpec;

export const showSpec = {
	name: "soma pki show",
	summary: "Shows the authorities of a cluster, or what certificates, tickets and bundles say.",
	details: "With --roots the first certificate is judged, and the exit code says the result.",
	positionals: [
		{ name: "FILE", help: "Certificates in PEM, a ticket or a trust bundle", optional: true },
	],
	flags: {
		directory,
		roots: { kind: "text", value: "FILE", help: "Root authorities to judge by." },
		json,
	},
} as const satisfies CommandSpec;

export const listSpec = {
	name: "soma pki list",
	summary: "Lists what was given out: operators' certificates and tickets.",
	flags: { directory, json },
} as const satisfies CommandSpec;

export const revokeSpec = {
	name: "soma pki revoke",
	summary: "Revokes a certificate, an operator, a node or a ticket, and makes the new bundle.",
	details:
		"Nodes refuse it from the next call on, once they have the new bundle (`soma pki trust`).",
	positionals: [
		{ name: "WHAT", help: "Serial, operator's name, node's id, or id of a join ticket" },
	],
	flags: {
		...common,
		reason: { kind: "text", value: "WHY", help: `One of ${revocationReasons.join(", ")}.` },
	},
} as const satisfies CommandSpec;

export const rotateSpec = {
	name: "soma pki rotate",
	summary: "Replaces authorities by new ones, with a time in which both are trusted.",
	details:
		"begin makes the new ones and a bundle with both; finish, after the overlap, one with the " +
		"new ones only. A run that was\n" +
		"cut off is run again, and goes on. --what nodes is the answer to a stolen disk of a founder " +
		"node.",
	positionals: [{ name: "STEP", help: "What to do", words: ["begin", "finish", "status"] }],
	flags: {
		...common,
		what: { kind: "text", value: "WHAT", help: `For begin: ${rotationScopes.join(", ")}.` },
		force: { kind: "switch", help: "For finish: although the overlap is shorter than 30 days." },
	},
} as const satisfies CommandSpec;

export const trustSpec = {
	name: "soma pki trust",
	summary: "Prints the newest trust bundle: roots, issuing authorities and revocations, signed.",
	details:
		"It is no secret. A node takes it by its API when its number is greater than that of the one " +
		"in force. --push gives it\n" +
		"to the nodes of a context, and with --founder-ticket to founders, together with the newest " +
		"authority for nodes.",
	flags: {
		directory,
		push: { kind: "switch", help: "Give it to nodes, and say what became of it." },
		context: { kind: "text", value: "NAME", help: "Whose nodes; the current context without." },
		node: { kind: "list", value: "HOST:PORT,...", help: "Only these of its nodes." },
		"founder-ticket": {
			kind: "text",
			value: "FILE",
			help: "A founder ticket to give with it, which makes the nodes issue by it.",
		},
		json,
		output: { kind: "text", value: "FILE", help: "Write it to a file instead." },
	},
} as const satisfies CommandSpec;

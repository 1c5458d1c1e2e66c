import type { CommandSpec } from "../../lib/flags.ts";

const json = { kind: "switch", help: "Print the result as JSON." } as const;
const outcomes = {
	kind: "text",
	value: "DIR",
	help: "Where `soma release serve` keeps outcomes.",
} as const;
const because = { kind: "text", value: "TEXT", help: "Why, for whoever reads it." } as const;

export const wavesSpec = {
	name: "soma release waves",
	summary: "Shows who takes a release when, for each policy.",
	details:
		"A policy is one with a name, or a file of its own, as `soma release promote` takes it.\n" +
		"Between two rows of a group its share grows evenly. With --machine-id and --release it\n" +
		"says when that node takes that release, counted from its promotion.",
	positionals: [{ name: "POLICY", help: "A name, or a file (JSON)", optional: true }],
	flags: {
		"machine-id": { kind: "text", value: "ID", help: "/etc/machine-id of a node." },
		release: { kind: "text", value: "VERSION", help: "The release that it would take." },
		label: { kind: "list", value: "NAME=VALUE,...", help: "Labels of that node." },
		json: { kind: "switch", help: "Print the result as JSON." },
	},
} as const satisfies CommandSpec;

export const outcomesSpec = {
	name: "soma release outcomes",
	summary: "Shows how releases went on the nodes that took them, and what is halted.",
	details:
		"PROVEN are the nodes that stayed good for half an hour; SILENT those that began and told\n" +
		"nothing for an hour. With VERSION, each node on which that release went wrong.",
	positionals: [{ name: "VERSION", help: "One release", optional: true }],
	flags: { outcomes, json },
} as const satisfies CommandSpec;

export const haltSpec = {
	name: "soma release halt",
	summary: "Stops a release: no further node takes it.",
	details: "Holds for nodes that ask this release server. `soma release withdraw` holds for all.",
	positionals: [{ name: "VERSION", help: "The release" }],
	flags: { outcomes, because, json },
} as const satisfies CommandSpec;

export const resumeSpec = {
	name: "soma release resume",
	summary: "Lets nodes take a halted release again; what went wrong so far is forgiven.",
	details: "The brake never opens by itself. What goes wrong from now on halts it anew.",
	positionals: [{ name: "VERSION", help: "The release" }],
	flags: { outcomes, because, json },
} as const satisfies CommandSpec;

/** The form of both: words that an operator puts into the journal. */
export type WordSpec = CommandSpec & { readonly flags: (typeof haltSpec)["flags"] };

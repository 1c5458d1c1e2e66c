import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-${name}`, topic: "node", text, evidence };
}

const validate = "userland/core/config/ignition-validate.test.ts";
const problems = "userland/core/config/problems.test.ts";
const network: Evidence = { kind: "qemu", name: "node-network" };
const commands = "userland/applets/config/config.test.ts";

/** What `soma config` promises, and the network of a node. */
export const configClaims: readonly Claim[] = [
	row(
		"config-validate",
		"the real ignition-validate accepts every example and a hundred generated configurations",
		unit(validate),
	),
	row(
		"config-problems",
		"all problems of a configuration are told at once, with line, column, path and hint",
		unit(problems, /told at once|unknown|twice|refused|must be/),
	),
	row(
		"config-hostile",
		"YAML bombs, deep nesting, no UTF-8, wrong types and random changes: an error, never a crash",
		unit(problems, /an error, soon|never a crash/),
		unit(commands, /100 MB/),
	),
	row("config-in-effect", "data disk, authorities and proxy of a configuration are in effect", {
		kind: "qemu",
		name: "node-operator",
	}),
	row(
		"config-reference",
		"the reference of configurations is what the schema says, and explain knows every key",
		unit(commands, /configuration\.md|explain/),
	),
	row(
		"network",
		"without a configuration a node has address, names and time by DHCP, with one a VLAN on a bond",
		network,
	),
	row(
		"network-quiet",
		"a node without an API hears nothing from outside but answers to its DHCP client",
		network,
		{ kind: "qemu", name: "node-first-boot" },
	),
	row("clock", "a clock at 1970 is set to the day of the release, then by time servers", network),
];

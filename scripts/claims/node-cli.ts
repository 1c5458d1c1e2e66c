import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `node-cli-${name}`, topic: "node", text, evidence };
}

const inQemu: Evidence = { kind: "qemu", name: "node-operator" };
const reading = "userland/applets/remote/reading.test.ts";
const changing = "userland/applets/remote/changing.test.ts";

/** What an operator has on his own machine. */
export const commandLineClaims: readonly Claim[] = [
	row(
		"contexts",
		"contexts are in one file that only its owner can read; all that is wrong comes with its line",
		unit("userland/core/context/contexts.test.ts"),
		unit("userland/system/context-file.test.ts"),
	),
	row(
		"target",
		"--node, --context and the environment choose nodes; on a node commands are about that node",
		unit("userland/core/context/target.test.ts"),
		unit("userland/core/context/address.test.ts"),
	),
	row(
		"many",
		"several nodes are one table and one JSON; a node that fails does not hide the others",
		unit(reading),
	),
	row(
		"follow",
		"after a lost connection soma logs --follow goes on behind the last entry",
		unit(reading, /after a lost connection logs go on/),
		{ kind: "qemu", name: "node-configured" },
	),
	row(
		"failures",
		"expired, foreign and wrong certificates, a wrong role and a time-out are told apart",
		unit(changing),
	),
	row(
		"dashboard",
		"the dashboard fits any terminal, whatever nodes say, and a lost node comes back",
		unit("userland/core/dashboard/view.test.ts"),
		unit("userland/applets/dashboard/dashboard.test.ts"),
		inQemu,
	),
	row(
		"terminal",
		"no control character of a log line reaches the terminal",
		unit("userland/core/logs/entry.test.ts"),
		unit("userland/lib/text-columns.test.ts"),
	),
	row(
		"completion",
		"a real bash completes commands, flags, contexts and nodes",
		unit("userland/applets/completion/completion.test.ts"),
	),
	row(
		"help",
		"docs/commands.md says what the tables of the commands say",
		unit("userland/commands.test.ts"),
	),
	row(
		"start",
		"`npm start` makes a cluster of its own, and shows the node through its API",
		unit("scripts/start/cluster.test.ts"),
		{ kind: "bench", name: "clean-root" },
	),
	row(
		"operate",
		"with the program of the release a node is configured, asked, restarted, reset and shut down",
		inQemu,
		{ kind: "qemu", name: "node-configured" },
	),
	row("binary", "a release carries the client, and it runs", {
		kind: "qemu",
		name: "image-outputs",
		names: /the program for operators runs/,
	}),
];

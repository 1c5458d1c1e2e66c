import type { CommandSpec } from "../../lib/flags.ts";
import { readingFlags, targetFlags } from "./target-flags.ts";

/* What the commands that go to nodes accept; what they do is imported when they run. */

export const servicesSpec = {
	name: "soma services",
	summary: "Shows the units of the service manager.",
	flags: {
		all: { kind: "switch", help: "Units that are not active too." },
		"every-type": { kind: "switch", help: "Mounts, sockets, timers and targets too." },
		failed: { kind: "switch", help: "Failed units only, of every type; exit code 1 if any." },
		...readingFlags,
	},
} as const satisfies CommandSpec;

/** The severities of syslog, the worst first. */
export const logPriorities = [
	"emergency",
	"alert",
	"critical",
	"error",
	"warning",
	"notice",
	"info",
	"debug",
] as const;

export const logForms = ["short", "iso", "cat"] as const;

export const logsSpec = {
	name: "soma logs",
	summary: "Shows the journal, oldest entry first.",
	details:
		"A time is `2026-11-24 20:00`, `20:00`, `today`, `yesterday`, an ISO 8601 time, or how long\n" +
		"ago: `90s`, `15min`, `2h`, `3d`. After a lost connection --follow goes on behind the last\n" +
		"entry that came.",
	flags: {
		unit: { kind: "text", value: "UNIT", help: "Only this unit: `soma-agent`." },
		follow: { kind: "switch", help: "Go on with what is written from now on." },
		lines: {
			kind: "number",
			value: "N",
			minimum: 0,
			maximum: 1_000_000,
			help: "The last so many entries; all, or 10 with --follow.",
		},
		boot: {
			kind: "number",
			value: "N",
			minimum: -1000,
			maximum: 0,
			help: "Only this boot: 0 is the one that runs, -1 the one before.",
		},
		since: { kind: "text", value: "TIME", help: "Only entries from this time on." },
		until: { kind: "text", value: "TIME", help: "Only entries before this time." },
		priority: {
			kind: "text",
			value: "LEVEL",
			words: logPriorities,
			help: "Only entries as bad as this or worse.",
		},
		output: {
			kind: "text",
			value: "FORM",
			words: logForms,
			help: "How an entry looks: as journalctl has it, with an exact time, the text only.",
		},
		...readingFlags,
	},
} as const satisfies CommandSpec;

export const processOrders = ["memory", "time", "pid", "name"] as const;

export const processesSpec = {
	name: "soma ps",
	summary: "Shows the processes that run, and the unit that each belongs to.",
	flags: {
		sort: { kind: "text", value: "BY", words: processOrders, help: "The order; by pid." },
		kernel: { kind: "switch", help: "Threads of the kernel too." },
		...readingFlags,
	},
} as const satisfies CommandSpec;

export const memorySpec = {
	name: "soma memory",
	summary: "Shows the memory of the machine and the pressure on it.",
	flags: readingFlags,
} as const satisfies CommandSpec;

export const disksSpec = {
	name: "soma disks",
	summary: "Shows disks, partitions, and the file systems that are mounted.",
	flags: readingFlags,
} as const satisfies CommandSpec;

export const eventsSpec = {
	name: "soma events",
	summary: "Shows what happened on the node, and goes on with what happens.",
	flags: {
		"no-follow": { kind: "switch", help: "End behind the newest event." },
		after: { kind: "number", value: "ID", help: "Only events of this boot behind this one." },
		...readingFlags,
	},
} as const satisfies CommandSpec;

export const identitySpec = {
	name: "soma identity",
	summary: "Shows who the node is: its id, its certificate, and whom it trusts.",
	flags: readingFlags,
} as const satisfies CommandSpec;

export const configurationSpec = {
	name: "soma configuration",
	summary: "Shows what the configuration of the first boot said about the node.",
	flags: readingFlags,
} as const satisfies CommandSpec;

const powerFlags = {
	yes: { kind: "switch", help: "Do not ask." },
	...readingFlags,
} as const;

export const rebootSpec = {
	name: "soma reboot",
	summary: "Restarts nodes in order.",
	details: "When the context has several nodes, they have to be named with --node.",
	flags: {
		wait: { kind: "switch", help: "Wait until the new boot is proven good, at most 10 minutes." },
		...powerFlags,
	},
} as const satisfies CommandSpec;

export const shutdownSpec = {
	name: "soma shutdown",
	summary: "Shuts nodes down in order and switches them off.",
	details: "When the context has several nodes, they have to be named with --node.",
	flags: powerFlags,
} as const satisfies CommandSpec;

export const resetSpec = {
	name: "soma reset",
	summary: "Makes a node forget everything but its machine-id, and configures it again.",
	details:
		"Everything on STATE goes: logs, identity, workloads. The node restarts and applies the\n" +
		"configuration of its first boot again. It has to be named with --node.",
	flags: powerFlags,
} as const satisfies CommandSpec;

export const supportSpec = {
	name: "soma support",
	summary: "Fetches what a person needs who looks for a fault, as a .tar file for each node.",
	details: "It holds the journal, status, units, disks and versions, and no secret.",
	flags: {
		output: {
			kind: "text",
			value: "PATH",
			help: "The file, or a directory for it; soma-support-NODE-TIME.tar here if absent.",
		},
		lines: {
			kind: "number",
			value: "N",
			minimum: 1,
			maximum: 1_000_000,
			help: "At most so many entries of the journal of each boot; 20000.",
		},
		...readingFlags,
	},
} as const satisfies CommandSpec;

export const shellSpec = {
	name: "soma shell",
	summary: "Opens a confined shell on a node for debugging, or runs one command in it.",
	details:
		"Only where the configuration of the node has `api.shell`; every shell is in its audit log.\n" +
		"Ctrl-] ends it. The exit code is that of the shell. Flags for the command go behind `--`.",
	rest: { name: "COMMAND", help: "A command line to run instead of an interactive shell" },
	flags: targetFlags,
} as const satisfies CommandSpec;

import type { CommandSpec } from "../../lib/flags.ts";

const json = { kind: "switch", help: "Print the result as JSON." } as const;
const yes = { kind: "switch", help: "Do not ask before a node elsewhere is changed." } as const;
const from = {
	kind: "list",
	value: "PLACE",
	help: "Copies of the repository to use instead of soma.update.servers: URLs or folders.",
} as const;

export const statusSpec = {
	name: "soma update status",
	summary: "Shows what runs, what is offered, and what the next step waits for.",
	flags: { json },
} as const satisfies CommandSpec;

export const historySpec = {
	name: "soma update history",
	summary: "Shows which releases this node took, and what became of them.",
	flags: { json },
} as const satisfies CommandSpec;

export const whySpec = {
	name: "soma update why",
	summary: "Tells why a release did not stay on this node.",
	positionals: [
		{ name: "VERSION", help: "The release; the last one that failed without it", optional: true },
	],
	flags: { json },
} as const satisfies CommandSpec;

export const applySpec = {
	name: "soma update apply",
	summary: "Takes a release now: no window, no wave, no hold is waited for.",
	details:
		"Without VERSION it is what the channel offers. A release that failed on this node, one " +
		"that was withdrawn\n" +
		"and an older one need --force. What was fetched already is not fetched again.",
	positionals: [{ name: "VERSION", help: "The release to take", optional: true }],
	flags: {
		from,
		force: {
			kind: "switch",
			help: "Take it although it is older, was withdrawn, or failed on this node.",
		},
		"no-restart": {
			kind: "switch",
			help: "Write and commit it; it starts at the next restart, whenever that is.",
		},
		"restart-by-caller": {
			kind: "switch",
			help: "Who runs this restarts the machine afterwards; if not, the next run does.",
		},
		"dry-run": { kind: "switch", help: "Say what would be fetched and written, and do nothing." },
		yes,
	},
} as const satisfies CommandSpec;

export const writeSpec = {
	name: "soma update write",
	summary: "Puts a release into the other slot of a disk that no system runs from.",
	details:
		"The slot that would boot stays as it is, and is a source of what both releases have. The " +
		"disk boots the\n" +
		"release next; it has three tries to prove itself.",
	positionals: [
		{ name: "DISK", help: "A disk, or the raw image of one" },
		{
			name: "VERSION",
			help: "The release; the newest of the stable channel without",
			optional: true,
		},
	],
	flags: {
		from,
		trust: {
			kind: "text",
			value: "FILE",
			help: "The first root of the repository (metadata/1.root.json); that of this system without.",
		},
		state: {
			kind: "text",
			value: "DIR",
			help: "Keeps what was fetched and trusted, for the next time; nothing is kept without.",
		},
	},
} as const satisfies CommandSpec;

export const holdSpec = {
	name: "soma update hold",
	summary: "Keeps this node as it is until `soma update unhold`.",
	positionals: [{ name: "REASON", help: "Why, for whoever looks at the node" }],
	flags: {},
} as const satisfies CommandSpec;

export const unholdSpec = {
	name: "soma update unhold",
	summary: "Lets updates go on.",
	flags: {},
} as const satisfies CommandSpec;

export const pinSpec = {
	name: "soma update pin",
	summary: "Has this node take one release only, also an older one, whatever its channel offers.",
	positionals: [{ name: "VERSION", help: "The release" }],
	flags: {},
} as const satisfies CommandSpec;

export const unpinSpec = {
	name: "soma update unpin",
	summary: "Has this node follow its channel again.",
	flags: {},
} as const satisfies CommandSpec;

export const rollbackSpec = {
	name: "soma update rollback",
	summary: "Goes back to the release in the other slot, and does not take this one again.",
	flags: {
		"dry-run": { kind: "switch", help: "Say what would be done, and do nothing." },
		"no-restart": { kind: "switch", help: "Prefer the other slot, and leave the restart to you." },
		yes,
	},
} as const satisfies CommandSpec;

export const runSpec = {
	name: "soma update run",
	summary: "One run of the update agent (soma-update.service).",
	details:
		"Asks for releases when that is due, and brings an update as far as it can go now. Every " +
		"phase survives\n" +
		"a power cut; the next run goes on.",
	flags: { now: { kind: "switch", help: "Ask for releases even if that is not due." } },
} as const satisfies CommandSpec;

export const shareSpec = {
	name: "soma update share",
	summary: "Offers the releases of this node to its neighbours (soma-share.service).",
	details:
		"What it serves is a copy of the repository, as far as this node has it: chunks of both " +
		"slots, and the signed\n" +
		"metadata. Neighbours verify it like any other copy.",
	flags: {},
} as const satisfies CommandSpec;

export const proveSpec = {
	name: "soma update prove",
	summary: "Marks this boot good when it is (soma-prove.service).",
	flags: {},
} as const satisfies CommandSpec;

export const giveUpSpec = {
	name: "soma update give-up",
	summary: "Notes why this boot could not be proven in time (soma-deadline.service).",
	flags: {},
} as const satisfies CommandSpec;

import { channelNames } from "../../core/repository/channel.ts";
import { keyRoles } from "../../core/repository/keys.ts";
import type { CommandSpec } from "../../lib/flags.ts";

const repository = {
	kind: "text",
	value: "DIR",
	help: "The repository; SOMA_RELEASE_REPOSITORY, or this directory, without.",
} as const;

const json = { kind: "switch", help: "Print the result as JSON." } as const;

function days(role: string, usual: number) {
	return {
		kind: "number",
		value: "DAYS",
		help: `When new ${role} metadata ends; after ${usual} days without.`,
		minimum: 1,
		maximum: 3650,
	} as const;
}

const lives = {
	"root-days": days("root", 365),
	"targets-days": days("targets", 90),
	"snapshot-days": days("snapshot", 30),
	"timestamp-days": days("timestamp", 7),
} as const;

const keys = {
	kind: "list",
	value: "DIR",
	help: "Directories with the keys that sign; each may be a stick.",
} as const;

const signing = {
	repository,
	keys,
	...lives,
	"dry-run": { kind: "switch", help: "Only say what would be done." },
	json,
} as const;

const reading = {
	repository: { ...repository, value: "PLACE" },
	root: { kind: "text", value: "FILE", help: "The first root, from elsewhere." },
} as const;

export const initSpec = {
	name: "soma release init",
	summary: "Makes an empty release repository, and the keys that sign it.",
	details:
		"The root keys sign who else may sign: give them to different people, and keep them off the " +
		"publishing machine.\n" +
		"What exists is never overwritten; stopped before its end, the same command goes on.",
	flags: {
		repository,
		keys: { kind: "text", value: "DIR", help: "Directory to make for the keys; a secret." },
		"root-keys": {
			kind: "number",
			value: "N",
			help: "How many root keys there are; 3 without.",
			minimum: 1,
			maximum: 20,
		},
		threshold: {
			kind: "number",
			value: "M",
			help: "How many of them must sign; 2 without.",
			minimum: 1,
			maximum: 20,
		},
		...lives,
		json,
	},
} as const satisfies CommandSpec;

export const publishSpec = {
	name: "soma release publish",
	summary: "Puts a release into the repository, as chunks; no channel offers it yet.",
	details:
		"RELEASE_DIR is what `npm run image` made. Chunks that are there are kept, damaged ones put " +
		"right. Needs the keys\n" +
		"targets.pem and online.pem. The same release again puts back files that are lost or " +
		"damaged, and changes nothing\nelse; other bits of the same version are refused.",
	positionals: [{ name: "RELEASE_DIR", help: "Such as out/4800" }],
	flags: {
		...signing,
		certificate: {
			kind: "text",
			value: "FILE",
			help: "The certificate that vouches for the release; the one in it without.",
		},
	},
} as const satisfies CommandSpec;

export const promoteSpec = {
	name: "soma release promote",
	summary: "Makes a channel offer a release to its nodes.",
	positionals: [{ name: "VERSION", help: "A release of the repository" }],
	flags: {
		...signing,
		channel: { kind: "text", value: "CHANNEL", help: "Which channel", words: channelNames },
		wave: {
			kind: "text",
			value: "POLICY",
			help: "Who takes it when (`soma release waves`); as before, or default, without.",
		},
		pause: { kind: "switch", help: "No node begins to take it, until it is promoted again." },
		"require-brake": {
			kind: "switch",
			help: "Nodes take it only where a server counts outcomes, until another --wave.",
		},
	},
} as const satisfies CommandSpec;

export const withdrawSpec = {
	name: "soma release withdraw",
	summary: "Takes a release back from every channel, for good.",
	details:
		"Channels that offered it offer nothing then, or the release of --replace. No channel offers " +
		"it again, nor one\nthat is made later.",
	positionals: [{ name: "VERSION", help: "A release of the repository" }],
	flags: {
		...signing,
		replace: { kind: "text", value: "VERSION", help: "What they offer instead." },
	},
} as const satisfies CommandSpec;

export const rotateKeysSpec = {
	name: "soma release rotate-keys",
	summary: "Replaces keys by new ones: after a theft, or when a person leaves.",
	details:
		"Needs as many root keys as must sign, from one directory or several (sticks), and the keys " +
		"of targets and online.\n" +
		"Nodes follow from any root that they have, and refuse what the old keys sign. Name the old " +
		"keys too, if they are\n" +
		"there: then no moment is left in which nodes refuse the repository. Remove them afterwards.",
	flags: {
		...signing,
		role: { kind: "text", value: "ROLE", help: "Whose keys", words: keyRoles },
		"new-keys": { kind: "text", value: "DIR", help: "Directory for the new keys; a secret." },
		replace: {
			kind: "list",
			value: "KEY",
			help: "Only these keys of the role, by the start of their id.",
		},
	},
} as const satisfies CommandSpec;

export const renewSpec = {
	name: "soma release renew",
	summary: "Makes a fresh snapshot and timestamp, before the present ones end.",
	details:
		"Run it by a timer every day, with the online key alone: nodes take nothing on the strength " +
		"of metadata that has ended.",
	flags: {
		...signing,
		role: {
			kind: "list",
			value: "ROLE,...",
			help: "Renew these too, which needs their keys: root, targets, online.",
		},
	},
} as const satisfies CommandSpec;

export const verifySpec = {
	name: "soma release verify",
	summary: "Reads a whole repository as a node does, and says what is wrong with it.",
	details:
		"It may be a URL or a medium. Without --root it is judged by its own first root, which shows " +
		"that it is whole, not whose it is.",
	flags: {
		...reading,
		quick: { kind: "switch", help: "Metadata and indexes only, no chunks." },
		json,
	},
} as const satisfies CommandSpec;

export const listSpec = {
	name: "soma release list",
	summary: "Lists the releases of a repository, and which channels offer them.",
	flags: { ...reading, json },
} as const satisfies CommandSpec;

export const serveSpec = {
	name: "soma release serve",
	summary: "Serves a repository over HTTP to nodes and mirrors.",
	details:
		"Any other web server does it as well: all files are static, and nobody believes them " +
		"unverified. With --outcomes\n" +
		"nodes ask here before they take a release, and tell how it went. Ctrl-C ends it.",
	flags: {
		repository,
		listen: { kind: "text", value: "HOST:PORT", help: "Where; 0.0.0.0:8480." },
		outcomes: { kind: "text", value: "DIR", help: "Collect outcomes there." },
		"token-file": { kind: "text", value: "FILE", help: "What nodes must show to ask and tell." },
		quiet: { kind: "switch", help: "No line for each request." },
	},
} as const satisfies CommandSpec;

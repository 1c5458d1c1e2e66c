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

export const initSpec = {
	name: "soma release init",
	summary: "Makes an empty release repository, and the keys that sign it.",
	details:
		"The root keys sign who else may sign: give them to different people, and keep them off the " +
		"publishing machine.\n" +
		"What exists is never overwritten.",
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

export const renewSpec = {
	name: "soma release renew",
	summary: "Makes a fresh snapshot and timestamp, before the present ones end.",
	details:
		"Run it by a timer every day, with the online key alone: nodes take nothing on the strength " +
		"of metadata that has ended.",
	flags: signing,
} as const satisfies CommandSpec;

export const verifySpec = {
	name: "soma release verify",
	summary: "Reads a whole repository as a node does, and says what is wrong with it.",
	details:
		"It may be a URL or a medium. Without --root it is judged by its own first root, which shows " +
		"that it is whole, not whose it is.",
	flags: {
		repository: { ...repository, value: "PLACE" },
		root: { kind: "text", value: "FILE", help: "The first root, from elsewhere." },
		json,
	},
} as const satisfies CommandSpec;

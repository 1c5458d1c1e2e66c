import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `update-repository-${name}`, topic: "update", text, evidence };
}

const reader = "system/repository/trusted-repository.test.ts";
const publisher = "applets/release/publish.test.ts";

/** What the documents say about release repositories. */
export const repositoryClaims: readonly Claim[] = [
	row(
		"attacks",
		"1,000 flips of one byte and more than 200 attacks on a repository give a node no wrong result",
		unit("applets/release/attacks.test.ts", /flips|attacks/),
	),
	row(
		"judges",
		"python-tuf reads what we publish and refuses what we refuse; casync unpacks the store",
		unit("applets/release/outside-judges.test.ts"),
	),
	row(
		"keys",
		"keys change hands twice while nodes follow, and old ones are of no use then",
		unit(publisher, /change hands|sticks/),
		unit("applets/release/attacks.test.ts", /thief/),
	),
	row(
		"clock",
		"expired metadata is refused by name and time; without a clock freshness is unknown",
		unit(reader, /expired|without a clock/),
	),
	row(
		"mirrors",
		"a copy that is broken, slow, endless, older, or sends elsewhere is left for the next one",
		unit("system/repository/source.test.ts"),
		unit(reader, /not whole|older/),
	),
	row(
		"publish",
		"a publisher that is cut off leaves a whole repository; the same release again repairs it",
		unit(reader, /cut off/),
		unit(publisher, /changes nothing|put back/),
	),
	row(
		"publisher",
		"a publisher signs nothing on top of what a stranger changed, and goes on where it was stopped",
		unit("applets/release/publisher.test.ts"),
		unit("applets/release/stopped.test.ts"),
	),
	row(
		"withdrawn",
		"a release that was withdrawn is offered by no channel again, nor by one that is new",
		unit("applets/release/withdraw.test.ts"),
	),
	row(
		"damage",
		"verify finds every lost file and chunk, and publishing the release again puts them back",
		unit("applets/release/damage.test.ts"),
	),
];

import { expect, test } from "vitest";
import { judgeProof, type ProofFacts } from "./prove.ts";

const fresh: ProofFacts = { isNew: true, hadNetwork: true, hasNetwork: true, word: undefined };
const no = { kind: "no", because: "it cannot join" } as const;
const silent = { kind: "silent", because: "no quorum" } as const;

test.each([
	["a new slot with a network", {}, { kind: "good" }],
	["a new slot that the cluster took", { word: { kind: "yes" } }, { kind: "good" }],
	["a new slot that the cluster refuses", { word: no }, { kind: "give-up", class: "cluster" }],
	[
		"a new slot during an outage of the cluster",
		{ word: silent },
		{ kind: "wait", isPatient: true },
	],
	["a new slot that lost its network", { hasNetwork: false }, { kind: "wait", isPatient: false }],
	[
		"a new slot where there never was a network",
		{ hasNetwork: false, hadNetwork: false },
		{ kind: "good" },
	],
	[
		"a new slot where nothing runs the network",
		{ hasNetwork: undefined },
		{ kind: "wait", isPatient: false },
	],
	["a proven slot without network", { isNew: false, hasNetwork: false }, { kind: "good" }],
	["a proven slot that the cluster refuses", { isNew: false, word: no }, { kind: "good" }],
	["a proven slot during an outage", { isNew: false, word: silent }, { kind: "good" }],
] as const)("%s", (_name, changes, proof) => {
	expect(judgeProof({ ...fresh, ...changes })).toMatchObject(proof);
});

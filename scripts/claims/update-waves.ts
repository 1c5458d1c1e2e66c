import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `update-waves-${name}`, topic: "update", text, evidence };
}

const fleet = "testing/fleet-simulation.test.ts";
const server = "core/wave/server.test.ts";

/** What the documents say about waves and their brake. */
export const waveClaims: readonly Claim[] = [
	row(
		"brake",
		"200 nodes with faults: what fails on each, cuts it off, or fails after minutes is stopped " +
			"before 5 % took it, and what fails on 30 % before it hit 5 %, in every seed and policy",
		unit(fleet),
		{ kind: "soak", job: "fleet-waves", minimum: 1000 },
	),
	row(
		"told",
		"a node that rolled back tells the release server by itself, which lets no other node take " +
			"the release; a wave that asks for such a server is not taken where there is none",
		{ kind: "qemu", name: "update-rollback", names: /check/ },
		unit("core/wave/admission.test.ts", /asks for a brake/),
	),
	row(
		"static",
		"without a release server the steps of a policy hold, and canaries are first",
		unit(fleet, /^policy/),
		unit("core/wave/policy.test.ts"),
		unit("core/wave/admission.test.ts"),
	),
	row(
		"places",
		"a node's place in a wave is its own, and another one for each release",
		unit("core/wave/position.test.ts"),
	),
	row(
		"halt",
		"one bad or silent node halts a release on trial, and only an operator lets it go on",
		unit(server, /on trial|lost|operator's word|half an hour/),
		unit("applets/release/brake.test.ts"),
	),
	row(
		"abuse",
		"words of strangers open nothing, and what is remembered of them is bounded",
		unit(server, /open nothing|bounded|token|refused|whatever nodes tell/),
	),
	row(
		"journal",
		"a release server that lost power knows all that it told anybody",
		unit("applets/release/outcomes.test.ts", /power cut|another program/),
		unit("system/outcome-client.test.ts", /power cut/),
		unit("core/wave/replay.test.ts"),
	),
	row(
		"over",
		"releases that no channel offers any more take no room of the next one, and stay halted",
		unit("core/wave/closing.test.ts"),
	),
	row(
		"no-server",
		"a node tells plain hosting from a release server that is silent, and waits for that one",
		unit("system/outcome-client.test.ts"),
	),
];

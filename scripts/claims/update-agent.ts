import type { Claim, Evidence } from "./claim.ts";

function unit(file: string, names?: RegExp): Evidence {
	return { kind: "unit", file: `userland/${file}`, ...(names === undefined ? {} : { names }) };
}

function qemu(name: string, names?: RegExp): Evidence {
	return { kind: "qemu", name, ...(names === undefined ? {} : { names }) };
}

function row(name: string, text: string, ...evidence: readonly Evidence[]): Claim {
	return { id: `update-${name}`, topic: "update", text, evidence };
}

/** What the documents say about updates of a node. */
export const updateAgentClaims: readonly Claim[] = [
	row(
		"releases",
		"a node goes from release to release, A -> B -> A, from a real server, and keeps its state",
		qemu("update-releases"),
	),
	row(
		"roll-back",
		"a release that panics, hangs, crashes PID 1, has an empty or damaged /usr, fails a check, " +
			"or loses the network is left without help, and the node says why",
		qemu("node-faults"),
		qemu("node-hangs"),
		qemu("update-rollback", /damaged|network|check/),
	),
	row(
		"not-retried",
		"a release that failed is not taken again, a later one is, and the state stays",
		qemu("update-rollback", /check/),
	),
	row(
		"questioned",
		"what is under way gives way to what the channel, a pin or an operator wants by then, and is " +
			"taken out of its slot if it was not started, over a power cut as well",
		unit("applets/update/reconsider.test.ts"),
		qemu("update-operator"),
	),
	row(
		"fallen",
		"a release that fails after it was good is refused and told of, unless its starts left no word",
		unit("applets/update/settle.test.ts"),
		unit("core/update/reconcile.test.ts", /fell|fall/),
	),
	row(
		"cluster-word",
		"a refusal of the cluster goes back at once; its silence changes no slot, however often the " +
			"power goes",
		qemu("update-cluster"),
		unit("core/update/prove.test.ts"),
	),
	row(
		"power-cuts",
		"1,000 power cuts in every phase of an update, on a disk that tears and reorders, leave no " +
			"node unbootable and lose no state",
		unit("applets/update/power-cuts.test.ts"),
	),
	row(
		"choice",
		"older, withdrawn, refused, held back and pinned releases are told apart, each with a reason",
		unit("core/update/choose.test.ts"),
		unit("applets/update/moment.test.ts"),
		unit("core/update/window.test.ts"),
	),
	row(
		"hold",
		"a hold or a pin is taken and heeded while a run is under way, and what an operator wants to " +
			"start himself waits for him over a power cut",
		unit("applets/update/advance.test.ts", /hold/),
		unit("applets/update/power-cuts.test.ts", /own restart/),
		unit("system/update/files.test.ts", /none is lost/),
	),
	row(
		"from-afar",
		"an operator sees and steers the updates of nodes over their API: the same text, typed " +
			"refusals, and the lines of a run up to the restart",
		qemu("update-operator"),
		unit("applets/remote/updates.test.ts"),
		unit("applets/remote/update-report.test.ts"),
		unit("applets/agent/api/update.test.ts"),
		unit("system/grpc/server.test.ts", /every role/),
	),
	row(
		"sources",
		"a source of chunks that lies, fails or stalls is left for the next one",
		unit("system/update/chunk-sources.test.ts"),
	),
	row(
		"peer",
		"a node that took a release is a copy of the repository for its neighbours, from its slots",
		unit("applets/update/peer.test.ts"),
	),
	row(
		"qemu-power-cuts",
		"nodes in QEMU whose power goes in each phase of an update come up and take it",
		qemu("update-power-cuts", /five power cuts/),
		{ kind: "soak", job: "update-cuts", minimum: 30 },
	),
	row(
		"site-power",
		"a site that loses its power five times without a network stays on its slot",
		qemu("update-power-cuts", /site/),
	),
	row(
		"trouble",
		"no room, a server that goes, a damaged source slot, a disk that loses writes, and a release " +
			"that contradicts itself are refused or repaired, and the running slot is not written",
		unit("applets/update/advance.test.ts"),
	),
	row(
		"mirrors",
		"a copy of the repository that was left behind, or lies, holds nobody back",
		unit("system/repository/trusted-repository.test.ts", /left behind|only claims/),
	),
	row(
		"first-release",
		"a node of the first release that updates itself takes the present one in one step",
		unit("applets/update/first-release.test.ts"),
		{ kind: "soak", job: "first-release", minimum: 1 },
	),
	row(
		"formats",
		"files on STATE migrate forward and back, whatever order releases run in",
		unit("core/state/versioned.test.ts"),
		unit("core/update/document.test.ts"),
	),
];

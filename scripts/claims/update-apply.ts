import type { Claim } from "./claim.ts";

function row(name: string, text: string, what: RegExp): Claim {
	return {
		id: `update-apply-${name}`,
		topic: "update",
		text,
		evidence: [{ kind: "bench", name: "update-apply", row: what }],
	};
}

/** What the documents say about the time and memory of an update. */
export const applyClaims: readonly Claim[] = [
	row(
		"memory",
		"an update takes at most 128 MiB, whether 1 % or all of a release has to be fetched",
		/^memory/,
	),
	row(
		"delta",
		"the time of an update that finds /usr on the disk, beside zstd and dd, RAUC and sysupdate",
		/^a release whose/,
	),
	row("whole", "the time of one that finds nothing, beside the same", /^a release of which/),
];

import type { Claim } from "./claim.ts";

/** What issue 3 (a bootable immutable image) shows. */
export const imageClaims: readonly Claim[] = [
	{
		id: "image-newcomer-budget",
		topic: "image",
		text: "`npm test` does all set-up by itself and keeps to its time budget",
		evidence: [{ kind: "budget" }],
	},
];

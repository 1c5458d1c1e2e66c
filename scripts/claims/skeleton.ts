import type { Claim } from "./claim.ts";

/** What the repository says about itself. */
export const skeletonClaims: readonly Claim[] = [
	{
		id: "skeleton-tidy",
		topic: "skeleton",
		text: "files, functions, lines, names and imports keep to docs/style.md",
		evidence: [{ kind: "unit", file: "scripts/tidy.test.ts" }],
	},
	{
		id: "skeleton-tidy-checks",
		topic: "skeleton",
		text: "each tidy check finds what it is made to find",
		evidence: [{ kind: "unit", file: "scripts/tidy/tidy-checks.test.ts" }],
	},
	{
		id: "skeleton-doctor",
		topic: "skeleton",
		text: "what a machine lacks is named with its cure before any long step",
		evidence: [{ kind: "unit", file: "scripts/host/judge.test.ts" }],
	},
	{
		id: "skeleton-flags",
		topic: "skeleton",
		text: "an unknown option is an error that names the nearest known one",
		evidence: [{ kind: "unit", file: "userland/lib/flags.test.ts" }],
	},
	{
		id: "skeleton-lock",
		topic: "skeleton",
		text: "two instances at once: the second waits and names the first",
		evidence: [{ kind: "unit", file: "image/tools/lock.test.ts" }],
	},
];

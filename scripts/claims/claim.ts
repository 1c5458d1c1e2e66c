/** What shows that a claim holds. */
export type Evidence =
	/** Tests of one unit test file, all of them or those whose name matches. */
	| { readonly kind: "unit"; readonly file: string; readonly names?: RegExp }
	/** Tests of one QEMU case, all of them or those whose name matches. */
	| { readonly kind: "qemu"; readonly name: string; readonly names?: RegExp }
	/** The last result of a soak job: without failures, and at least this many rounds counted. */
	| { readonly kind: "soak"; readonly job: string; readonly minimum: number }
	/** The last result of a benchmark; a goal, when there is one, must have been met. */
	| { readonly kind: "bench"; readonly name: string; readonly row?: RegExp }
	/** The time account of the last `npm test`. */
	| { readonly kind: "budget" };

/** One sentence that README, docs or an issue says about this system, and what shows it. */
export interface Claim {
	/** Kebab-case and unique. */
	readonly id: string;
	readonly topic: string;
	readonly text: string;
	/** All of them must hold. */
	readonly evidence: readonly Evidence[];
}

/** Whether a claim holds. */
export interface Verdict {
	readonly holds: boolean;
	/** What was counted or measured. */
	readonly figure: string;
	/** How many days ago; 0 for what ran just now. */
	readonly ageDays: number;
}

/** `test` is shown by every `npm test`, the others by runs of their own, at most 30 days old. */
export type Tier = "test" | "soak" | "bench";

/** A proof that is older does not count. */
export const maximumAgeDays = 30;

/** The slowest tier among the evidence of a claim. */
export function tierOf(claim: Claim): Tier {
	const kinds = claim.evidence.map((evidence) => evidence.kind);
	if (kinds.includes("soak")) {
		return "soak";
	}
	return kinds.includes("bench") ? "bench" : "test";
}

/** The command that shows one piece of evidence. */
export function commandOf(evidence: Evidence): string {
	switch (evidence.kind) {
		case "unit":
			return `npm run unit -- ${evidence.file}`;
		case "qemu":
			return `npm run qemu -- ${evidence.name}`;
		case "soak":
			return `npm run soak -- ${evidence.job} --hours 1 --seed 1`;
		case "bench":
			return `npm run bench -- ${evidence.name}`;
		case "budget":
			return "npm test";
	}
}

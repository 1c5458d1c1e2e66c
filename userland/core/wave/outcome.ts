import * as v from "valibot";

/** How a release went on a node: it took it, it proved itself, or it did not. */
export const outcomeKinds = ["started", "good", "rolled-back", "failed"] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];

/**
 * A line of the journal of outcomes, in the order in which the server knew of it, with the time of
 * its clock: nothing of it is a time that a node told.
 */
export type OutcomeRecord =
	/** The server let a node take a release; it heard nothing of it for too long after it began. */
	| {
			readonly kind: "admitted" | "lost";
			readonly release: string;
			readonly node: string;
			readonly atSeconds: number;
	  }
	/** A node told how it went. */
	| {
			readonly kind: OutcomeKind;
			readonly release: string;
			readonly node: string;
			readonly because: string;
			readonly atSeconds: number;
	  }
	/** No further node takes the release, by the brake or by an operator's word. */
	| {
			readonly kind: "halted" | "resumed";
			readonly release: string;
			readonly by: "brake" | "operator";
			readonly because: string;
			readonly atSeconds: number;
	  }
	/**
	 * No channel offers the release any more, and nobody is under way: its nodes are let go, but for
	 * the last ones on which it went wrong. The numbers are of all nodes that were let go so far.
	 */
	| ({
			readonly kind: "closed";
			readonly release: string;
			readonly atSeconds: number;
	  } & OutcomeCounts);

/** How many nodes a release went how with. */
export interface OutcomeCounts {
	/** Nodes that began to take it, whatever became of them. */
	readonly taken: number;
	/** Nodes that were let by the server, and said that it is good. */
	readonly good: number;
	/** Those of them that were good for long enough. */
	readonly proven: number;
	/** Nodes that rolled back or failed, and were not forgiven by an operator. */
	readonly bad: number;
	/** Nodes that began and fell silent. */
	readonly lost: number;
}

/** The most characters of a reason; a node cuts its own. */
export const mostReasonCharacters = 300;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const atSeconds = count;
const nodeId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits"));
const releaseName = v.pipe(v.string(), v.regex(/^[!-~]{1,63}$/, "the version of a release"));
const reason = v.pipe(
	v.string(),
	v.maxLength(mostReasonCharacters, `at most ${mostReasonCharacters} characters`),
	v.regex(/^\P{Cc}*$/u, "one line without control characters"),
);

const recordSchema = v.variant("kind", [
	v.strictObject({
		kind: v.picklist(["admitted", "lost"]),
		release: releaseName,
		node: nodeId,
		atSeconds,
	}),
	v.strictObject({
		kind: v.picklist(outcomeKinds),
		release: releaseName,
		node: nodeId,
		because: reason,
		atSeconds,
	}),
	v.strictObject({
		kind: v.picklist(["halted", "resumed"]),
		release: releaseName,
		by: v.picklist(["brake", "operator"]),
		because: reason,
		atSeconds,
	}),
	v.strictObject({
		...{ kind: v.literal("closed"), release: releaseName, atSeconds },
		...{ taken: count, good: count, proven: count, bad: count, lost: count },
	}),
]);

/** The record in a line of the journal, or undefined when it is none. */
export function parseOutcomeRecord(line: string): OutcomeRecord | undefined {
	const checked = v.safeParse(recordSchema, readJson(line));
	return checked.success ? checked.output : undefined;
}

/** What a node sends when it asks whether it may take a release. */
export const admissionRequestSchema = v.strictObject({ release: releaseName, node: nodeId });

/** What a node sends when it tells how a release went. */
export const outcomeRequestSchema = v.strictObject({
	release: releaseName,
	node: nodeId,
	kind: v.picklist(outcomeKinds),
	because: reason,
	/** An operator of the node told it to take the release, whatever the brake says. */
	byHand: v.boolean(),
});

export type OutcomeRequestBody = v.InferOutput<typeof outcomeRequestSchema>;

/** The value of a JSON text, or undefined when it is none. */
export function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

/** A reason as records hold it: one line, not too long. */
export function reasonOf(text: string): string {
	const line = text.replaceAll(/\p{Cc}+/gu, " ").trim();
	return line.length <= mostReasonCharacters ? line : `${line.slice(0, mostReasonCharacters - 1)}…`;
}

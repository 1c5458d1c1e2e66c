import * as v from "valibot";
import { slotNames } from "../disk-layout.ts";
import { parseState } from "../state/parse.ts";
import type { Revised, StateFile } from "../state/versioned.ts";
import type { Phase, ReleaseName } from "./phase.ts";

/** Why a release did not stay, in a word; the text beside it says more. */
export const failureClasses = [
	"boot-image",
	"panic",
	"verity",
	"init-crash",
	"early-boot",
	"health",
	"network",
	"cluster",
	"deadline",
	"unknown",
	"operator",
] as const;

export type FailureClass = (typeof failureClasses)[number];

/** What became of a release on this node. */
export interface HistoryEntry {
	readonly release: ReleaseName;
	readonly from: ReleaseName;
	readonly outcome: "good" | "rolled-back";
	/** It had been proven good before it failed. */
	readonly wasGood?: boolean | undefined;
	readonly class?: FailureClass | undefined;
	/** One sentence; empty for a good release. */
	readonly because: string;
	/** Lines of the failed boot that led to that sentence. */
	readonly evidence: readonly string[];
	readonly committedAtSeconds: number;
	readonly decidedAtSeconds: number;
	/** The report to the release server or the cluster is still to be made. */
	readonly reported: boolean;
}

/** What an operator asked for. */
export interface Wishes {
	/** Nothing is started, or written, until somebody releases it. */
	readonly hold?: { readonly because: string; readonly atSeconds: number } | undefined;
	/** Only this version is taken. */
	readonly pin?: string | undefined;
}

/** Everything that updating remembers on STATE, in one file that is replaced as a whole. */
export interface UpdateDocument {
	readonly phase: Phase;
	readonly wishes: Wishes;
	/** Releases that failed here, by root hash: they are never taken again by themselves. */
	readonly refused: readonly (ReleaseName & { readonly because: string })[];
	/** The latest outcomes, oldest first. */
	readonly history: readonly HistoryEntry[];
	readonly check: CheckNote;
}

/** When somebody asked for releases last, and how that went. */
export interface CheckNote {
	readonly atSeconds: number;
	readonly failures: number;
	/** Undefined after a check that worked. */
	readonly problem?: string | undefined;
	/** What the channel offered then. */
	readonly offered?: string | undefined;
	/** Why nothing happens at present, for `soma update status`. */
	readonly standing?: string | undefined;
}

export const emptyDocument: UpdateDocument = {
	phase: { kind: "idle" },
	wishes: {},
	refused: [],
	history: [],
	check: { atSeconds: 0, failures: 0 },
};

/** So many outcomes and refused releases are remembered. */
const keptEntries = 64;

/** The format that this release writes; see {@link documentFile}. */
const documentFormat = 1;

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const version = v.pipe(v.string(), v.regex(/^[!-~]{1,63}$/));
const seconds = v.pipe(v.number(), v.finite());
const release = v.object({ version, rootHash: hash });
const slot = v.picklist(slotNames);
const attempt = {
	release,
	slot,
	from: release,
	committedAtSeconds: seconds,
	committedInBoot: v.string(),
	hadNetwork: v.boolean(),
	byHand: v.optional(v.boolean()),
};
const phase = v.variant("kind", [
	v.object({ kind: v.literal("idle") }),
	v.object({ kind: v.literal("fetching"), release }),
	v.object({ kind: v.literal("waiting"), release }),
	v.object({
		kind: v.literal("writing"),
		release,
		slot,
		formerRootHash: v.optional(hash),
		byHand: attempt.byHand,
	}),
	v.object({ kind: v.literal("restarting"), ...attempt }),
	v.object({ kind: v.literal("proving"), ...attempt }),
]);
/** Unknown keys are ignored: after a roll-back an older release reads what a newer one wrote. */
const schema = v.object({
	format: v.literal(documentFormat),
	/** How often it was written: after a roll-back the file of an older format may be newer. */
	revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	phase,
	wishes: v.object({
		hold: v.optional(v.object({ because: v.string(), atSeconds: seconds })),
		pin: v.optional(version),
	}),
	refused: v.array(v.object({ ...release.entries, because: v.string() })),
	history: v.array(
		v.object({
			release,
			from: release,
			outcome: v.picklist(["good", "rolled-back"]),
			wasGood: v.optional(v.boolean()),
			class: v.optional(v.picklist(failureClasses)),
			because: v.string(),
			evidence: v.array(v.string()),
			committedAtSeconds: seconds,
			decidedAtSeconds: seconds,
			reported: v.boolean(),
		}),
	),
	check: v.object({
		atSeconds: seconds,
		failures: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
		problem: v.optional(v.string()),
		offered: v.optional(v.string()),
		standing: v.optional(v.string()),
	}),
});

/** The text of a document; what is older than the latest entries goes. */
function formatDocument({ revision, value }: Revised<UpdateDocument>): string {
	const bounded = {
		...value,
		refused: value.refused.slice(-keptEntries),
		history: value.history.slice(-keptEntries),
	};
	const whole = { format: documentFormat, revision, ...bounded };
	return `${JSON.stringify(whole, undefined, "\t")}\n`;
}

const brokenHint = "it is put aside, and updating begins anew; the running system is not concerned";

function parseDocument(text: string, place: string): Revised<UpdateDocument> {
	const {
		format: _format,
		revision,
		phase: read,
		...rest
	} = parseState(schema, text, place, brokenHint);
	const phase = read.kind === "writing" ? withFormer(read) : read;
	return { revision, value: { ...rest, phase } };
}

/**
 * Where the document lies on STATE. A format that an older release cannot read gets a number of its
 * own, and the older file beside it is still written: a roll-back loses nothing that both know.
 */
export const documentFile: StateFile<UpdateDocument> = {
	name: "state",
	formats: [{ number: documentFormat, parse: parseDocument, format: formatDocument }],
};

/** An absent key and an undefined one are the same here. */
function withFormer(
	read: Omit<Extract<Phase, { kind: "writing" }>, "formerRootHash"> & {
		readonly formerRootHash?: string | undefined;
	},
): Phase {
	return { ...read, formerRootHash: read.formerRootHash };
}

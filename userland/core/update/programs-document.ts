import * as v from "valibot";
import { parseState } from "../state/parse.ts";
import type { Revised, StateFile } from "../state/versioned.ts";

/** A program by its bits; the version is that of the release in which they appeared first. */
export interface ProgramBits {
	readonly version: string;
	/** 64 hexadecimal digits. */
	readonly sha256: string;
}

/** A selector that did not start this machine: it is never tried again here. */
export interface FailedSelector extends ProgramBits {
	readonly because: string;
	readonly atSeconds: number;
}

/**
 * Where the update of the selector stands. Each state is on STATE before the first effect that
 * belongs to it, and its effects can be repeated.
 */
export type SelectorTrial =
	| { readonly kind: "none" }
	/** The second copy is preferred; the first is being replaced. */
	| { readonly kind: "preparing"; readonly target: ProgramBits }
	/** The first copy is new since this boot; `BootNext` is being set. */
	| { readonly kind: "arming"; readonly target: ProgramBits; readonly writtenInBoot: string }
	/** The next start is by the first copy, whoever makes it. */
	| { readonly kind: "waiting"; readonly target: ProgramBits; readonly armedInBoot: string }
	/** The first copy started a system that was proven: the second becomes the same. */
	| { readonly kind: "copying"; readonly target: ProgramBits }
	/** The first copy becomes what the second is, because it failed or was overtaken. */
	| {
			readonly kind: "restoring";
			readonly failed?: (ProgramBits & { readonly because: string }) | undefined;
	  };

/** What updating remembers of the programs on the EFI system partition, in one file on STATE. */
export interface ProgramsDocument {
	/** What is known to be there, as long as the bits are the same. */
	readonly rescue?: ProgramBits | undefined;
	readonly selector?: ProgramBits | undefined;
	readonly trial: SelectorTrial;
	readonly failed: readonly FailedSelector[];
	/** The boot and the release for which everything was in order, or waits for a restart. */
	readonly settled?: { readonly bootId: string; readonly rootHash: string } | undefined;
	readonly check: {
		readonly atSeconds: number;
		readonly failures: number;
		readonly problem?: string | undefined;
	};
}

export const emptyPrograms: ProgramsDocument = {
	trial: { kind: "none" },
	failed: [],
	check: { atSeconds: 0, failures: 0 },
};

const keptFailures = 16;
const format = 1;

const version = v.pipe(v.string(), v.regex(/^[!-~]{1,63}$/));
const bits = v.object({ version, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });
const seconds = v.pipe(v.number(), v.finite());
const trial = v.variant("kind", [
	v.object({ kind: v.literal("none") }),
	v.object({ kind: v.literal("preparing"), target: bits }),
	v.object({ kind: v.literal("arming"), target: bits, writtenInBoot: v.string() }),
	v.object({ kind: v.literal("waiting"), target: bits, armedInBoot: v.string() }),
	v.object({ kind: v.literal("copying"), target: bits }),
	v.object({
		kind: v.literal("restoring"),
		failed: v.optional(v.object({ ...bits.entries, because: v.string() })),
	}),
]);
/** Unknown keys are ignored: after a roll-back an older release reads what a newer one wrote. */
const schema = v.object({
	format: v.literal(format),
	revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	rescue: v.optional(bits),
	selector: v.optional(bits),
	trial,
	failed: v.array(v.object({ ...bits.entries, because: v.string(), atSeconds: seconds })),
	settled: v.optional(v.object({ bootId: v.string(), rootHash: v.string() })),
	check: v.object({
		atSeconds: seconds,
		failures: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
		problem: v.optional(v.string()),
	}),
});

/** Where it lies on STATE, and its formats. */
export const programsFile: StateFile<ProgramsDocument> = {
	name: "programs",
	formats: [{ number: format, parse: parsePrograms, format: formatPrograms }],
};

function formatPrograms({ revision, value }: Revised<ProgramsDocument>): string {
	const bounded = { ...value, failed: value.failed.slice(-keptFailures) };
	return `${JSON.stringify({ format, revision, ...bounded }, undefined, "\t")}\n`;
}

const brokenHint = "it is put aside; the programs on the EFI system partition are looked at again";

function parsePrograms(text: string, place: string): Revised<ProgramsDocument> {
	const { format: _format, revision, ...rest } = parseState(schema, text, place, brokenHint);
	return { revision, value: rest };
}

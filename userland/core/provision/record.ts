import * as v from "valibot";
import { type SourceKind, sourceKinds } from "./source.ts";

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));

const recordSchema = v.object({
	format: v.literal(1),
	/** `adopted`: the node ran before it could be configured, and was left as it is. */
	source: v.picklist([...sourceKinds, "none", "adopted"]),
	/** The place in words; no secret in it. */
	place: v.exactOptional(v.string()),
	/** Of the bytes that came from the source; null without one. */
	configSha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
	atSeconds: seconds,
	/** The release that configured the node. */
	version: v.string(),
	/** What an operator should know although it was no failure. */
	notes: v.exactOptional(v.array(v.string())),
});

/** `/var/lib/soma/provisioned.json`: this node is configured; written last, and only once. */
export type ProvisionRecord = v.InferOutput<typeof recordSchema>;

const resetSchema = v.object({ format: v.literal(1), requestedAtSeconds: seconds });

/** `/var/lib/soma/reset.json`: the next boot begins anew. */
export type ResetRequest = v.InferOutput<typeof resetSchema>;

/** `/run/soma/provision.json`: where first-boot configuration stands in this boot. */
export interface ProvisionState {
	readonly format: 1;
	readonly state: "running" | "waiting" | "done";
	/** Attempts of this boot. */
	readonly attempts: number;
	readonly startedAtSeconds: number;
	/** Why the last attempt that failed did so. */
	readonly reason?: { readonly code: string; readonly message: string; readonly hint?: string };
	readonly nextAttemptAtSeconds?: number;
}

/** The record in a text, or undefined when there is none that we know. */
export function parseRecord(text: string | undefined): ProvisionRecord | undefined {
	return parse(recordSchema, text);
}

export function parseReset(text: string | undefined): ResetRequest | undefined {
	return parse(resetSchema, text);
}

function parse<Output>(
	schema: v.GenericSchema<unknown, Output>,
	text: string | undefined,
): Output | undefined {
	try {
		const result = v.safeParse(schema, JSON.parse(text ?? ""));
		return result.success ? result.output : undefined;
	} catch {
		return undefined; // no JSON
	}
}

/** What STATE looks like when a boot begins. */
export interface StateFacts {
	/** provisioned.json is there, whatever it says. */
	readonly record: boolean;
	/** provisioning.json is there: an attempt began to write and did not end. */
	readonly marker: boolean;
	/** unconfigured is there: the record says that there was no source. */
	readonly unconfigured: boolean;
	/** reset.json is there, whatever it says. */
	readonly reset: boolean;
	/** The node has a machine-id: it has run before. */
	readonly machineId: boolean;
}

/** What to do first. */
export type Beginning = "done" | "adopt" | "configure" | "clean-and-configure";

/**
 * How to begin. A reset counts until everything is gone, so a power cut repeats it. The record is
 * written last and the marker goes after it: with a record the node is configured, unless it came
 * up without any source. A node without
 * any of them that ran before is older than first-boot configuration; it is not touched.
 */
export function planBeginning(state: StateFacts): Beginning {
	if (state.reset) {
		return "clean-and-configure";
	}
	if (state.record) {
		// The initrd comes here only when a place of the machine has a configuration by now.
		return state.unconfigured ? "clean-and-configure" : "done";
	}
	if (state.marker) {
		return "clean-and-configure";
	}
	return state.machineId ? "adopt" : "configure";
}

/** A place for the record: URLs without user, password and query, which may be secret. */
export function publicPlace(place: string): string {
	return place.replace(/(https?:\/\/)(?:[^\s/@]*@)?([^\s?#]*)[^\s]*/g, "$1$2");
}

export type RecordedSource = SourceKind | "none" | "adopted";

import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";
import { clusterSchema, firstProblem, secondsSchema } from "./cluster.ts";
import { type Revocation, revocationReasons } from "./revocation.ts";
import { roles } from "./roles.ts";
import { rotationScopes } from "./rotation.ts";

const generationSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** `cluster.json` of an authority's directory. */
export const clusterFileSchema = v.strictObject({
	format: v.literal(1),
	...clusterSchema.entries,
	madeAtSeconds: secondsSchema,
});

/** `rotation.json`: see {@link RotationState}. */
export const rotationFileSchema = v.strictObject({
	format: v.literal(1),
	state: v.variant("kind", [
		v.strictObject({ kind: v.literal("steady"), generation: generationSchema }),
		v.strictObject({
			kind: v.literal("overlap"),
			from: generationSchema,
			to: generationSchema,
			scope: v.picklist(rotationScopes),
			sinceSeconds: secondsSchema,
		}),
	]),
});

const issuedSchema = v.strictObject({
	kind: v.picklist(["operator", "join-ticket", "founder-ticket"]),
	/** The serial of a certificate, or the id of a ticket. */
	id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,40}$/)),
	name: v.optional(v.string()),
	role: v.optional(v.picklist(roles)),
	atSeconds: secondsSchema,
	notAfterSeconds: secondsSchema,
});

/** A line of `issued.jsonl`: something that was given out, before it was. */
export type Issued = v.InferOutput<typeof issuedSchema>;

const revokedSchema = v.strictObject({
	kind: v.picklist(["serial", "node", "ticket"]),
	value: v.string(),
	reason: v.picklist(revocationReasons),
	atSeconds: secondsSchema,
});

/** A file of the directory by its schema; an error that names the file when it is not that. */
export function parseAuthorityFile<Schema extends v.GenericSchema>(
	schema: Schema,
	text: string,
	where: string,
): v.InferOutput<Schema> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw broken(where, "it is not JSON");
	}
	const parsed = v.safeParse(schema, value);
	if (!parsed.success) {
		throw broken(where, firstProblem(parsed.issues));
	}
	return parsed.output;
}

/** The lines of `issued.jsonl`. */
export function parseIssued(text: string, where: string): Issued[] {
	return parseLines(issuedSchema, text, where);
}

/** The lines of `revoked.jsonl`. */
export function parseRevoked(text: string, where: string): Revocation[] {
	return parseLines(revokedSchema, text, where);
}

/** A last line without its end was cut off by a power cut, before anything came of it. */
function parseLines<Schema extends v.GenericSchema>(
	schema: Schema,
	text: string,
	where: string,
): v.InferOutput<Schema>[] {
	return text
		.slice(0, text.lastIndexOf("\n") + 1)
		.split("\n")
		.filter((line) => line !== "")
		.map((line, index) => parseAuthorityFile(schema, line, `${where}:${index + 1}`));
}

function broken(where: string, what: string): SomaError {
	return new SomaError({
		code: "authority-damaged",
		message: `${where} is damaged: ${what}`,
		hint: "take it from a backup of the directory",
	});
}

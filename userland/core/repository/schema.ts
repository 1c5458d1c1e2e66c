import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";

/** A version of a release: numbers with dots between them, so that any two have an order. */
export const versionSchema = v.pipe(
	v.string(),
	v.maxLength(63, "at most 63 characters"),
	v.regex(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))*$/, "numbers with dots between them"),
);

/** SHA-256 as text. */
export const digestSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"));

/** Seconds since 1970. */
export const secondsSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** True for what can be the version of a release in a repository. */
export function isVersion(text: string): boolean {
	return v.is(versionSchema, text);
}

/**
 * The value in a signed text, checked completely; an unknown key is an error as well.
 * @throws SomaError `repository-invalid` that says where it is wrong
 */
export function parseSigned<Schema extends v.GenericSchema>(
	what: string,
	schema: Schema,
	text: string,
): v.InferOutput<Schema> {
	const checked = v.safeParse(schema, parseJson(what, text));
	if (!checked.success) {
		const [issue] = checked.issues;
		throw invalid(what, `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
	}
	return checked.output;
}

/** The failure of something that was signed, and yet is not what it should be. */
export function invalid(what: string, problem: string, cause?: unknown): SomaError {
	return new SomaError({
		code: "repository-invalid",
		message: `${what} is not valid: ${problem}`,
		hint: "it is signed like this: its publisher made it with another version of soma",
		cause,
	});
}

function parseJson(what: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw invalid(what, "it is no JSON", cause);
	}
}

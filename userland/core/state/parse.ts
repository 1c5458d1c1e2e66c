import * as v from "valibot";
import { SomaError } from "../../lib/errors.ts";

/**
 * The value in a text of a file on STATE. Keys that the schema does not know are ignored, if it is
 * no strict one: after a roll-back an older release reads what a newer one wrote.
 * @param place the file's name, for the message
 * @param hint what becomes of updating when the file cannot be read
 * @throws SomaError `update-state-invalid`: it is no JSON, or not what the schema says
 */
export function parseState<Schema extends v.GenericSchema>(
	schema: Schema,
	text: string,
	place: string,
	hint: string,
): v.InferOutput<Schema> {
	const invalid = (message: string, cause?: unknown): SomaError =>
		new SomaError({
			code: "update-state-invalid",
			message,
			hint,
			...(cause === undefined ? {} : { cause }),
		});
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw invalid(`${place} is no JSON`, cause);
	}
	const result = v.safeParse(schema, value);
	if (!result.success) {
		const [issue] = result.issues;
		throw invalid(`${place}: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
	}
	return result.output;
}

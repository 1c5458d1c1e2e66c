import * as v from "valibot";
import type { BrakeAnswer } from "./admission.ts";
import { readJson, reasonOf } from "./outcome.ts";

const answerSchema = v.variant("answer", [
	v.object({ answer: v.literal("go") }),
	v.object({ answer: v.picklist(["wait", "halted"]), because: v.string() }),
]);
const problemSchema = v.object({ error: v.string() });

/** What web servers say that know nothing of our addresses. */
const absentStatus: ReadonlySet<number> = new Set([403, 404, 405, 501]);
/** What ours says to words that it will never take: they are not right, or of no release of it. */
const refusedStatus: ReadonlySet<number> = new Set([400, 404]);

/**
 * What a reply of a release server means to a node. A web server that only has files is known by
 * its status, and by an answer that is none of ours.
 * @param text undefined when it was longer than any of ours
 */
export function brakeAnswerOf(status: number, text: string | undefined): BrakeAnswer {
	const value = readJson(text ?? "");
	if (status !== 200) {
		const refused = v.safeParse(problemSchema, value);
		if (absentStatus.has(status) && !refused.success) {
			return { kind: "absent" };
		}
		if (refusedStatus.has(status) && refused.success) {
			return { kind: "refused", because: reasonOf(refused.output.error) };
		}
		const why = refused.success ? `: ${refused.output.error}` : "";
		return { kind: "silent", because: reasonOf(`it answered with ${status}${why}`) };
	}
	const checked = v.safeParse(answerSchema, value);
	if (!checked.success) {
		return { kind: "silent", because: "its answer cannot be understood" };
	}
	const { output } = checked;
	return output.answer === "go"
		? { kind: "go" }
		: { kind: output.answer, because: reasonOf(output.because) };
}

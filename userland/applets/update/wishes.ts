import type { Wishes } from "../../core/update/document.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { holdSpec, pinSpec, unholdSpec, unpinSpec } from "./specs.ts";

/** `soma update hold REASON`. */
export const hold: Work<typeof holdSpec> = async (context, { positionals }) =>
	change(context, "updates are on hold", (wishes) => ({
		...wishes,
		hold: {
			because: positionals["REASON"] ?? "no reason was given",
			atSeconds: Math.round(Date.now() / 1000),
		},
	}));

/** `soma update unhold`. */
export const unhold: Work<typeof unholdSpec> = async (context) =>
	change(context, "updates go on", ({ hold: _hold, ...rest }) => rest);

/** `soma update pin VERSION`. */
export const pin: Work<typeof pinSpec> = async (context, { positionals }) =>
	change(context, `only ${positionals["VERSION"]} is taken`, (wishes) => ({
		...wishes,
		pin: positionals["VERSION"],
	}));

/** `soma update unpin`. */
export const unpin: Work<typeof unpinSpec> = async (context) =>
	change(context, "the channel is followed", ({ pin: _pin, ...rest }) => rest);

/** A run of the agent that is under way heeds it before its next step. */
function change(context: Context, said: string, to: (wishes: Wishes) => Wishes): number {
	const files = updateFiles(context.paths.update);
	files.exclusively(() => {
		const document = readDocument(files, context.warn);
		writeDocument(files, { ...document, wishes: to(document.wishes) });
	});
	context.print(said);
	return 0;
}

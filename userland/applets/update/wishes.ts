import { isVersion } from "../../core/repository/schema.ts";
import type { Wishes } from "../../core/update/document.ts";
import { SomaError } from "../../lib/errors.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Work } from "../command.ts";
import type { Context } from "../context.ts";
import { readDocument, writeDocument } from "./session.ts";
import type { holdSpec, pinSpec, unholdSpec, unpinSpec } from "./specs.ts";

/** What an operator wants now: a text sets, null takes back, and what is absent stays. */
export interface WishChange {
	readonly hold?: string | null;
	readonly pin?: string | null;
}

const greatestReasonLength = 500;

/** `soma update hold REASON`. */
export const hold: Work<typeof holdSpec> = async (context, { positionals }) =>
	change(context, { hold: positionals["REASON"] ?? "no reason was given" });

/** `soma update unhold`. */
export const unhold: Work<typeof unholdSpec> = async (context) => change(context, { hold: null });

/** `soma update pin VERSION`. */
export const pin: Work<typeof pinSpec> = async (context, { positionals }) =>
	change(context, { pin: positionals["VERSION"] ?? "" });

/** `soma update unpin`. */
export const unpin: Work<typeof unpinSpec> = async (context) => change(context, { pin: null });

function change(context: Context, wanted: WishChange): number {
	changeWishes(context, wanted, Math.round(Date.now() / 1000));
	context.print(describeChange(wanted));
	return 0;
}

/**
 * Notes what an operator wants; a run of the agent that is under way heeds it before its next step.
 * @throws SomaError `request-invalid` for what would not be a sensible wish
 */
export function changeWishes(
	{ paths, warn }: Pick<Context, "paths" | "warn">,
	change: WishChange,
	nowSeconds: number,
): Wishes {
	checkChange(change);
	const files = updateFiles(paths.update);
	return files.exclusively(() => {
		const document = readDocument(files, warn);
		const wishes = wishesAfter(document.wishes, change, nowSeconds);
		writeDocument(files, { ...document, wishes });
		return wishes;
	});
}

/** What was done, in a line for people. */
export function describeChange({ hold, pin }: WishChange): string {
	const said: string[] = [];
	if (hold !== undefined) {
		said.push(hold === null ? "updates go on" : "updates are on hold");
	}
	if (pin !== undefined) {
		said.push(pin === null ? "the channel is followed" : `only ${pin} is taken`);
	}
	return said.join(", and ");
}

function wishesAfter(before: Wishes, { hold, pin }: WishChange, nowSeconds: number): Wishes {
	const held = hold === undefined ? before.hold : heldBy(hold, nowSeconds);
	const pinned = pin === undefined ? before.pin : (pin ?? undefined);
	return {
		...(held === undefined ? {} : { hold: held }),
		...(pinned === undefined ? {} : { pin: pinned }),
	};
}

function heldBy(because: string | null, nowSeconds: number): Wishes["hold"] {
	return because === null ? undefined : { because, atSeconds: nowSeconds };
}

/** What cannot be read back must not get into the document. */
function checkChange({ hold, pin }: WishChange): void {
	if (typeof hold === "string" && !isReason(hold)) {
		const text = `the reason of a hold is one line of 1 to ${greatestReasonLength} characters`;
		throw invalid(text, "say in a sentence why this node has to stay as it is");
	}
	if (typeof pin === "string" && !isVersion(pin)) {
		const text = `${JSON.stringify(pin.slice(0, 64))} is no version of a release`;
		throw invalid(text, "a version is numbers with dots between them, such as 4801 or 4801.2");
	}
}

function isReason(text: string): boolean {
	return text.length > 0 && text.length <= greatestReasonLength && !/\p{Cc}/u.test(text);
}

function invalid(message: string, hint: string): SomaError {
	return new SomaError({ code: "request-invalid", message, hint });
}

import * as v from "valibot";
import type { OutcomeBook } from "./book.ts";
import {
	admissionRequestSchema,
	type OutcomeRecord,
	outcomeRequestSchema,
	readJson,
} from "./outcome.ts";

/** Where a node asks whether it may take a release, and where it tells how it went. */
export const admissionPath = "/v1/admission";
export const outcomesPath = "/v1/outcomes";

/** The most bytes of a request that are read. */
export const mostRequestBytes = 4096;

/** Records that are flushed together: of a fleet that is cut off each node is a record. */
const mostAppended = 1000;

/** A request as the HTTP server got it. */
export interface OutcomeRequest {
	readonly method: string;
	/** Without a query. */
	readonly path: string;
	readonly body: string;
	/** The header of that name. */
	readonly authorization: string | undefined;
	readonly nowSeconds: number;
}

export interface OutcomeReply {
	readonly status: number;
	/** JSON. */
	readonly body: string;
}

/** The journal on the disk. Others may write into it too: an operator who stops a release. */
export interface OutcomeJournal {
	/** Returns when the records survive a power cut. */
	append(...records: readonly OutcomeRecord[]): void;
	/** What was written since the last call, by anybody. */
	takeNew(): readonly OutcomeRecord[];
}

/** What stands behind the two addresses. */
export interface OutcomeDesk {
	readonly book: OutcomeBook;
	readonly journal: OutcomeJournal;
	/** What the nodes have to show; anybody may ask and tell without one. */
	readonly token: string | undefined;
	/** Only of releases that are offered anything is remembered. */
	readonly isOffered: (release: string) => boolean;
	/** Some channel offers it now; of the others no single nodes are remembered for long. */
	readonly isCurrent: (release: string) => boolean;
}

/**
 * Answers a node: `POST /v1/admission {release, node}` and `POST /v1/outcomes {release, node, kind,
 * because, byHand}`, both with `{answer: "go"}` or `{answer: "wait" | "halted", because}`.
 * Undefined when the path is none of ours. What the answer rests on is in the journal first.
 */
export function answerOutcomeRequest(
	desk: OutcomeDesk,
	request: OutcomeRequest,
): OutcomeReply | undefined {
	const { method, path, body, authorization } = request;
	if (path !== admissionPath && path !== outcomesPath) {
		return;
	}
	if (method !== "POST") {
		return refuse(405, "only POST");
	}
	if (desk.token !== undefined && !isSame(authorization ?? "", `Bearer ${desk.token}`)) {
		return refuse(401, "the token of this release server is missing or another one");
	}
	if (body.length > mostRequestBytes) {
		return refuse(413, `at most ${mostRequestBytes} bytes`);
	}
	const value = readJson(body);
	if (path === admissionPath) {
		const asked = v.safeParse(admissionRequestSchema, value);
		if (!asked.success) {
			return refuse(400, problemOf(asked.issues));
		}
		const { release, node } = asked.output;
		return perform(desk, request, asked.output, () => desk.book.planAdmission(release, node));
	}
	const told = v.safeParse(outcomeRequestSchema, value);
	if (!told.success) {
		return refuse(400, problemOf(told.issues));
	}
	return perform(desk, request, told.output, () => desk.book.planOutcome(told.output));
}

function perform(
	desk: OutcomeDesk,
	{ nowSeconds }: OutcomeRequest,
	{ release, node }: { readonly release: string; readonly node: string },
	plan: () => readonly OutcomeRecord[],
): OutcomeReply {
	if (!desk.isOffered(release)) {
		return refuse(404, `the release ${release} is not offered here`);
	}
	const { book } = desk;
	book.hear(nowSeconds);
	refreshBook(desk);
	write(desk, book.planSilence());
	write(desk, book.planBrake(release)); // what silence alone says
	write(desk, book.planClosing(desk.isCurrent));
	const records = plan();
	if (records.length > 0) {
		write(desk, records);
		write(desk, book.planBrake(release));
	}
	const { kind: answer, ...rest } = book.answer(release, node);
	return { status: 200, body: `${JSON.stringify({ answer, ...rest })}\n` };
}

/** Takes into the book what stands in the journal. */
export function refreshBook({ book, journal }: Pick<OutcomeDesk, "book" | "journal">): void {
	for (const record of journal.takeNew()) {
		book.apply(record);
	}
}

function write(desk: OutcomeDesk, records: readonly OutcomeRecord[]): void {
	for (let at = 0; at < records.length; at += mostAppended) {
		desk.journal.append(...records.slice(at, at + mostAppended));
	}
	if (records.length > 0) {
		refreshBook(desk);
	}
}

function refuse(status: number, problem: string): OutcomeReply {
	return { status, body: `${JSON.stringify({ error: problem })}\n` };
}

function problemOf(
	issues: readonly [v.BaseIssue<unknown>, ...(readonly v.BaseIssue<unknown>[])],
): string {
	const [issue] = issues;
	return `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`;
}

/** Takes as long for texts that differ early as for those that differ late. */
function isSame(left: string, right: string): boolean {
	let difference = left.length ^ right.length;
	for (let at = 0; at < right.length; at++) {
		difference |= (left.charCodeAt(at) || 0) ^ right.charCodeAt(at);
	}
	return difference === 0;
}

import { describeError, SomaError } from "../../lib/errors.ts";
import { type Column, formatTable } from "../../lib/table.ts";
import { printable } from "../../lib/text-columns.ts";
import { type Context, formatJson } from "../context.ts";
import type { RemoteNode, Session } from "./session.ts";

/** What one node answered, or why it did not. */
export type Outcome<Answer> =
	| { readonly node: string; readonly answer: Answer }
	| { readonly node: string; readonly error: SomaError };

/** How answers are shown. */
export interface View<Answer> {
	/** What a program gets; the same shape as the local command has, if there is one. */
	readonly report: (answer: Answer) => unknown;
	readonly header: readonly (string | Column)[];
	readonly rows: (answer: Answer) => readonly (readonly string[])[];
	/** What a person gets of a single node instead of the table. */
	readonly page?: (answer: Answer, widthColumns: number | undefined) => string;
	/** What to say when the table has no row. */
	readonly nothing?: string;
}

/** So many nodes are asked at the same time. */
const parallelCalls = 32;

/** Asks all nodes; one that fails does not hinder the others. In the order of the nodes. */
export async function askAll<Answer>(
	session: Session,
	ask: (node: RemoteNode) => Promise<Answer>,
): Promise<readonly Outcome<Answer>[]> {
	const outcomes: Outcome<Answer>[] = [];
	const waiting = [...session.nodes.entries()];
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [at, node] = next;
			outcomes[at] = await askOne(node, ask);
		}
	};
	await Promise.all(Array.from({ length: parallelCalls }, work));
	return outcomes;
}

async function askOne<Answer>(
	node: RemoteNode,
	ask: (node: RemoteNode) => Promise<Answer>,
): Promise<Outcome<Answer>> {
	try {
		return { node: node.name, answer: await ask(node) };
	} catch (error) {
		if (error instanceof SomaError) {
			return { node: node.name, error };
		}
		throw error;
	}
}

/**
 * Shows what came: of one node as its page, of several as one table with a column for the node.
 * Failures go to standard error, each under the name of its node. Gives the exit code.
 */
export function showOutcomes<Answer>(
	context: Context,
	outcomes: readonly Outcome<Answer>[],
	view: View<Answer>,
	json: boolean,
): number {
	const [first] = outcomes;
	const isSingle = outcomes.length === 1;
	if (isSingle && first !== undefined && "error" in first) {
		throw first.error;
	}
	if (json) {
		context.print(formatJson(isSingle ? reportOf(first, view) : { nodes: allOf(outcomes, view) }));
	} else {
		const text =
			isSingle && first !== undefined && "answer" in first && view.page !== undefined
				? view.page(first.answer, terminalColumns())
				: tableOf(outcomes, view);
		context.print(text);
	}
	for (const outcome of outcomes) {
		if ("error" in outcome) {
			context.warn(`${outcome.node}: ${describeError(outcome.error)}`);
		}
	}
	return outcomes.some((outcome) => "error" in outcome) ? 1 : 0;
}

/** The width of the terminal that standard output is, or undefined when it is none. */
export function terminalColumns(): number | undefined {
	return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** A failure as `--json` shows it. */
export function reportError({ code, message, hint, facts }: SomaError) {
	return { code, message, hint: hint ?? null, facts };
}

function reportOf<Answer>(outcome: Outcome<Answer> | undefined, view: View<Answer>): unknown {
	return outcome !== undefined && "answer" in outcome ? view.report(outcome.answer) : null;
}

function allOf<Answer>(outcomes: readonly Outcome<Answer>[], view: View<Answer>): unknown {
	return outcomes.map((outcome) =>
		"answer" in outcome
			? { node: outcome.node, result: view.report(outcome.answer) }
			: { node: outcome.node, error: reportError(outcome.error) },
	);
}

function tableOf<Answer>(outcomes: readonly Outcome<Answer>[], view: View<Answer>): string {
	const isSingle = outcomes.length === 1;
	const rows = outcomes.flatMap((outcome) =>
		"answer" in outcome
			? view
					.rows(outcome.answer)
					.map((cells) => (isSingle ? cells : [outcome.node, ...cells]).map(printable))
			: [],
	);
	if (rows.length === 0 && view.nothing !== undefined) {
		return view.nothing;
	}
	return formatTable(isSingle ? view.header : ["NODE", ...view.header], rows, terminalColumns());
}

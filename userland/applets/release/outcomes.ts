import { existsSync } from "node:fs";
import { join } from "node:path";
import { OutcomeBook, type ReleaseSummary } from "../../core/wave/book.ts";
import { usualBrake } from "../../core/wave/brake.ts";
import { type OutcomeRecord, reasonOf } from "../../core/wave/outcome.ts";
import { refreshBook } from "../../core/wave/server.ts";
import { SomaError } from "../../lib/errors.ts";
import { type CommandSpec, usageError } from "../../lib/flags.ts";
import { formatAge, formatTable } from "../../lib/table.ts";
import { openOutcomeLog, outcomeLogName } from "../../system/outcome-log.ts";
import { appendWord } from "../../system/outcome-log-lock.ts";
import type { Work } from "../command.ts";
import { type Context, formatJson } from "../context.ts";
import { outcomesSpec, type WordSpec } from "./wave-specs.ts";

/** `soma release outcomes [VERSION]`. */
export const runOutcomes: Work<typeof outcomesSpec> = async (context, parsed) => {
	const { positionals, flags } = parsed;
	const { VERSION } = positionals;
	const nowSeconds = Math.floor(Date.now() / 1000);
	const all = withLog(directoryOf(outcomesSpec, flags.outcomes), context, (log) => {
		const book = new OutcomeBook(usualBrake, nowSeconds);
		refreshBook({ book, journal: log });
		return book.summaries();
	});
	const chosen = all.filter(({ release }) => VERSION === undefined || release === VERSION);
	if (VERSION !== undefined && chosen.length === 0) {
		throw unknownRelease(VERSION, all);
	}
	if (flags.json) {
		context.print(formatJson(chosen));
	} else {
		context.print(chosen.length === 0 ? "no outcomes yet" : summaryTable(chosen));
		if (VERSION !== undefined) {
			printBadNodes(context, chosen, nowSeconds);
		}
	}
	return 0;
};

/** `soma release halt VERSION` and `soma release resume VERSION`. */
export function runWord(kind: "halted" | "resumed", spec: WordSpec): Work<WordSpec> {
	return async (context, { positionals, flags }) => {
		const { VERSION: release = "" } = positionals;
		const atSeconds = Math.floor(Date.now() / 1000);
		const record: OutcomeRecord = {
			...{ kind, release, by: "operator", atSeconds },
			because: reasonOf(flags.because ?? "an operator's word"),
		};
		if (!/^[!-~]{1,63}$/.test(release)) {
			throw usageError(spec, `${spec.name}: "${release}" is no version`);
		}
		await appendWord(journalIn(directoryOf(spec, flags.outcomes)), record);
		context.print(flags.json ? formatJson(record) : `${release} is ${kind}`);
		return 0;
	};
}

function directoryOf(spec: CommandSpec, directory: string | undefined): string {
	if (directory === undefined) {
		throw usageError(spec, `${spec.name}: --outcomes is missing`);
	}
	return directory;
}

function withLog<T>(
	directory: string,
	context: Context,
	body: (log: ReturnType<typeof openOutcomeLog>) => T,
): T {
	const path = journalIn(directory);
	const log = openOutcomeLog(path);
	try {
		return body(log);
	} finally {
		if (log.unreadableLines() > 0) {
			context.warn(`${path}: ${log.unreadableLines()} lines could not be read`);
		}
		log.close();
	}
}

/** The journal in a directory, which is there. */
function journalIn(directory: string): string {
	const path = join(directory, outcomeLogName);
	if (!existsSync(path)) {
		throw new SomaError({
			code: "outcome-log-missing",
			message: `${path} does not exist`,
			hint: "name the directory that `soma release serve --outcomes DIR` was started with",
		});
	}
	return path;
}

function unknownRelease(release: string, known: readonly ReleaseSummary[]): SomaError {
	const names = known.map((row) => row.release).join(", ");
	return new SomaError({
		code: "release-unknown",
		message: `nothing is known of the release ${release}`,
		hint: names === "" ? "no node has asked for any release yet" : `known: ${names}`,
	});
}

function summaryTable(rows: readonly ReleaseSummary[]): string {
	const number = (title: string) => ({ title, align: "right" }) as const;
	const header = [
		...["RELEASE", number("TAKEN"), number("GOOD"), number("PROVEN"), number("BAD")],
		...[number("SILENT"), "STATE", "WHY"],
	];
	return formatTable(
		header,
		rows.map((row) => [
			...[row.release, row.taken, row.good, row.proven, row.bad, row.lost].map(String),
			row.halted === undefined ? "open" : "halted",
			row.halted?.because ?? row.lastBad ?? "-",
		]),
	);
}

function printBadNodes(
	context: Context,
	rows: readonly ReleaseSummary[],
	nowSeconds: number,
): void {
	const nodes = rows.flatMap(({ badNodes }) => badNodes);
	if (nodes.length > 0) {
		const lines = nodes.map(({ node, atSeconds, isForgiven, because: why }) => [
			...[node, formatAge(atSeconds, nowSeconds), isForgiven ? "forgiven" : "counts", why],
		]);
		context.print(`\n${formatTable(["NODE", "WHEN", "STATE", "WHY"], lines)}`);
	}
}

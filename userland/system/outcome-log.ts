import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { type OutcomeRecord, parseOutcomeRecord } from "../core/wave/outcome.ts";
import type { OutcomeJournal } from "../core/wave/server.ts";
import { SomaError } from "../lib/errors.ts";
import { flushDirectory } from "./durable-file.ts";

/** The journal of outcomes in the directory that `soma release serve` keeps its state in. */
export const outcomeLogName = "outcomes.jsonl";

/** A journal that is open. */
export interface OutcomeLog extends OutcomeJournal {
	/** How many lines were none of ours, or the piece of one that a power cut left. */
	unreadableLines(): number;
	close(): void;
}

/** The longest line that is a record. */
const mostLineBytes = 4096;
const newline = 0x0a;

/**
 * Opens the journal: a line a record, only ever added to while a server runs. A line is written at
 * once and flushed; what a power cut left of one stays where it is and is passed over. Two programs
 * may write into it, the server and an operator's command.
 */
export function openOutcomeLog(path: string): OutcomeLog {
	const descriptor = openLog(path);
	let readBytes = 0;
	let unreadable = 0;
	flushDirectory(dirname(path));
	return {
		append: (...records) => {
			const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");
			const bytes = Buffer.from(`${endsInPiece(descriptor) ? "\n" : ""}${lines}`);
			if (writeSync(descriptor, bytes) !== bytes.length) {
				throw new SomaError({
					code: "outcome-log-full",
					message: `${path} could not be written whole`,
					hint: "make room on that disk; a piece of a line does no harm",
				});
			}
			fsyncSync(descriptor);
		},
		takeNew: () => {
			const bytes = readFrom(descriptor, readBytes);
			const end = bytes.lastIndexOf(newline) + 1;
			readBytes += end;
			const records: OutcomeRecord[] = [];
			for (const { line, record } of readOutcomeLines(bytes.toString("utf8", 0, end))) {
				if (record !== undefined) {
					records.push(record);
				} else if (line !== "") {
					unreadable += 1;
				}
			}
			return records;
		},
		unreadableLines: () => unreadable,
		close: () => closeSync(descriptor),
	};
}

/** The whole lines of a journal, and what those say that are ours. */
export function readOutcomeLines(
	text: string,
): readonly { readonly line: string; readonly record: OutcomeRecord | undefined }[] {
	return text
		.split("\n")
		.slice(0, -1)
		.map((line) => {
			const record = line.length > mostLineBytes ? undefined : parseOutcomeRecord(line);
			return { line, record };
		});
}

function openLog(path: string): number {
	try {
		return openSync(path, "a+", 0o644);
	} catch (cause) {
		throw new SomaError({
			code: "outcome-log",
			message: `${path} cannot be opened`,
			hint: "name a directory that exists and may be written: --outcomes DIR",
			cause,
		});
	}
}

function endsInPiece(descriptor: number): boolean {
	const { size } = fstatSync(descriptor);
	const last = Buffer.alloc(1);
	return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== newline;
}

function readFrom(descriptor: number, offsetBytes: number): Buffer {
	const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - offsetBytes));
	let done = 0;
	while (done < bytes.length) {
		const count = readSync(descriptor, bytes, done, bytes.length - done, offsetBytes + done);
		if (count === 0) {
			break;
		}
		done += count;
	}
	return bytes.subarray(0, done);
}

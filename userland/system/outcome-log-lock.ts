import { closeSync, existsSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BrakeSettings } from "../core/wave/brake.ts";
import { compactOutcomes } from "../core/wave/compact.ts";
import { type OutcomeRecord, readJson } from "../core/wave/outcome.ts";
import { SomaError } from "../lib/errors.ts";
import { modes, replaceFile } from "./durable-file.ts";
import { tryLock } from "./libc.ts";
import {
	type OutcomeLog,
	openOutcomeLog,
	outcomeLogName,
	readOutcomeLines,
} from "./outcome-log.ts";

/** How long an operator's word waits for a server that compacts the journal at its start. */
const patienceMs = 10_000;
const pauseMs = 20;

/**
 * Opens the journal in a directory for the one server that keeps it, without the lines that say
 * nothing any more.
 * @throws SomaError `outcome-log-busy` when another server keeps it
 */
export function openServedOutcomeLog(directory: string, settings: BrakeSettings): OutcomeLog {
	const descriptor = openSync(directory, "r");
	if (tryLock(descriptor, true) !== undefined) {
		closeSync(descriptor);
		throw new SomaError({
			code: "outcome-log-busy",
			message: `another soma keeps outcomes in ${directory}`,
			hint: "end that `soma release serve`, or name another directory: --outcomes DIR",
		});
	}
	const path = join(directory, outcomeLogName);
	if (existsSync(path)) {
		compactOutcomeLog(path, settings);
	}
	const log = openOutcomeLog(path);
	return {
		...log,
		close: () => {
			log.close();
			closeSync(descriptor);
		},
	};
}

/**
 * Writes an operator's word into the journal that is there, whoever has it open.
 * @throws SomaError `outcome-log-busy` when others write theirs all the time
 */
export async function appendWord(path: string, record: OutcomeRecord): Promise<void> {
	const endMs = performance.now() + patienceMs;
	while (!appendInPlace(path, record)) {
		if (performance.now() > endMs) {
			throw new SomaError({
				code: "outcome-log-busy",
				message: `another soma is writing ${path}`,
				hint: "run the same command again",
				retryable: true,
			});
		}
		await Bun.sleep(pauseMs);
	}
}

/** False while somebody else writes a word or compacts the journal, or has done so just now. */
function appendInPlace(path: string, record: OutcomeRecord): boolean {
	return (
		withLock(path, (descriptor) => {
			if (statSync(path, { throwIfNoEntry: false })?.ino !== fstatSync(descriptor).ino) {
				return false;
			}
			const log = openOutcomeLog(path);
			try {
				log.append(record);
			} finally {
				log.close();
			}
			return true;
		}) ?? false
	);
}

/**
 * What cannot be read stays, as a newer soma may have written it; only pieces of lines that a power
 * cut left go. A word that is being written just now leaves all as it is, until the next start.
 */
function compactOutcomeLog(path: string, settings: BrakeSettings): void {
	withLock(path, () => {
		const lines = readOutcomeLines(readFileSync(path, "utf8"));
		const records = lines.flatMap(({ record }) => record ?? []);
		const kept = new Set(compactOutcomes(records, settings));
		const left = lines.filter(({ line, record }) => {
			return record === undefined ? readJson(line) !== undefined : kept.has(record);
		});
		if (left.length < lines.length) {
			replaceFile(path, left.map(({ line }) => `${line}\n`).join(""), modes.open);
		}
	});
}

/** Undefined when somebody else has the lock. */
function withLock<T>(path: string, body: (descriptor: number) => T): T | undefined {
	const descriptor = openSync(path, "r");
	try {
		return tryLock(descriptor, true) === undefined ? body(descriptor) : undefined;
	} finally {
		closeSync(descriptor);
	}
}

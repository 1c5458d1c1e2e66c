import { journalArguments, parseJournalLine } from "../../../core/node/journal.ts";
import { SomaError } from "../../../lib/errors.ts";
import { endedBySigterm } from "../../../system/process.ts";
import { readLines } from "./lines.ts";
import type { ApiPorts, Handler } from "./ports.ts";

type Entry = NonNullable<ReturnType<typeof parseJournalLine>>;

/** One message holds at most so many entries, and text of about this size. */
const batchEntries = 256;
const batchCharacters = 128 * 1024;

/**
 * ReadLogs: what journalctl(1) prints, batch by batch. It is read at the pace of the client, so a
 * slow client makes journalctl wait, and an end of the call ends journalctl.
 */
export function readLogs({ start }: ApiPorts): Handler<"ReadLogs"> {
	return async function* (request, { signal }) {
		const argv = journalArguments({
			// One by one: what was not sent is a property of the prototype, which is not spread.
			follow: request.follow,
			unit: request.unit,
			lines: request.lines,
			priority: request.priority,
			afterCursor: request.afterCursor,
			boot: request.boot ?? undefined,
			sinceMicroseconds: request.sinceMicroseconds.toNumber(),
			untilMicroseconds: request.untilMicroseconds.toNumber(),
		});
		const program = start({ argv });
		const stop = (): void => program.kill();
		signal.addEventListener("abort", stop, { once: true });
		try {
			for await (const lines of readLines(program.output)) {
				for (const entries of batchesOf(lines.flatMap((line) => parseJournalLine(line) ?? []))) {
					yield { entries };
				}
			}
			const { exitCode, stderr } = await program.ended;
			if (signal.aborted) {
				return;
			}
			// The agent's unit goes down, and journalctl with it.
			if (exitCode === endedBySigterm || (request.follow && exitCode === 0)) {
				throw journalEnded();
			}
			if (exitCode !== 0) {
				throw journalFailed(stderr);
			}
		} finally {
			signal.removeEventListener("abort", stop);
			program.kill();
		}
	};
}

function* batchesOf(entries: readonly Entry[]): Generator<Entry[]> {
	let batch: Entry[] = [];
	let characters = 0;
	for (const entry of entries) {
		batch.push(entry);
		characters += entry.message?.length ?? 0;
		if (batch.length >= batchEntries || characters >= batchCharacters) {
			yield batch;
			batch = [];
			characters = 0;
		}
	}
	if (batch.length > 0) {
		yield batch;
	}
}

function journalEnded(): SomaError {
	return new SomaError({
		code: "journal-ended",
		message: "the log ends: the node or its agent goes down",
		hint: "try again in a moment",
		retryable: true,
	});
}

function journalFailed(stderr: string): SomaError {
	const reason = stderr.trim().split("\n").at(-1) ?? "";
	const noBoot = /boot|Data from the specified/.test(reason);
	return new SomaError({
		code: noBoot ? "boot-unknown" : "journal-failed",
		message: `the journal cannot be read: ${reason.slice(0, 200)}`,
		hint: noBoot ? "the journal keeps no such boot" : "`soma logs --unit systemd-journald`",
	});
}

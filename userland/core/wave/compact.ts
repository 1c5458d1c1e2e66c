import type { BrakeSettings } from "./brake.ts";
import type { OutcomeRecord } from "./outcome.ts";
import { ReleaseCourse } from "./release-course.ts";

/**
 * The same journal without what says nothing any more: records of nodes that were let go, and of
 * permissions that ended. Whoever reads it comes to the same as with all of it.
 */
export function compactOutcomes(
	records: readonly OutcomeRecord[],
	settings: BrakeSettings,
): readonly OutcomeRecord[] {
	const journals = new Map<string, ReleaseJournal>();
	for (const record of records) {
		const journal = journals.get(record.release) ?? new ReleaseJournal(settings);
		journals.set(record.release, journal);
		journal.take(record);
	}
	const kept = new Set([...journals.values()].flatMap((journal) => journal.kept()));
	return records.filter((record) => kept.has(record));
}

/** The records of one release that still say something. */
class ReleaseJournal {
	readonly #course: ReleaseCourse;
	readonly #words: OutcomeRecord[] = [];
	readonly #nodes = new Map<string, OutcomeRecord[]>();
	#closed: readonly OutcomeRecord[] = [];

	constructor(settings: BrakeSettings) {
		this.#course = new ReleaseCourse(settings);
	}

	take(record: OutcomeRecord): void {
		this.#course.settle(record.atSeconds);
		if ("node" in record) {
			const isFirst = this.#course.isStranger(record.node);
			const before = isFirst ? [] : (this.#nodes.get(record.node) ?? []);
			this.#nodes.set(record.node, [...before, record]);
		} else if (record.kind === "closed") {
			this.#closed = [record];
		} else {
			this.#words.push(record);
		}
		this.#course.apply(record, 0);
	}

	kept(): readonly OutcomeRecord[] {
		const ofNodes = [...this.#nodes].filter(([node]) => !this.#course.isStranger(node));
		return [...this.#words, ...this.#closed, ...ofNodes.flatMap(([, records]) => records)];
	}
}

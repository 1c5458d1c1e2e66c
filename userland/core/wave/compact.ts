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
			const before = this.#hasLapsed(record.node) ? [] : (this.#nodes.get(record.node) ?? []);
			this.#nodes.set(record.node, [...before, record]);
		} else if (record.kind !== "closed") {
			this.#words.push(record);
		}
		this.#course.apply(record, 0);
		if (record.kind === "closed") {
			this.#closed = [record];
			for (const node of [...this.#nodes.keys()].filter((one) => this.#course.isStranger(one))) {
				this.#nodes.delete(node);
			}
		}
	}

	kept(): readonly OutcomeRecord[] {
		const ofNodes = [...this.#nodes].filter(([node]) => !this.#hasLapsed(node));
		return [...this.#words, ...this.#closed, ...ofNodes.flatMap(([, records]) => records)];
	}

	/** Whether a node was let, and never said anything. */
	#hasLapsed(node: string): boolean {
		const records = this.#nodes.get(node) ?? [];
		return this.#course.isStranger(node) && records.every(({ kind }) => kind === "admitted");
	}
}

import type { OutcomeRecord } from "../core/wave/outcome.ts";
import type { OutcomeJournal } from "../core/wave/server.ts";

/** A journal of outcomes in memory: what a disk holds, whoever is running. */
export interface MemoryJournal {
	readonly records: readonly OutcomeRecord[];
	/** The journal as a program that starts now reads it. */
	open(): OutcomeJournal;
}

/** A journal that survives its server. */
export function memoryJournal(): MemoryJournal {
	const records: OutcomeRecord[] = [];
	return {
		records,
		open: () => {
			let read = 0;
			return {
				append: (...added) => records.push(...added),
				takeNew: () => {
					const news = records.slice(read);
					read = records.length;
					return news;
				},
			};
		},
	};
}

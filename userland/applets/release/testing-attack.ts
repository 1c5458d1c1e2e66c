import type { Files, Lab } from "./testing-lab.ts";

/** Something that somebody does to a repository, or to a node that reads it. */
export interface Attack {
	/** What kind of attack it is: several attacks have one. */
	readonly kind: string;
	readonly name: string;
	readonly files: Files;
	/** A node that has seen the genuine repository before, or one that has seen nothing. */
	readonly node: "new" | "seen";
	/** The node's clock, if it is not right. */
	readonly nowMs?: number;
	readonly isSynchronised?: boolean;
	readonly epochMs?: number;
	/**
	 * Most are refused. What changes nothing that anybody goes by may also be taken, and has to give
	 * the genuine result then.
	 */
	readonly mayPass?: true;
}

/** Makes the attacks of one family. */
export type Family = (lab: Lab) => readonly Attack[];

/** Attacks of one kind, from rows of name and files. */
export function attacks(
	kind: string,
	node: "new" | "seen",
	rows: readonly (readonly [name: string, files: Files])[],
	more: Partial<Attack> = {},
): readonly Attack[] {
	return rows.map(([name, files]) => ({ kind, name, files, node, ...more }));
}

/** Why the kernel stopped, as far as its last words tell. */
export type CrashKind =
	/** A block of /usr was not what its signed hash says. */
	| "verity"
	/** Any other panic. */
	| "panic"
	/** A record without a panic: an oops, or words that were cut off. */
	| "other";

/** The kernel's last words in one crash. */
export interface Crash {
	readonly kind: CrashKind;
	/** When it happened, in seconds since 1970, by the clock of the machine. */
	readonly atSeconds: number;
	/** How long the kernel had run by then. */
	readonly uptimeSeconds: number | undefined;
	/** The line that says why. */
	readonly line: string;
}

const panicLine = /^(?:<\d+>)?\[ *(\d+\.\d+)\](?:\[[^\]]*\])? (Kernel panic - not syncing.*)$/m;

/** The text of one record, and when it was made. */
export interface CrashText {
	readonly atSeconds: number;
	readonly text: string;
}

/** The parts of one crash are written one after another and may have times of two seconds. */
const sameCrashSeconds = 2;

/** The crashes in some records, oldest first; parts of the same crash are one. */
export function readCrashRecords(records: readonly CrashText[]): Crash[] {
	const groups: CrashText[][] = [];
	for (const record of [...records].sort((a, b) => a.atSeconds - b.atSeconds)) {
		const group = groups.at(-1);
		const former = group?.at(-1)?.atSeconds ?? Number.NEGATIVE_INFINITY;
		if (group !== undefined && record.atSeconds - former <= sameCrashSeconds) {
			group.push(record);
		} else {
			groups.push([record]);
		}
	}
	return groups.map((group) =>
		readCrash(group.map(({ text }) => text).join("\n"), group[0]?.atSeconds ?? 0),
	);
}

/**
 * Reads the text of a crash record (`Documentation/admin-guide/pstore-blk.rst`, printk with
 * times).
 * @param atSeconds when the record was made
 */
export function readCrash(text: string, atSeconds: number): Crash {
	const [, uptime, line] = panicLine.exec(text.replaceAll("\r", "")) ?? [];
	if (uptime === undefined || line === undefined) {
		return { kind: "other", atSeconds, uptimeSeconds: undefined, line: "no panic in the record" };
	}
	const kind = /dm-verity|device-mapper: verity/.test(line) ? "verity" : "panic";
	return { kind, atSeconds, uptimeSeconds: Number(uptime), line };
}

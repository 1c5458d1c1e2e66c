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

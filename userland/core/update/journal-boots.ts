import * as v from "valibot";

/** A boot that the journal holds. */
export interface JournalBoot {
	/** 32 hexadecimal digits, as journalctl(1) writes them. */
	readonly id: string;
	/** Of its last entry, in seconds since 1970. */
	readonly endedAtSeconds: number;
}

const microsecondsPerSecond = 1_000_000;

const bootsSchema = v.array(v.object({ boot_id: v.string(), last_entry: v.number() }));

/** The boots in the output of `journalctl --list-boots --output=json`; none when it is not that. */
export function parseJournalBoots(text: string): readonly JournalBoot[] {
	try {
		const result = v.safeParse(bootsSchema, JSON.parse(text));
		return result.success
			? result.output.map(({ boot_id: id, last_entry: lastEntry }) => ({
					id,
					endedAtSeconds: lastEntry / microsecondsPerSecond,
				}))
			: [];
	} catch {
		return [];
	}
}

/** True when the first lines of a kernel say that it was started to run this release. */
export function ranRelease(kernelLines: string, rootHash: string): boolean {
	return kernelLines
		.split("\n")
		.some((line) =>
			/^(Kernel c|C)ommand line: /.test(line)
				? line.split(/\s+/).includes(`usrhash=${rootHash}`)
				: false,
		);
}

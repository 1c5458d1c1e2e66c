/** SHA-256 digests (64 hexadecimal digits) by path. */
export type Checksums = Readonly<Record<string, string>>;

/** The text of a checksum file as sha256sum(1) writes and checks it, sorted by path. */
export function formatChecksums(sums: Checksums): string {
	return Object.entries(sums)
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([path, digest]) => `${digest}  ${path}\n`)
		.join("");
}

/** Reads such a text; undefined when a line is anything else, or a path comes twice. */
export function parseChecksums(text: string): Checksums | undefined {
	const rows = text.split("\n");
	const sums = new Map<string, string>();
	for (const row of rows.slice(0, -1)) {
		const [, digest, path] = /^([0-9a-f]{64}) {2}([\w./-]+)$/.exec(row) ?? [];
		if (digest === undefined || path === undefined || sums.has(path)) {
			return undefined;
		}
		sums.set(path, digest);
	}
	return rows.at(-1) === "" ? Object.fromEntries(sums) : undefined;
}

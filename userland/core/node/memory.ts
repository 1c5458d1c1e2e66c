/** Values of proc_meminfo(5) in bytes by their names; none for lines that are no value. */
export function parseMemory(text: string): ReadonlyMap<string, number> {
	const values = [...text.matchAll(/^([\w()]+):\s+(\d+) kB$/gm)].map(
		([, name = "", kib = ""]): [string, number] => [name, Number(kib) * 1024],
	);
	return new Map(values);
}

/**
 * The shares of the last 10, 60 and 300 seconds in which some process waited, in percent, from
 * /proc/pressure/memory (Documentation/accounting/psi.rst); empty when the text is none.
 */
export function parsePressure(text: string): readonly number[] {
	const match = /^some avg10=([\d.]+) avg60=([\d.]+) avg300=([\d.]+)/m.exec(text);
	return match === null ? [] : match.slice(1).map(Number);
}

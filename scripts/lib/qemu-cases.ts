import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { nearest } from "../../userland/lib/nearest.ts";

/** The configuration of the QEMU cases, relative to the root. */
export const qemuConfig = "qemu-tests/vitest.config.ts";

const casesFolder = "qemu-tests/cases";
const suffix = ".test.ts";

/** The names of all QEMU cases: their files without folder and ending. */
export function caseNames(): string[] {
	return readdirSync(join(repositoryRoot, casesFolder))
		.filter((name) => name.endsWith(suffix))
		.map((name) => name.slice(0, -suffix.length))
		.sort();
}

/** The file of a case by its name; an unknown name is an error that lists the known ones. */
export function caseFile(name: string, known: readonly string[]): string {
	if (!known.includes(name)) {
		const guess = nearest(name, known);
		const meant = guess === undefined ? "" : `; did you mean ${guess}?`;
		throw new SomaError({
			code: "unknown-case",
			message: `there is no QEMU case ${name}${meant}`,
			hint: `use one of: ${known.join(", ")}`,
		});
	}
	return `${casesFolder}/${name}${suffix}`;
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";

/** Where cases leave their measured times, one file a figure, for claims and documents. */
export function figuresDirectory(): string {
	return join(repositoryRoot, "out", "tests", "figures");
}

/** Prints a measured time and keeps it in `out/tests/figures/NAME.json`. */
export function reportSeconds(name: string, milliseconds: number): void {
	const seconds = Math.round(milliseconds / 100) / 10;
	process.stdout.write(`figure: ${name}: ${seconds} s\n`);
	mkdirSync(figuresDirectory(), { recursive: true });
	const figure = { name, seconds, at: new Date().toISOString() };
	writeFileSync(join(figuresDirectory(), `${name}.json`), `${JSON.stringify(figure)}\n`);
}

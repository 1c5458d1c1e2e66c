import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { markdownTable } from "../lib/text-table.ts";
import type { BenchRecord } from "./benchmark.ts";

const recordsPath = join(repositoryRoot, "docs", "benchmarks.json");
const documentPath = join(repositoryRoot, "docs", "benchmarks.md");

/** The last result of every benchmark; empty before the first. */
export function readBenchRecords(): readonly BenchRecord[] {
	return existsSync(recordsPath)
		? (JSON.parse(readFileSync(recordsPath, "utf8")) as readonly BenchRecord[])
		: [];
}

/** Keeps new results in place of the older ones of the same names, and writes the document. */
export function writeBenchRecords(fresh: readonly BenchRecord[]): void {
	const names = new Set(fresh.map((record) => record.name));
	const records = [...readBenchRecords().filter((record) => !names.has(record.name)), ...fresh];
	records.sort((left, right) => (left.name < right.name ? -1 : 1));
	writeFileSync(recordsPath, `${JSON.stringify(records, null, "\t")}\n`);
	writeFileSync(documentPath, benchDocument(records));
}

/** The text of docs/benchmarks.md. */
export function benchDocument(records: readonly BenchRecord[]): string {
	const heading = ["what", "ours", "peer", "ratio", "goal", "met"];
	const sections = records.map((record) => {
		const rows = record.rows.map((row) => [
			row.what,
			row.ours,
			row.peer,
			row.ratio,
			row.goal,
			metText(row.meetsGoal),
		]);
		return [
			`## ${record.name}`,
			"",
			`${record.about} Command: \`npm run bench -- ${record.name}\`;`,
			`${record.endedAt.slice(0, 10)}, commit ${record.commit}, ${record.machine}.`,
			"",
			markdownTable([heading, ...rows]),
			"",
		].join("\n");
	});
	const introduction = [
		"# Benchmarks",
		"",
		"Written by `npm run bench`. Peers are measured in the same run on the same machine, unless a",
		"row names a publication.",
		"",
	].join("\n");
	return [introduction, ...sections].join("\n");
}

function metText(meetsGoal: boolean | undefined): string {
	if (meetsGoal === undefined) {
		return "";
	}
	return meetsGoal ? "yes" : "**no**";
}

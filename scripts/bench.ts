import { availableParallelism, totalmem } from "node:os";
import { SomaError } from "../userland/lib/errors.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { formatBytes } from "../userland/lib/table.ts";
import type { Benchmark, BenchRecord } from "./bench/benchmark.ts";
import { writeBenchRecords } from "./bench/records.ts";
import { benchmarks } from "./bench/table.ts";
import { commitName } from "./lib/commit.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { textTable } from "./lib/text-table.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run bench --",
	summary: "Measures beside peers and writes docs/benchmarks.md.",
	rest: { name: "NAME", help: "Which benchmarks; all of them without" },
	flags: {
		json: { kind: "switch", help: "print the results as JSON" },
	},
} as const satisfies CommandSpec;

/** `npm run bench -- [NAME...]`: measures beside peers and writes docs/benchmarks.md. */
export async function bench(args: readonly string[]): Promise<number> {
	const { flags, rest, help } = parseFlags(spec, args);
	if (help) {
		const details = benchmarks.map(({ name, about }) => `  ${name}: ${about}`).join("\n");
		process.stdout.write(`${formatHelp({ ...spec, details })}\n`);
		return 0;
	}
	const chosen = chooseBenchmarks(rest);
	await prepareTools();
	await withProgress("image", ensureImage);
	const records: BenchRecord[] = [];
	for (const benchmark of chosen) {
		const rows = await withProgress(benchmark.name, (report) => benchmark.run(report));
		const record = {
			name: benchmark.name,
			about: benchmark.about,
			endedAt: new Date().toISOString(),
			commit: await commitName(),
			machine: machineText(),
			rows,
		};
		records.push(record);
		writeBenchRecords([record]); // the next one may take an hour, or fail
	}
	process.stdout.write(
		flags.json
			? `${JSON.stringify(records, null, "\t")}\n`
			: `${records.map(recordText).join("\n\n")}\n`,
	);
	return 0;
}

function chooseBenchmarks(rest: readonly string[]): readonly Benchmark[] {
	const unknown = rest.find((word) => !benchmarks.some((benchmark) => benchmark.name === word));
	if (unknown !== undefined) {
		throw new SomaError({
			code: "unknown-benchmark",
			message: `there is no benchmark ${unknown}`,
			hint: `benchmarks: ${benchmarks.map((benchmark) => benchmark.name).join(", ")}`,
		});
	}
	return rest.length === 0
		? benchmarks
		: benchmarks.filter((benchmark) => rest.includes(benchmark.name));
}

function machineText(): string {
	return `${availableParallelism()} cores, ${formatBytes(totalmem())}`;
}

function recordText(record: BenchRecord): string {
	const rows = record.rows.map((row) => [
		row.what,
		row.ours,
		`beside ${row.peer}`,
		row.ratio,
		row.goal === "" ? "" : `goal ${row.goal}: ${row.meetsGoal === true ? "met" : "NOT MET"}`,
	]);
	return `${record.name}\n${textTable(rows)}`;
}

import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { runUnchecked } from "../../userland/system/process.ts";
import type { Report } from "./progress.ts";

/** One test and how it ended. */
export interface TestOutcome {
	/** Relative to the root of the repository. */
	readonly file: string;
	/** The names of its groups and its own, joined by ` > `. */
	readonly name: string;
	readonly passed: boolean;
	readonly durationMs: number;
	/** What it measured, if it recorded that (`recordFigure`). */
	readonly figure: string | undefined;
	/** Why it failed; empty when it passed. */
	readonly message: string;
}

/** Which tests to run and how. */
export interface VitestPlan {
	/** A kebab-case name for the file of results. */
	readonly name: string;
	/** The configuration file, relative to the root; the unit tests' by default. */
	readonly config?: string;
	/** Files or parts of their names; every test of the configuration when empty. */
	readonly files?: readonly string[];
	/** A regular expression for full test names. */
	readonly namePattern?: string;
	readonly extra?: readonly string[];
}

const resultSchema = v.object({
	testResults: v.array(
		v.object({
			name: v.string(),
			status: v.string(),
			message: v.optional(v.string(), ""),
			assertionResults: v.array(
				v.object({
					ancestorTitles: v.array(v.string()),
					title: v.string(),
					status: v.string(),
					duration: v.nullish(v.number()),
					meta: v.nullish(v.object({ figure: v.optional(v.string()) })),
					failureMessages: v.nullish(v.array(v.string())),
				}),
			),
		}),
	),
});

/**
 * Every test of a vitest JSON report; a file that could not be loaded counts as one failed test.
 */
export function outcomesOf(report: unknown, root: string): TestOutcome[] {
	return v.parse(resultSchema, report).testResults.flatMap((suite) => {
		const file = suite.name.startsWith(`${root}/`) ? suite.name.slice(root.length + 1) : suite.name;
		const outcomes = suite.assertionResults
			.filter((test) => test.status === "passed" || test.status === "failed")
			.map((test) => ({
				file,
				name: [...test.ancestorTitles, test.title].join(" > "),
				passed: test.status === "passed",
				durationMs: test.duration ?? 0,
				figure: test.meta?.figure,
				message: (test.failureMessages ?? []).join("\n"),
			}));
		if (suite.status === "failed" && outcomes.every((outcome) => outcome.passed)) {
			const broken = { passed: false, durationMs: 0, figure: undefined };
			return [...outcomes, { file, name: "(file)", ...broken, message: suite.message }];
		}
		return outcomes;
	});
}

/** How the tests of runs of these names ended last; empty without a run. */
export function lastOutcomes(...names: readonly string[]): TestOutcome[] {
	const runs = names
		.map((name) => join(repositoryRoot, "out", "tests", `${name}.json`))
		.filter(existsSync)
		.map((path) => ({
			endedAtMs: statSync(path).mtimeMs,
			outcomes: outcomesOf(JSON.parse(readFileSync(path, "utf8")), repositoryRoot),
		}));
	return latestOutcomes(runs);
}

/** Of several runs the last result of each test: one that ran again counts as it ended then. */
export function latestOutcomes(
	runs: readonly { readonly endedAtMs: number; readonly outcomes: readonly TestOutcome[] }[],
): TestOutcome[] {
	const latest = new Map<string, readonly TestOutcome[]>();
	for (const { outcomes } of runs.toSorted((a, b) => a.endedAtMs - b.endedAtMs)) {
		// Rows of a table may share a name: each of them counts.
		const named = Map.groupBy(outcomes, ({ file, name }) => `${file} > ${name}`);
		for (const [name, same] of named) {
			latest.set(name, same);
		}
	}
	return [...latest.values()].flat();
}

/**
 * Runs tests in a process of their own and reports how each one ended; fails only when none could
 * run.
 */
export async function runVitest(plan: VitestPlan, report: Report): Promise<TestOutcome[]> {
	const folder = join(repositoryRoot, "out", "tests");
	mkdirSync(folder, { recursive: true });
	// Two instances at once must not read each other's results.
	const resultPath = join(folder, `${plan.name}.${process.pid}.json`);
	const vitest = join(repositoryRoot, "node_modules", ".bin", "vitest");
	const ended = await runUnchecked({
		argv: [
			process.execPath,
			"--bun",
			vitest,
			"run",
			...(plan.config === undefined ? [] : ["--config", plan.config]),
			...(plan.namePattern === undefined ? [] : ["--testNamePattern", plan.namePattern]),
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${resultPath}`,
			...(plan.extra ?? []),
			...(plan.files ?? []),
		],
		cwd: repositoryRoot,
		env: { ...process.env, NO_COLOR: "1" } as Record<string, string>,
		onLine: report,
	});
	try {
		const outcomes = outcomesOf(JSON.parse(readFileSync(resultPath, "utf8")), repositoryRoot);
		renameSync(resultPath, join(folder, `${plan.name}.json`));
		return outcomes;
	} catch (cause) {
		const tail = `${ended.stdout}\n${ended.stderr}`.trim().split("\n").slice(-20).join("\n    ");
		throw new SomaError({
			code: "tests-not-run",
			message: `the ${plan.name} tests could not run:\n    ${tail}`,
			cause,
		});
	}
}

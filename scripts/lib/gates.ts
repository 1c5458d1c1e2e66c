import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { runUnchecked } from "../../userland/system/process.ts";
import { durationText } from "./duration.ts";
import { runVitest, type TestOutcome } from "./vitest-run.ts";

/** How a gate ended. */
export interface GateResult {
	readonly name: string;
	readonly passed: number;
	readonly failed: number;
	readonly durationMs: number;
	/** What the gate printed; shown when it failed. */
	readonly output: string;
}

interface Gate {
	readonly name: string;
	readonly run: () => Promise<Pick<GateResult, "passed" | "failed" | "output">>;
}

function tool(name: string, ...args: readonly string[]): Gate["run"] {
	return async () => {
		const program = join(repositoryRoot, "node_modules", ".bin", name);
		const ended = await runUnchecked({
			argv: [process.execPath, "--bun", program, ...args],
			cwd: repositoryRoot,
			env: { ...process.env, NO_COLOR: "1" } as Record<string, string>,
		});
		const good = ended.exitCode === 0;
		return {
			passed: good ? 1 : 0,
			failed: good ? 0 : 1,
			output: `${ended.stdout}${ended.stderr}`.trim(),
		};
	};
}

function tests(name: string, ...args: readonly string[]): Gate["run"] {
	return async () => {
		const outcomes = await runVitest({ name, extra: args }, () => undefined);
		return { ...countOutcomes(outcomes), output: failureText(outcomes) };
	};
}

/** How many tests passed and failed; none at all is a failure. */
export function countOutcomes(outcomes: readonly TestOutcome[]): {
	readonly passed: number;
	readonly failed: number;
} {
	const passed = outcomes.filter((outcome) => outcome.passed).length;
	return { passed, failed: outcomes.length === 0 ? 1 : outcomes.length - passed };
}

/** Each failed test with its file and its message. */
export function failureText(outcomes: readonly TestOutcome[]): string {
	return outcomes
		.filter((outcome) => !outcome.passed)
		.map((outcome) => {
			const message = outcome.message.replaceAll(
				/\n {4}at [^\n]*(?:node_modules|native|<anon)[^\n]*/g,
				"",
			);
			return `${outcome.file} > ${outcome.name}\n${message}`;
		})
		.join("\n\n");
}

const tidyTest = "scripts/tidy.test.ts";

/** The gates that look at the source only. */
const staticGates: readonly Gate[] = [
	{ name: "format", run: tool("biome", "format", ".") },
	{ name: "lint", run: tool("biome", "lint", "--error-on-warnings", ".") },
	{ name: "types", run: tool("tsc", "--project", ".") },
	{ name: "knip", run: tool("knip", "--no-progress", "--no-config-hints") },
	{ name: "tidy", run: tests("tidy", tidyTest) },
];

/** Unit, property and simulation tests, and the C host tests that they start. */
const unitGate: Gate = { name: "unit", run: tests("unit", `--exclude=${tidyTest}`) };

/** Runs every gate, the static ones one after the other beside the unit tests; a line for each. */
export async function runGates(onResult: (result: GateResult) => void): Promise<GateResult[]> {
	const timed = async (gate: Gate): Promise<GateResult> => {
		const started = performance.now();
		const ended = await gate.run().catch((error: unknown) => ({
			passed: 0,
			failed: 1,
			output: error instanceof Error ? error.message : String(error),
		}));
		const result = { name: gate.name, durationMs: performance.now() - started, ...ended };
		onResult(result);
		return result;
	};
	const sequence = async (): Promise<GateResult[]> => {
		const results: GateResult[] = [];
		for (const gate of staticGates) {
			results.push(await timed(gate));
		}
		return results;
	};
	const [unit, rest] = await Promise.all([timed(unitGate), sequence()]);
	return [...rest, unit];
}

/** `OK      lint        1.2 s`, followed by the output of a gate that failed. */
export function gateLine(result: GateResult): string {
	const verdict = result.failed === 0 ? "OK" : "FAILED";
	const counts = result.passed + result.failed > 1 ? `, ${result.passed} passed` : "";
	const took = durationText(result.durationMs);
	const line = `${verdict.padEnd(7)} ${result.name.padEnd(8)} ${took}${counts}`;
	return result.failed === 0 ? line : `${line}\n${result.output}\n`;
}

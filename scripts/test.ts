import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, toolTreePath } from "../image/tools/tree.ts";
import { describeError } from "../userland/lib/errors.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { type BudgetName, type PhaseResult, phaseTable } from "./lib/budget.ts";
import { commitName } from "./lib/commit.ts";
import { countOutcomes, failureText, gateLine, runGates } from "./lib/gates.ts";
import { ensureImage } from "./lib/image.ts";
import { withProgress } from "./lib/progress.ts";
import { qemuConfig } from "./lib/qemu-cases.ts";
import { runVitest } from "./lib/vitest-run.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm test --",
	summary: "Does all set-up, builds everything and runs every test.",
	flags: {
		"no-qemu": { kind: "switch", help: "leave out the image and the QEMU cases" },
	},
} as const satisfies CommandSpec;

type Counts = Pick<PhaseResult, "passed" | "failed">;

const one: Counts = { passed: 1, failed: 0 };

/**
 * `npm test`: set-up, builds, gates, unit tests and QEMU cases. The last line is `N passed, N
 * failed`.
 */
export async function test(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const wasWarm = existsSync(join(toolTreePath(), ".complete")) && existsSync(buildRecord());
	const phases: PhaseResult[] = [];
	const isReady = await phase(phases, "set-up", "build", async () => {
		await prepareTools();
		return one;
	});
	await phase(phases, "gates and unit tests", "unit", gates);
	if (!flags["no-qemu"] && isReady) {
		await phase(phases, "kernel and image", "build", async () => {
			await withProgress("image", ensureImage);
			return one;
		});
		await phase(phases, "QEMU cases", "qemu", qemuCases); // many of them need no image
	}
	return finish(phases, wasWarm);
}

function buildRecord(): string {
	return join(repositoryRoot, "out", "build.json");
}

/** Runs one phase; what it throws is printed and counts as one failure. */
async function phase(
	phases: PhaseResult[],
	name: string,
	budget: BudgetName,
	work: () => Promise<Counts>,
): Promise<boolean> {
	process.stdout.write(`== ${name}\n`);
	const started = performance.now();
	let counts: Counts;
	try {
		counts = await work();
	} catch (error) {
		process.stdout.write(`${describeError(error)}\n`);
		counts = { passed: 0, failed: 1 };
	}
	phases.push({ name, budget, durationMs: performance.now() - started, ...counts });
	return counts.failed === 0;
}

async function gates(): Promise<Counts> {
	const results = await withProgress("gates", () =>
		runGates((result) => process.stdout.write(`${gateLine(result)}\n`)),
	);
	return {
		passed: results.reduce((sum, result) => sum + result.passed, 0),
		failed: results.reduce((sum, result) => sum + result.failed, 0),
	};
}

async function qemuCases(): Promise<Counts> {
	const plan = { name: "qemu", config: qemuConfig, extra: ["--maxWorkers=2"] };
	const outcomes = await withProgress("QEMU cases", (report) =>
		runVitest(plan, (line) => {
			report(line);
			if (/^ *[✓✗×❯] /.test(line)) {
				process.stdout.write(`${line.trimEnd()}\n`);
			}
		}),
	);
	process.stdout.write(`${failureText(outcomes)}\n`);
	return countOutcomes(outcomes);
}

/** Prints the account, keeps it for `npm run claims`, and ends with the one line that CI reads. */
async function finish(phases: readonly PhaseResult[], wasWarm: boolean): Promise<number> {
	const passed = phases.reduce((sum, row) => sum + row.passed, 0);
	const failed = phases.reduce((sum, row) => sum + row.failed, 0);
	const record = { commit: await commitName(), endedAt: new Date().toISOString(), wasWarm, phases };
	const folder = join(repositoryRoot, "out", "tests");
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "last-run.json"), `${JSON.stringify(record, null, "\t")}\n`);
	process.stdout.write(`\n${phaseTable(phases, wasWarm)}\n\n${passed} passed, ${failed} failed\n`);
	return failed === 0 && passed > 0 ? 0 : 1;
}

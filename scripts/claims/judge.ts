import type { BenchRecord } from "../bench/benchmark.ts";
import { type BudgetLine, budgetLines, type PhaseResult } from "../lib/budget.ts";
import { durationText } from "../lib/duration.ts";
import type { TestOutcome } from "../lib/vitest-run.ts";
import type { LedgerRow } from "../soak/ledger.ts";
import { type Claim, type Evidence, maximumAgeDays, type Verdict } from "./claim.ts";

/** The last `npm test`, as it was kept. */
export interface LastRun {
	readonly endedAt: string;
	readonly wasWarm: boolean;
	readonly phases: readonly PhaseResult[];
}

/** Everything that verdicts are made from. */
export interface Proofs {
	readonly now: Date;
	readonly unit: readonly TestOutcome[];
	readonly qemu: readonly TestOutcome[];
	readonly soaks: readonly LedgerRow[];
	readonly benchmarks: readonly BenchRecord[];
	readonly lastRun: LastRun | undefined;
}

/** The verdict on one claim: all its evidence must hold, and the oldest counts. */
export function judgeClaim(claim: Claim, proofs: Proofs): Verdict {
	const verdicts = claim.evidence.map((evidence) => judgeEvidence(evidence, proofs));
	return {
		holds: verdicts.length > 0 && verdicts.every((verdict) => verdict.holds),
		figure: verdicts.map((verdict) => verdict.figure).join("; "),
		ageDays: Math.max(0, ...verdicts.map((verdict) => verdict.ageDays)),
	};
}

function judgeEvidence(evidence: Evidence, proofs: Proofs): Verdict {
	switch (evidence.kind) {
		case "unit":
			return judgeTests(proofs.unit, evidence.file, evidence.names);
		case "qemu":
			return judgeTests(proofs.qemu, `qemu-tests/cases/${evidence.name}.test.ts`, evidence.names);
		case "soak":
			return judgeSoak(proofs, evidence.job, evidence.minimum);
		case "bench":
			return judgeBenchmark(proofs, evidence.name, evidence.row);
		case "budget":
			return judgeBudget(proofs);
	}
}

function missing(what: string): Verdict {
	return { holds: false, figure: what, ageDays: 0 };
}

function judgeTests(
	outcomes: readonly TestOutcome[],
	file: string,
	names: RegExp | undefined,
): Verdict {
	const chosen = outcomes.filter(
		(outcome) => outcome.file === file && (names === undefined || names.test(outcome.name)),
	);
	if (chosen.length === 0) {
		return missing(`no such test in ${file}`);
	}
	const failed = chosen.filter((outcome) => !outcome.passed);
	const figures = chosen.flatMap((outcome) => outcome.figure ?? []);
	const count = `${chosen.length - failed.length} of ${chosen.length} tests`;
	return {
		holds: failed.length === 0,
		figure: figures.length > 0 && failed.length === 0 ? figures.join(", ") : count,
		ageDays: 0,
	};
}

function ageInDays(now: Date, then: string): number {
	return Math.max(0, Math.floor((now.getTime() - Date.parse(then)) / 86_400_000));
}

function judgeSoak(proofs: Proofs, job: string, minimum: number): Verdict {
	const last = proofs.soaks
		.filter((row) => row.job === job)
		.sort((left, right) => (left.endedAt < right.endedAt ? 1 : -1))[0];
	if (last === undefined) {
		return missing(`the soak ${job} never ran`);
	}
	const ageDays = ageInDays(proofs.now, last.endedAt);
	return {
		holds: last.failures === 0 && last.count >= minimum && ageDays <= maximumAgeDays,
		figure: `${last.failures} failures in ${last.count} (seed ${last.seed}, ${last.commit})`,
		ageDays,
	};
}

function judgeBenchmark(proofs: Proofs, name: string, row: RegExp | undefined): Verdict {
	const record = proofs.benchmarks.find((candidate) => candidate.name === name);
	const rows = record?.rows.filter((line) => row === undefined || row.test(line.what)) ?? [];
	if (record === undefined || rows.length === 0) {
		return missing(`the benchmark ${name} never ran`);
	}
	const ageDays = ageInDays(proofs.now, record.endedAt);
	return {
		holds: rows.every((line) => line.meetsGoal !== false) && ageDays <= maximumAgeDays,
		figure: rows.map((line) => `${line.what}: ${line.ours} beside ${line.peer}`).join(", "),
		ageDays,
	};
}

function judgeBudget(proofs: Proofs): Verdict {
	const last = proofs.lastRun;
	if (last === undefined) {
		return missing("`npm test` never ran here");
	}
	const lines: readonly BudgetLine[] = budgetLines(last.phases, last.wasWarm);
	const ageDays = ageInDays(proofs.now, last.endedAt);
	const wasBuilt = last.phases.every((phase) => phase.budget !== "build" || phase.failed === 0);
	const inTime = lines.length === 3 && lines.every((line) => !line.isOver);
	return {
		holds: wasBuilt && inTime && ageDays <= maximumAgeDays,
		figure: lines
			.map(
				(line) => `${line.title}: ${durationText(line.usedMs)} of ${durationText(line.allowedMs)}`,
			)
			.join(", "),
		ageDays,
	};
}

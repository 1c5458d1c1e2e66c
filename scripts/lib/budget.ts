import { durationText } from "./duration.ts";
import { textTable } from "./text-table.ts";

/** The parts of `npm test` that have a time budget. */
export type BudgetName = "build" | "unit" | "qemu";

/** One phase of `npm test` and how it ended. */
export interface PhaseResult {
	readonly name: string;
	readonly budget: BudgetName;
	readonly durationMs: number;
	readonly passed: number;
	readonly failed: number;
}

const minuteMs = 60_000;

/** What each part may take on two cores without hardware virtualisation. */
export function budgetMs(budget: BudgetName, wasWarm: boolean): number {
	switch (budget) {
		case "build":
			return (wasWarm ? 5 : 25) * minuteMs;
		case "unit":
			return 5 * minuteMs;
		case "qemu":
			return 45 * minuteMs; // image and selector, configuration to live, updates: 15 each
	}
}

const titles: Readonly<Record<BudgetName, string>> = {
	build: "set-up, kernel and image",
	unit: "gates and unit tests",
	qemu: "QEMU cases",
};

/** One line of the budget's account. */
export interface BudgetLine {
	readonly title: string;
	readonly usedMs: number;
	readonly allowedMs: number;
	readonly isOver: boolean;
}

/** What each part used beside what it was allowed. */
export function budgetLines(phases: readonly PhaseResult[], wasWarm: boolean): BudgetLine[] {
	return (["build", "unit", "qemu"] as const)
		.filter((budget) => phases.some((phase) => phase.budget === budget))
		.map((budget) => {
			const usedMs = phases
				.filter((phase) => phase.budget === budget)
				.reduce((sum, phase) => sum + phase.durationMs, 0);
			const allowedMs = budgetMs(budget, wasWarm);
			return { title: titles[budget], usedMs, allowedMs, isOver: usedMs > allowedMs };
		});
}

/** The table that `npm test` ends with. No final newline. */
export function phaseTable(phases: readonly PhaseResult[], wasWarm: boolean): string {
	const rows = phases.map((phase) => [
		phase.name,
		durationText(phase.durationMs),
		phase.failed === 0
			? `${phase.passed} passed`
			: `${phase.passed} passed, ${phase.failed} FAILED`,
	]);
	const budgets = budgetLines(phases, wasWarm).map((line) => [
		line.title,
		durationText(line.usedMs),
		`of ${durationText(line.allowedMs)} allowed${line.isOver ? "  OVER THE BUDGET" : ""}`,
	]);
	return textTable([...rows, ["", "", ""], ...budgets]);
}

import type { Report } from "../lib/progress.ts";

/** One measured thing beside its peer. */
export interface BenchRow {
	readonly what: string;
	/** With its unit: `7.1 s`. */
	readonly ours: string;
	/** The peer's figure and where it comes from. */
	readonly peer: string;
	/** Ours to the peer's, when both are numbers of one kind; empty otherwise. */
	readonly ratio: string;
	/** What was to be reached; empty without a goal. */
	readonly goal: string;
	/** Absent without a goal. */
	readonly meetsGoal?: boolean;
}

/** A benchmark: what it measures, beside whom, and how. */
export interface Benchmark {
	/** Kebab-case and unique. */
	readonly name: string;
	readonly about: string;
	run(report: Report): Promise<readonly BenchRow[]>;
}

/** The last result of a benchmark. */
export interface BenchRecord {
	readonly name: string;
	readonly about: string;
	/** ISO 8601, UTC. */
	readonly endedAt: string;
	readonly commit: string;
	/** Cores, memory and how virtual machines ran. */
	readonly machine: string;
	readonly rows: readonly BenchRow[];
}

/** The median of some numbers; there must be one. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** A time of some seconds as rows show it. */
export function secondsText(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

import type { BrakeSettings, BrakeTally } from "./brake.ts";
import type { OutcomeKind, OutcomeRecord } from "./outcome.ts";

/** How far a node is with a release. */
interface NodeCourse {
	readonly phase: "reserved" | "started" | "good" | "bad";
	readonly sinceSeconds: number;
	/** The same moment by the time for which the server heard nodes. */
	readonly sinceHeardSeconds: number;
	/** The server let it: only then its word can open the brake further. */
	readonly isAdmitted: boolean;
	readonly isProven: boolean;
	/** It began and fell silent. */
	readonly isLost: boolean;
	/** An operator let the release go on after it failed or fell silent here. */
	readonly isForgiven: boolean;
	readonly because: string;
}

/** A node on which a release went wrong. */
export interface BadNode {
	readonly node: string;
	readonly because: string;
	readonly atSeconds: number;
	readonly isForgiven: boolean;
}

type NodeRecord = Extract<OutcomeRecord, { readonly node: string }>;
type Counts = Pick<BrakeTally, "taken" | "good" | "proven" | "bad" | "lost">;

/**
 * What a node's next record makes of it; undefined when it changes nothing. What is bad stays bad,
 * so that a report that comes twice, late or against an earlier one counts once.
 */
function nextCourse(
	before: NodeCourse | undefined,
	record: NodeRecord,
	sinceHeardSeconds: number,
): NodeCourse | undefined {
	const isFresh = before === undefined || before.isForgiven;
	const since = { sinceSeconds: record.atSeconds, sinceHeardSeconds };
	const fresh = { ...since, isProven: false, isLost: false, isForgiven: false, because: "" };
	switch (record.kind) {
		case "admitted":
			return isFresh ? { ...fresh, phase: "reserved", isAdmitted: true } : undefined;
		case "started":
			if (isFresh) {
				return { ...fresh, phase: "started", isAdmitted: false };
			}
			return before.phase === "reserved" ? { ...before, ...since, phase: "started" } : undefined;
		case "lost":
			return before?.phase === "started" && !before.isForgiven && !before.isLost
				? { ...before, isLost: true }
				: undefined;
		case "good":
			return before?.phase === "reserved" || before?.phase === "started"
				? { ...before, ...since, phase: "good", isLost: false, isForgiven: false }
				: undefined;
		case "rolled-back":
		case "failed": {
			const because = badText(record.kind, record.because);
			if (before === undefined) {
				return { ...fresh, phase: "bad", isAdmitted: false, because };
			}
			return before.phase === "bad" ? undefined : { ...before, ...fresh, phase: "bad", because };
		}
	}
}

function badText(kind: OutcomeKind, because: string): string {
	const what = kind === "rolled-back" ? "rolled back" : kind;
	return because === "" ? what : `${what}: ${because}`;
}

function countsOf(course: NodeCourse | undefined): Counts {
	const isGood = course?.phase === "good" && course.isAdmitted;
	return {
		taken: course !== undefined && course.phase !== "reserved" ? 1 : 0,
		good: isGood ? 1 : 0,
		proven: isGood && course.isProven ? 1 : 0,
		bad: course?.phase === "bad" && !course.isForgiven ? 1 : 0,
		lost: course?.isLost === true && !course.isForgiven ? 1 : 0,
	};
}

/** The nodes of one release. Time is told by the caller and never goes back. */
export class ReleaseCourse {
	readonly #settings: BrakeSettings;
	readonly #nodes = new Map<string, NodeCourse>();
	/** Those whose course may change by time alone. */
	readonly #open = new Map<string, NodeCourse>();
	#counts: Counts = { taken: 0, good: 0, proven: 0, bad: 0, lost: 0 };
	#lastBad: string | undefined;
	halted: { readonly because: string; readonly atSeconds: number } | undefined;

	constructor(settings: BrakeSettings) {
		this.#settings = settings;
	}

	/** How many nodes are remembered. */
	get size(): number {
		return this.#nodes.size;
	}

	/** Where a node is. */
	phaseOf(node: string): "new" | NodeCourse["phase"] {
		const course = this.#nodes.get(node);
		return course === undefined || course.isForgiven ? "new" : course.phase;
	}

	/** Whether a record changes anything. */
	isNews(record: NodeRecord): boolean {
		return nextCourse(this.#nodes.get(record.node), record, 0) !== undefined;
	}

	/** True when the record would add a node to those that are remembered. */
	isStranger(node: string): boolean {
		return !this.#nodes.has(node);
	}

	/**
	 * Takes a record as it stands in the journal.
	 * @param heardSeconds for how long the server has heard nodes so far
	 */
	apply(record: OutcomeRecord, heardSeconds: number): void {
		this.settle(record.atSeconds);
		switch (record.kind) {
			case "halted":
				this.halted ??= { because: record.because, atSeconds: record.atSeconds };
				return;
			case "resumed":
				this.halted = undefined;
				this.#forgive(record.atSeconds);
				return;
			default: {
				const next = nextCourse(this.#nodes.get(record.node), record, heardSeconds);
				if (next !== undefined) {
					this.#put(record.node, next);
					this.#lastBad = next.phase === "bad" ? next.because : this.#lastBad;
				}
			}
		}
	}

	/** What time alone changes: soaked nodes have proven the release, unused permissions end. */
	settle(nowSeconds: number): void {
		for (const [node, course] of this.#open) {
			const minutes = (nowSeconds - course.sinceSeconds) / 60;
			if (course.phase === "reserved" && minutes > this.#settings.reservationMinutes) {
				this.#put(node, undefined);
			} else if (course.phase === "good" && minutes >= this.#settings.soakMinutes) {
				this.#put(node, { ...course, isProven: true });
			}
		}
	}

	/** What is known now. */
	tally(nowSeconds: number): BrakeTally {
		this.settle(nowSeconds);
		return { ...this.#counts, underWay: this.#open.size, lastBad: this.#lastBad };
	}

	/**
	 * The nodes that began and fell silent, and of which no record says so yet.
	 * @param heardSeconds for how long the server has heard nodes so far
	 */
	silentNodes(heardSeconds: number): readonly string[] {
		const longSeconds = this.#settings.silentMinutes * 60;
		return [...this.#open]
			.filter(([, { phase, sinceHeardSeconds }]) => {
				return phase === "started" && heardSeconds - sinceHeardSeconds > longSeconds;
			})
			.map(([node]) => node);
	}

	/** The nodes on which it went wrong, the last ones first. */
	badNodes(): readonly BadNode[] {
		return [...this.#nodes]
			.filter(([, { phase }]) => phase === "bad")
			.map(([node, { because, sinceSeconds, isForgiven }]) => ({
				...{ node, because, isForgiven },
				atSeconds: sinceSeconds,
			}))
			.sort((left, right) => right.atSeconds - left.atSeconds);
	}

	/**
	 * An operator's word. Whoever reads the journal later has to come to the same: what is silent is
	 * judged by the times of records here, since for how long the server heard nodes is in none.
	 */
	#forgive(atSeconds: number): void {
		const longSeconds = this.#settings.silentMinutes * 60;
		for (const [node, course] of [...this.#nodes]) {
			const isSilent = course.phase === "started" && atSeconds - course.sinceSeconds > longSeconds;
			if (course.phase === "bad" || course.isLost || isSilent) {
				this.#put(node, { ...course, isForgiven: true });
			}
		}
		this.#lastBad = undefined;
	}

	#put(node: string, next: NodeCourse | undefined): void {
		const before = countsOf(this.#nodes.get(node));
		const after = countsOf(next);
		this.#counts = {
			taken: this.#counts.taken - before.taken + after.taken,
			good: this.#counts.good - before.good + after.good,
			proven: this.#counts.proven - before.proven + after.proven,
			bad: this.#counts.bad - before.bad + after.bad,
			lost: this.#counts.lost - before.lost + after.lost,
		};
		this.#open.delete(node);
		if (next === undefined) {
			this.#nodes.delete(node);
			return;
		}
		this.#nodes.set(node, next);
		if (next.phase !== "bad" && !next.isProven && !next.isLost && !next.isForgiven) {
			this.#open.set(node, next);
		}
	}
}

import type { BrakeSettings, BrakeTally } from "./brake.ts";
import type { OutcomeCounts, OutcomeKind, OutcomeRecord } from "./outcome.ts";

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
type ClosedRecord = Extract<OutcomeRecord, { readonly kind: "closed" }>;

const noCounts: OutcomeCounts = { taken: 0, good: 0, proven: 0, bad: 0, lost: 0 };

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

function countsOf(course: NodeCourse | undefined): OutcomeCounts {
	const isGood = course?.phase === "good" && course.isAdmitted;
	return {
		taken: course !== undefined && course.phase !== "reserved" ? 1 : 0,
		good: isGood ? 1 : 0,
		proven: isGood && course.isProven ? 1 : 0,
		bad: course?.phase === "bad" && !course.isForgiven ? 1 : 0,
		lost: course?.isLost === true && !course.isForgiven ? 1 : 0,
	};
}

function sumOf(left: OutcomeCounts, right: OutcomeCounts, sign: 1 | -1 = 1): OutcomeCounts {
	return {
		taken: left.taken + sign * right.taken,
		good: left.good + sign * right.good,
		proven: left.proven + sign * right.proven,
		bad: left.bad + sign * right.bad,
		lost: left.lost + sign * right.lost,
	};
}

/** The nodes of one release. Time is told by the caller and never goes back. */
export class ReleaseCourse {
	readonly #settings: BrakeSettings;
	readonly #nodes = new Map<string, NodeCourse>();
	/** Those whose course may change by time alone. */
	readonly #open = new Map<string, NodeCourse>();
	#counts = noCounts;
	/** What came of nodes that are not remembered any more. */
	#gone = noCounts;
	/** How many were remembered when the others were let go. */
	#kept = 0;
	#lastBad: string | undefined;
	halted: { readonly because: string; readonly atSeconds: number } | undefined;

	constructor(settings: BrakeSettings) {
		this.#settings = settings;
	}

	/** How many nodes are remembered that were not so when the release was over. */
	get size(): number {
		return Math.max(0, this.#nodes.size - this.#kept);
	}

	/** How many nodes there ever were. */
	get everKnown(): number {
		return this.#nodes.size + this.#gone.taken;
	}

	/** A node that is not remembered may be one that was let go, and that told nothing bad. */
	get mayHaveLetGo(): boolean {
		return this.#gone.taken > this.#gone.bad;
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
			case "closed":
				this.#close(record);
				return;
			default: {
				const next = nextCourse(this.#nodes.get(record.node), record, heardSeconds);
				if (next?.phase === "bad") {
					this.#lastBad = next.because;
					this.#recall(record.node);
				}
				if (next !== undefined) {
					this.#put(record.node, next);
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
		const counts = sumOf(this.#counts, this.#gone);
		return { ...counts, underWay: this.#open.size, lastBad: this.#lastBad };
	}

	/** The numbers of those that are let go when the release is over; undefined until that can be. */
	planClosing(nowSeconds: number, isCurrent: () => boolean): OutcomeCounts | undefined {
		this.settle(nowSeconds);
		if (this.#open.size > 0 || this.size === 0 || isCurrent()) {
			return undefined;
		}
		const kept = this.#wrongNodes().map(([, node]) => countsOf(node));
		const remembered = kept.reduce((sum, counts) => sumOf(sum, counts), noCounts);
		return sumOf(sumOf(this.#counts, this.#gone), remembered, -1);
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
		this.#gone = { ...this.#gone, bad: 0, lost: 0 };
		this.#lastBad = undefined;
	}

	#close({ taken, good, proven, bad, lost }: ClosedRecord): void {
		const kept = this.#wrongNodes();
		this.#nodes.clear();
		this.#open.clear();
		this.#counts = noCounts;
		for (const [node, course] of kept) {
			this.#put(node, course);
		}
		this.#gone = { taken, good, proven, bad, lost };
		this.#kept = this.#nodes.size;
	}

	/** The last nodes on which it went wrong. */
	#wrongNodes(): readonly (readonly [string, NodeCourse])[] {
		const wrong = [...this.#nodes].filter(([, { phase }]) => phase === "bad");
		return wrong.slice(-this.#settings.mostWrong);
	}

	/** A bad word about a release that is over comes from a node that was let go, if there is one. */
	#recall(node: string): void {
		if (this.isStranger(node) && this.mayHaveLetGo) {
			const { taken, good, proven, bad, lost } = this.#gone;
			const less = (count: number): number => Math.max(0, count - 1);
			this.#gone = {
				...{ taken: taken - 1, good: less(good), proven: less(proven), bad },
				lost: taken > bad + lost ? lost : lost - 1,
			};
		}
	}

	#put(node: string, next: NodeCourse | undefined): void {
		const before = countsOf(this.#nodes.get(node));
		this.#counts = sumOf(sumOf(this.#counts, countsOf(next)), before, -1);
		this.#open.delete(node);
		this.#nodes.delete(node); // the last one that changed is the last one of all
		if (next === undefined) {
			return;
		}
		this.#nodes.set(node, next);
		if (next.phase !== "bad" && !next.isProven && !next.isLost && !next.isForgiven) {
			this.#open.set(node, next);
		}
	}
}

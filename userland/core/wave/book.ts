import { compareVersions } from "../boot/version.ts";
import type { BrakeAnswer } from "./admission.ts";
import { type BrakeSettings, type BrakeTally, judgeBrake } from "./brake.ts";
import type { OutcomeRecord, OutcomeRequestBody } from "./outcome.ts";
import { reasonOf } from "./outcome.ts";
import { type BadNode, ReleaseCourse } from "./release-course.ts";

/** What a release server tells a node: it always knows something. */
export type BookAnswer = Extract<BrakeAnswer, { readonly kind: "go" | "wait" | "halted" }>;

/** What an operator sees of a release. */
export interface ReleaseSummary extends BrakeTally {
	readonly release: string;
	readonly halted: { readonly because: string; readonly atSeconds: number } | undefined;
	readonly badNodes: readonly BadNode[];
}

/**
 * What the journal of outcomes says. It changes by records alone; what a request asks for is a list
 * of records to be written first, so that a server that lost power knows all that it told anybody.
 */
export class OutcomeBook {
	readonly #settings: BrakeSettings;
	readonly #releases = new Map<string, ReleaseCourse>();
	/** For how long the server has heard nodes: silence of all of them is its own. */
	#heardSeconds = 0;
	#nowSeconds: number;

	constructor(settings: BrakeSettings, nowSeconds: number) {
		this.#settings = settings;
		this.#nowSeconds = nowSeconds;
	}

	/** Takes a record of the journal. */
	apply(record: OutcomeRecord): void {
		this.#courseOf(record.release).apply(record, this.#heardSeconds);
	}

	/**
	 * Tells that a request came. Of the time since the one before only a part counts as heard: a
	 * server that hears nobody for hours may be cut off itself.
	 */
	hear(nowSeconds: number): void {
		const sinceSeconds = Math.max(0, nowSeconds - this.#nowSeconds);
		this.#heardSeconds += Math.min(sinceSeconds, this.#settings.silentMinutes * 15);
		this.#nowSeconds += sinceSeconds;
	}

	/** The records of nodes that began to take any release, and fell silent. */
	planSilence(): readonly OutcomeRecord[] {
		const atSeconds = this.#nowSeconds;
		return [...this.#releases].flatMap(([release, course]) =>
			course
				.silentNodes(this.#heardSeconds)
				.map((node) => ({ kind: "lost", release, node, atSeconds }) as const),
		);
	}

	/** The records that let nodes go of releases that are over. */
	planClosing(isCurrent: (release: string) => boolean): readonly OutcomeRecord[] {
		const atSeconds = this.#nowSeconds;
		return [...this.#releases].flatMap(([release, course]) => {
			const counts = course.planClosing(atSeconds, () => isCurrent(release));
			return counts === undefined
				? []
				: [{ kind: "closed", release, atSeconds, ...counts } as const];
		});
	}

	/** The records that stop a release for everybody, if its outcomes say so. */
	planBrake(release: string): readonly OutcomeRecord[] {
		const course = this.#courseOf(release);
		const verdict = judgeBrake(this.#tallyOf(course), this.#settings);
		if (course.halted !== undefined || verdict.kind === "open") {
			return [];
		}
		const because = reasonOf(verdict.because);
		const atSeconds = this.#nowSeconds;
		return [{ kind: "halted", release, by: "brake", because, atSeconds }];
	}

	/** The records that let a node take a release, if it may. */
	planAdmission(release: string, node: string): readonly OutcomeRecord[] {
		return this.answer(release, node).kind === "wait" && this.#hasRoom(release, node)
			? [{ kind: "admitted", release, node, atSeconds: this.#nowSeconds }]
			: [];
	}

	/** The records of what a node tells; none when it is nothing new, or the node has to wait. */
	planOutcome(body: OutcomeRequestBody): readonly OutcomeRecord[] {
		const { release, node, kind, because, byHand } = body;
		const course = this.#courseOf(release);
		const record = { kind, release, node, because, atSeconds: this.#nowSeconds } as const;
		const isBad = kind === "rolled-back" || kind === "failed";
		if (course.isStranger(node) && this.#isFull(course) && !(isBad && course.mayHaveLetGo)) {
			return [];
		}
		if (kind === "started" && !byHand && course.halted !== undefined) {
			return []; // it hears that, and does not begin
		}
		if (kind !== "started" || byHand || course.phaseOf(node) !== "new") {
			return course.isNews(record) ? [record] : [];
		}
		// The permission ended before the node began: it needs another one.
		const admission = this.planAdmission(release, node);
		return admission.length === 0 ? [] : [...admission, record];
	}

	/** What a node is told that asks for a release. */
	answer(release: string, node: string): BookAnswer {
		const course = this.#courseOf(release);
		if (course.halted !== undefined) {
			return { kind: "halted", because: course.halted.because };
		}
		switch (course.phaseOf(node)) {
			case "reserved":
			case "started":
			case "good":
				return { kind: "go" };
			case "bad":
				return { kind: "halted", because: "it went wrong on this node before" };
			case "new": {
				const { underWay, proven } = this.#tallyOf(course);
				const because = this.#isFull(course)
					? "it remembers as many nodes as it can"
					: `${underWay} under way, and ${proven} have proven the release`;
				return { kind: "wait", because };
			}
		}
	}

	/** Each release of which something is known, the newest one first. */
	summaries(): readonly ReleaseSummary[] {
		return [...this.#releases]
			.reverse()
			.sort(([left], [right]) => compareVersions(right, left) ?? 0)
			.map(([release, course]) => ({
				...{ release, ...this.#tallyOf(course) },
				...{ halted: course.halted, badNodes: course.badNodes() },
			}));
	}

	#hasRoom(release: string, node: string): boolean {
		const course = this.#courseOf(release);
		const tally = this.#tallyOf(course);
		const verdict = judgeBrake(tally, this.#settings);
		const hasPlace = verdict.kind === "open" && tally.underWay < verdict.mostUnderWay;
		return hasPlace && !(course.isStranger(node) && this.#isFull(course));
	}

	/** Whether no further node of a release can be remembered. */
	#isFull(course: ReleaseCourse): boolean {
		let nodes = 0;
		for (const { size } of this.#releases.values()) {
			nodes += size;
		}
		return Math.max(nodes, course.everKnown) >= this.#settings.mostNodes;
	}

	#tallyOf(course: ReleaseCourse): BrakeTally {
		return course.tally(this.#nowSeconds);
	}

	#courseOf(release: string): ReleaseCourse {
		const known = this.#releases.get(release);
		if (known !== undefined) {
			return known;
		}
		const course = new ReleaseCourse(this.#settings);
		this.#releases.set(release, course);
		return course;
	}
}

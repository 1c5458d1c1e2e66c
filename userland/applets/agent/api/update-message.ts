import { longFrom } from "../../../core/api/longs.ts";
import type { SentResponseOf } from "../../../core/api/methods.ts";
import type { HistoryEntry, Wishes } from "../../../core/update/document.ts";
import type { Phase } from "../../../core/update/phase.ts";
import type { SelectorTrial } from "../../../core/update/programs-document.ts";
import type { UpdateReport } from "../../update/report.ts";

type UpdateMessage = SentResponseOf<"GetUpdate">;
type Part<Name extends keyof UpdateMessage> = NonNullable<UpdateMessage[Name]>;

/** What a node knows about its updates, as the API has it. */
export function updateMessage(report: UpdateReport): UpdateMessage {
	const { running, config, programs } = report;
	return {
		running,
		channel: config?.channel ?? "stable",
		servers: [...(config?.servers ?? [])],
		phase: phaseMessage(report.phase),
		check: checkMessage(report.check),
		wishes: wishesMessage(report.wishes),
		refused: report.refused.map(({ because, version, rootHash }) => ({
			release: { version, rootHash },
			because,
		})),
		history: report.history.map(outcomeMessage),
		programs: {
			rescue: programs.rescue ?? null,
			selector: programs.selector ?? null,
			trial: trialMessage(programs.trial),
			failed: programs.failed.map(({ version, sha256, because, atSeconds }) => ({
				selector: { version, sha256 },
				because,
				timeMicroseconds: microseconds(atSeconds),
			})),
			check: checkMessage(programs.check),
		},
		configurationJson: config === null ? null : JSON.stringify(config),
	};
}

/** What operators asked for. */
export function wishesMessage({ hold, pin }: Wishes): Part<"wishes"> {
	return {
		hold:
			hold === undefined
				? null
				: { because: hold.because, timeMicroseconds: microseconds(hold.atSeconds) },
		pin: pin ?? null,
	};
}

function phaseMessage(phase: Phase): Part<"phase"> {
	switch (phase.kind) {
		case "idle":
			return { kind: phase.kind };
		case "fetching":
		case "waiting":
			return { kind: phase.kind, release: phase.release };
		case "writing": {
			const { kind, release, slot, formerRootHash = null, byHand = null } = phase;
			return { kind, release, slot, formerRootHash, byHand };
		}
		case "restarting":
		case "proving": {
			const { kind, release, slot, from, committedInBoot, hadNetwork, byHand = null } = phase;
			const committedMicroseconds = microseconds(phase.committedAtSeconds);
			return {
				...{ kind, release, slot, from, committedInBoot, hadNetwork, byHand },
				committedMicroseconds,
			};
		}
	}
}

function checkMessage(check: UpdateReport["check"]): Part<"check"> {
	return {
		timeMicroseconds: check.atSeconds === 0 ? null : microseconds(check.atSeconds),
		failures: check.failures,
		problem: check.problem ?? null,
		offered: check.offered ?? null,
		standing: check.standing ?? null,
	};
}

function outcomeMessage(entry: HistoryEntry): Part<"history">[number] {
	const { release, from, outcome, because, evidence, reported } = entry;
	return {
		...{ release, from, outcome, because, reported },
		class: entry.class ?? null,
		evidence: [...evidence],
		committedMicroseconds: microseconds(entry.committedAtSeconds),
		decidedMicroseconds: microseconds(entry.decidedAtSeconds),
	};
}

function trialMessage(trial: SelectorTrial): NonNullable<Part<"programs">["trial"]> {
	switch (trial.kind) {
		case "none":
			return { kind: trial.kind };
		case "preparing":
		case "copying":
			return { kind: trial.kind, target: trial.target };
		case "arming":
			return { kind: trial.kind, target: trial.target, bootId: trial.writtenInBoot };
		case "waiting":
			return { kind: trial.kind, target: trial.target, bootId: trial.armedInBoot };
		case "restoring": {
			const { kind, failed } = trial;
			if (failed === undefined) {
				return { kind };
			}
			const { because, ...target } = failed;
			return { kind, target, because };
		}
	}
}

function microseconds(seconds: number): ReturnType<typeof longFrom> {
	return longFrom(seconds * 1_000_000);
}

import type Long from "long";
import type { soma } from "../../core/api/generated/soma.js";
import { type NodeConfig, updateChannels } from "../../core/config/node-config.ts";
import {
	type CheckNote,
	failureClasses,
	type HistoryEntry,
	type Wishes,
} from "../../core/update/document.ts";
import type { Attempt, Phase, ReleaseName } from "../../core/update/phase.ts";
import type { ProgramBits, SelectorTrial } from "../../core/update/programs-document.ts";
import type { UpdateReport } from "../update/report.ts";
import { numberOf } from "./wire-numbers.ts";

type Maybe<Value> = Value | null | undefined;

/** What a node says about its updates, as it knows it itself. */
export function updateReportOf(message: soma.v1.Update.$Properties): UpdateReport {
	const { programs } = message;
	const rescue = bitsOf(programs?.rescue);
	const selector = bitsOf(programs?.selector);
	return {
		running: message.running ?? null,
		config: configOf(message),
		phase: phaseOf(message.phase ?? {}),
		wishes: wishesOf(message.wishes ?? {}),
		refused: (message.refused ?? []).map(({ release, because }) => ({
			...releaseOf(release),
			because: because ?? "",
		})),
		history: (message.history ?? []).map(entryOf),
		check: checkOf(message.check ?? {}),
		programs: {
			...(rescue === undefined ? {} : { rescue }),
			...(selector === undefined ? {} : { selector }),
			trial: trialOf(programs?.trial ?? {}),
			failed: (programs?.failed ?? []).map((failed) => ({
				...(bitsOf(failed.selector) ?? { version: "", sha256: "" }),
				because: failed.because ?? "",
				atSeconds: secondsOf(failed.timeMicroseconds),
			})),
			check: checkOf(programs?.check ?? {}),
		},
	};
}

/** What operators asked for. */
export function wishesOf({ hold, pin }: soma.v1.UpdateWishes.$Properties): Wishes {
	return {
		...(hold
			? { hold: { because: hold.because ?? "", atSeconds: secondsOf(hold.timeMicroseconds) } }
			: {}),
		...(typeof pin === "string" ? { pin } : {}),
	};
}

/** The node has checked its own configuration; one of a newer release may say more. */
function configOf({
	channel,
	servers,
	configurationJson,
}: soma.v1.Update.$Properties): NodeConfig["update"] | null {
	if (configurationJson === null || configurationJson === undefined) {
		return null;
	}
	const known = updateChannels.find((name) => name === channel) ?? "stable";
	const typed = { channel: known, ...(servers?.length ? { servers } : {}) };
	return { ...parseObject(configurationJson), ...typed };
}

function parseObject(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : {};
	} catch {
		return {}; // what counts is in fields of its own
	}
}

function phaseOf(message: soma.v1.UpdatePhase.$Properties): Phase {
	const release = releaseOf(message.release);
	const slot = message.slot === "B" ? "B" : "A";
	const byHand = message.byHand === true ? { byHand: true } : {};
	switch (message.kind) {
		case "fetching":
		case "waiting":
			return { kind: message.kind, release };
		case "writing": {
			const formerRootHash = message.formerRootHash ?? undefined;
			return { kind: message.kind, release, slot, formerRootHash, ...byHand };
		}
		case "restarting":
		case "proving": {
			const attempt: Attempt = {
				release,
				slot,
				from: releaseOf(message.from),
				committedAtSeconds: secondsOf(message.committedMicroseconds),
				committedInBoot: message.committedInBoot ?? "",
				hadNetwork: message.hadNetwork ?? false,
				...byHand,
			};
			return { kind: message.kind, ...attempt };
		}
		default:
			return { kind: "idle" };
	}
}

function checkOf(message: soma.v1.UpdateCheck.$Properties): CheckNote {
	const { problem, offered, standing } = message;
	return {
		atSeconds: secondsOf(message.timeMicroseconds),
		failures: message.failures ?? 0,
		...(typeof problem === "string" ? { problem } : {}),
		...(typeof offered === "string" ? { offered } : {}),
		...(typeof standing === "string" ? { standing } : {}),
	};
}

function entryOf(message: soma.v1.UpdateOutcome.$Properties): HistoryEntry {
	const found = failureClasses.find((name) => name === message.class);
	const isKnown = message.class === null || message.class === undefined;
	return {
		release: releaseOf(message.release),
		from: releaseOf(message.from),
		outcome: message.outcome === "good" ? "good" : "rolled-back",
		...(isKnown ? {} : { class: found ?? "unknown" }),
		because: message.because ?? "",
		evidence: message.evidence ?? [],
		committedAtSeconds: secondsOf(message.committedMicroseconds),
		decidedAtSeconds: secondsOf(message.decidedMicroseconds),
		reported: message.reported ?? false,
	};
}

function trialOf(message: soma.v1.SelectorTrial.$Properties): SelectorTrial {
	const target = bitsOf(message.target);
	if (message.kind === "restoring") {
		const failed = target && { ...target, because: message.because ?? "" };
		return { kind: message.kind, ...(failed === undefined ? {} : { failed }) };
	}
	if (target === undefined) {
		return { kind: "none" };
	}
	const bootId = message.bootId ?? "";
	switch (message.kind) {
		case "preparing":
		case "copying":
			return { kind: message.kind, target };
		case "arming":
			return { kind: message.kind, target, writtenInBoot: bootId };
		case "waiting":
			return { kind: message.kind, target, armedInBoot: bootId };
		default:
			return { kind: "none" };
	}
}

function releaseOf(message: Maybe<soma.v1.ReleaseName.$Properties>): ReleaseName {
	return { version: message?.version ?? "", rootHash: message?.rootHash ?? "" };
}

function bitsOf(message: Maybe<soma.v1.ProgramBits.$Properties>): ProgramBits | undefined {
	return message ? { version: message.version ?? "", sha256: message.sha256 ?? "" } : undefined;
}

function secondsOf(microseconds: Maybe<Long>): number {
	return numberOf(microseconds) / 1_000_000;
}

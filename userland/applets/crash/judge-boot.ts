import { type BootNote, noteBoot } from "../../core/crash/boots.ts";
import { type CrashVerdict, judgeCrashes, type SlotFacts } from "../../core/crash/judge.ts";
import type { SlotName } from "../../core/disk-layout.ts";
import { markBad } from "../../core/slot/change.ts";
import { readCrashes, readHistory, writeHistory } from "../../system/crash-store.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";
import { type Session, withDisk, writeTable } from "../slot/session.ts";
import { reportDisk } from "../slot/show.ts";

/** What came of the crashes before this boot. */
export interface BootJudgement {
	/** The running slot was marked bad: the machine should start the other one. */
	readonly mustReboot: boolean;
	/** One sentence for the console, when something was done. */
	readonly text: string | undefined;
}

const nothing: BootJudgement = { mustReboot: false, text: undefined };

/**
 * Once in a boot: notes which slot runs, judges the crashes before it, and marks a slot bad that
 * has too many. The mark is on disk before it is noted, so that a power cut repeats and never
 * skips it.
 * @throws SomaError when the boot disk cannot be read or written
 */
export function judgeBoot(paths: SystemPaths, now: Date): BootJudgement {
	return withDisk(paths, { disk: undefined, writable: true }, (session) => {
		const history = readHistory(paths);
		const boot = presentBoot(paths, session, now);
		if (boot === undefined || history.boots.some(({ bootId }) => bootId === boot.bootId)) {
			return nothing;
		}
		const verdict = judgeCrashes(readCrashes(paths), history, boot, slotFacts(session));
		if (verdict.kind === "keep") {
			writeHistory(paths, noteBoot(history, boot));
			return nothing;
		}
		writeTable(session, markBad(session.loaded.table, verdict.slot, { force: false }).table, false);
		const judged = { ...history, judgedUntilSeconds: verdict.untilSeconds };
		writeHistory(paths, noteBoot(judged, boot));
		return judgementOf(verdict, boot.slot);
	});
}

function judgementOf(
	{ slot, because }: Extract<CrashVerdict, { kind: "mark-bad" }>,
	running: SlotName,
): BootJudgement {
	const mustReboot = slot === running;
	const then = mustReboot ? ", starting the other slot" : "";
	return { mustReboot, text: `slot ${slot} is marked bad: ${because}${then}` };
}

function presentBoot(paths: SystemPaths, session: Session, now: Date): BootNote | undefined {
	const bootId = readText(paths.bootId)?.trim();
	const uptimeSeconds = Number(readText(paths.uptime)?.split(" ")[0]);
	if (bootId === undefined || !Number.isFinite(uptimeSeconds) || "problem" in session.running) {
		return undefined;
	}
	const { slot } = session.running;
	const rootHash = slotFacts(session)[slot].rootHash ?? "";
	const startedAtSeconds = Math.round(now.getTime() / 1000 - uptimeSeconds);
	return { bootId, slot, rootHash, startedAtSeconds };
}

function slotFacts(session: Session): Readonly<Record<SlotName, SlotFacts>> {
	const { slots } = reportDisk(session);
	const factsOf = (name: SlotName): SlotFacts => {
		const slot = slots.find((candidate) => candidate.name === name);
		return {
			rootHash: slot?.rootHash ?? undefined,
			successful: slot?.successful === true,
			bootable: slot !== undefined && slot.ineligible === null,
		};
	};
	return { A: factsOf("A"), B: factsOf("B") };
}

import { type SlotName, slotNames } from "../disk-layout.ts";
import { type BootHistory, type BootNote, bootOf } from "./boots.ts";
import type { Crash } from "./record.ts";

/** What a slot is, as far as a verdict on it needs. */
export interface SlotFacts {
	readonly rootHash: string | undefined;
	readonly successful: boolean;
	/** The selector would start it. */
	readonly bootable: boolean;
}

/** What is done about the crashes of the last hour. */
export type CrashVerdict =
	| { readonly kind: "keep" }
	| {
			readonly kind: "mark-bad";
			readonly slot: SlotName;
			/** Every crash up to this one was judged. */
			readonly untilSeconds: number;
			readonly because: string;
	  };

const hourSeconds = 3600;
const crashLimit = 2;

/**
 * Two verity or panic records of one slot within the hour before this boot mark it bad, if the
 * other slot is successful: so a slot gives way that boots well, is proven, and dies afterwards
 * each time, which the selector's count of unproven boots cannot see. What the slot held before
 * does not count against what it holds now.
 * @param boot the present boot
 */
export function judgeCrashes(
	crashes: readonly Crash[],
	history: BootHistory,
	boot: BootNote,
	slots: Readonly<Record<SlotName, SlotFacts>>,
): CrashVerdict {
	for (const slot of slotNames) {
		const other = slots[slot === "A" ? "B" : "A"];
		const ended = new Map<string, Crash>(); // by boot: two records of one boot are one crash
		for (const crash of crashes.filter((candidate) => isFresh(candidate, history, boot))) {
			const note = bootOf(crash, history);
			if (note?.slot === slot && note.rootHash === slots[slot].rootHash) {
				ended.set(note.bootId, crash);
			}
		}
		const last = [...ended.values()].sort((a, b) => a.atSeconds - b.atSeconds).at(-1);
		const isGuilty = last !== undefined && ended.size >= crashLimit;
		if (isGuilty && slots[slot].bootable && other.bootable && other.successful) {
			return {
				kind: "mark-bad",
				slot,
				untilSeconds: last.atSeconds,
				because: `${ended.size} crashes within an hour, the last one: ${last.line}`,
			};
		}
	}
	return { kind: "keep" };
}

function isFresh(crash: Crash, history: BootHistory, boot: BootNote): boolean {
	const ageSeconds = boot.startedAtSeconds - crash.atSeconds;
	return (
		crash.kind !== "other" &&
		crash.atSeconds > history.judgedUntilSeconds &&
		Math.abs(ageSeconds) <= hourSeconds
	);
}

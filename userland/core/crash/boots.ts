import type { SlotName } from "../disk-layout.ts";
import type { Crash } from "./record.ts";

/** What the agent notes of every boot, to know later which slot a crash belongs to. */
export interface BootNote {
	/** The kernel's boot_id. */
	readonly bootId: string;
	readonly slot: SlotName;
	/** What the slot held. */
	readonly rootHash: string;
	/** When the kernel started, in seconds since 1970. */
	readonly startedAtSeconds: number;
}

/** The notes of the last boots, oldest first. */
export interface BootHistory {
	readonly boots: readonly BootNote[];
	/** Crashes up to this time were judged and had consequences: they count no more. */
	readonly judgedUntilSeconds: number;
}

export const emptyHistory: BootHistory = { boots: [], judgedUntilSeconds: 0 };

/** Two crashes within an hour need no more; a machine that reboots every 20 s has 180. */
const keptBoots = 256;

/** The history with one more boot; the same boot is noted once. */
export function noteBoot(history: BootHistory, boot: BootNote): BootHistory {
	if (history.boots.some(({ bootId }) => bootId === boot.bootId)) {
		return history;
	}
	return { ...history, boots: [...history.boots, boot].slice(-keptBoots) };
}

/** Clocks are read at different moments, and records have whole seconds. */
const toleranceSeconds = 15;

/**
 * The boot that a crash ended: the one whose kernel started when the crash says that its kernel
 * started. Unknown when the clock was set in between, or when the boot never got as far as its
 * note: the selector counts those.
 */
export function bootOf(crash: Crash, history: BootHistory): BootNote | undefined {
	if (crash.uptimeSeconds === undefined) {
		return undefined;
	}
	const startedAt = crash.atSeconds - crash.uptimeSeconds;
	return history.boots.findLast(
		(boot) => Math.abs(boot.startedAtSeconds - startedAt) <= toleranceSeconds,
	);
}

/** Reads a history; a text that is none is an empty one, since it only helps to judge. */
export function parseHistory(text: string | undefined): BootHistory {
	try {
		const value: unknown = JSON.parse(text ?? "");
		return isHistory(value) ? value : emptyHistory;
	} catch {
		return emptyHistory;
	}
}

function isHistory(value: unknown): value is BootHistory {
	const { boots, judgedUntilSeconds } = (value ?? {}) as Partial<Record<string, unknown>>;
	return typeof judgedUntilSeconds === "number" && Array.isArray(boots) && boots.every(isNote);
}

function isNote(value: unknown): value is BootNote {
	const note = (value ?? {}) as Partial<Record<string, unknown>>;
	return (
		typeof note["bootId"] === "string" &&
		(note["slot"] === "A" || note["slot"] === "B") &&
		typeof note["rootHash"] === "string" &&
		typeof note["startedAtSeconds"] === "number"
	);
}

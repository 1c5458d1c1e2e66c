import { formatBytes } from "../../lib/table.ts";

/** What an installation is doing. */
export type InstallPhase = "checking" | "writing" | "reading-back";

/** How far a phase is. */
export interface Progress {
	readonly phase: InstallPhase;
	readonly doneBytes: number;
	readonly totalBytes: number;
	readonly elapsedMs: number;
}

const words: Readonly<Record<InstallPhase, string>> = {
	checking: "checking the release",
	writing: "writing",
	"reading-back": "reading back",
};

/** Speed since the phase began, and how long it will last; undefined while nothing is known. */
export function paceOf({ doneBytes, totalBytes, elapsedMs }: Progress): {
	readonly bytesPerSecond: number | undefined;
	readonly secondsLeft: number | undefined;
} {
	if (doneBytes === 0 || elapsedMs < 200) {
		return { bytesPerSecond: undefined, secondsLeft: undefined };
	}
	const bytesPerSecond = Math.round((doneBytes * 1000) / elapsedMs);
	return { bytesPerSecond, secondsLeft: Math.ceil((totalBytes - doneBytes) / bytesPerSecond) };
}

/** `writing: 40 %, 98 of 245 MiB, 120 MiB/s, 2 s left`. */
export function formatProgress(progress: Progress): string {
	const { phase, doneBytes, totalBytes } = progress;
	const { bytesPerSecond, secondsLeft } = paceOf(progress);
	const parts = [
		`${words[phase]}: ${percentOf(progress)} %`,
		`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`,
		...(bytesPerSecond === undefined ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
		...(secondsLeft === undefined || doneBytes === totalBytes ? [] : [`${secondsLeft} s left`]),
	];
	return parts.join(", ");
}

/** Whole percents; 100 only when everything is done. */
export function percentOf({ doneBytes, totalBytes }: Progress): number {
	return totalBytes === 0 ? 100 : Math.floor((100 * doneBytes) / totalBytes);
}

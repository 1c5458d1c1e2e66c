import { existsSync, statSync } from "node:fs";
import type { SystemPaths } from "../paths.ts";
import type { ClockFacts } from "../repository/trusted-repository.ts";

/** What this machine knows about the time: nobody but a time server vouches for a clock. */
export function readClock(
	paths: Pick<SystemPaths, "clockEpoch" | "clockSynchronised">,
): ClockFacts {
	const epoch = statSync(paths.clockEpoch, { throwIfNoEntry: false });
	return {
		nowMs: Date.now(),
		isSynchronised: existsSync(paths.clockSynchronised),
		epochMs: epoch?.mtimeMs ?? 0,
	};
}

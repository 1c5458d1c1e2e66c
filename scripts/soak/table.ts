import { apiCalls } from "./api-calls.ts";
import { firstRelease } from "./first-release.ts";
import { fleetWaves } from "./fleet-waves.ts";
import type { SoakJob } from "./job.ts";
import { selectorCuts } from "./selector-cuts.ts";
import { slotCuts } from "./slot-cuts.ts";
import { updateCuts } from "./update-cuts.ts";

/** Every soak job. */
export const soakJobs: readonly SoakJob[] = [
	selectorCuts,
	slotCuts,
	apiCalls,
	fleetWaves,
	updateCuts,
	firstRelease,
];

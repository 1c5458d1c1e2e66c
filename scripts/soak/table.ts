import type { SoakJob } from "./job.ts";
import { selectorCuts } from "./selector-cuts.ts";

/** Every soak job. */
export const soakJobs: readonly SoakJob[] = [selectorCuts];

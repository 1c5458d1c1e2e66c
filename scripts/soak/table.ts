import type { SoakJob } from "./job.ts";

/** Every soak job. */
export const soakJobs: readonly SoakJob[] = [];

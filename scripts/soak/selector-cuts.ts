import { ensureSelectorHost } from "../../image/boot-selector/build.ts";
import { cutScenarios } from "../../image/boot-selector/cut-scenarios.ts";
import { planDisk } from "../../image/boot-selector/host.ts";
import { judgeCuts } from "../../image/boot-selector/judge.ts";
import type { CutOptions } from "../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { required } from "../../userland/lib/assert.ts";
import type { SoakJob, SoakRound } from "./job.ts";

const casesPerFlush = 4000;

/** Every kind of disk and of damage in flight. */
const models: readonly (Omit<CutOptions, "maxCasesPerEpoch" | "seed"> & {
	readonly blockSizeBytes: 512 | 4096;
})[] = [
	{ blockSizeBytes: 512, physicalBlockBytes: 512, tears: "granules" },
	{ blockSizeBytes: 512, physicalBlockBytes: 512, tears: "garbage" },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096, tears: "granules" },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096, tears: "garbage" },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "granules" },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "garbage" },
];

/** One scenario under one model a round; all pairs come before the next sample of the first. */
async function round(seed: number, number: number): Promise<SoakRound> {
	const model = required(models[number % models.length], "a model");
	const scenarios = cutScenarios(model.blockSizeBytes);
	const turn = Math.floor(number / models.length);
	const scenario = required(scenarios[turn % scenarios.length], "a scenario");
	const host = await ensureSelectorHost(openToolTree());
	const { writes } = await planDisk(host, { disk: scenario.disk });
	const options = { ...model, maxCasesPerEpoch: casesPerFlush, seed: (seed + number) >>> 0 };
	const verdict = await judgeCuts(host, scenario.disk, writes, options);
	return {
		count: verdict.cuts,
		failures: verdict.failures.map((failure) => `${scenario.name}, round ${number}: ${failure}`),
	};
}

/** Power cuts in every write of the selector, judged by the selector's own code. */
export const selectorCuts: SoakJob = {
	name: "selector-cuts",
	unit: "power cuts",
	about: "power cuts in every write of the boot selector, judged by its own code",
	round,
};

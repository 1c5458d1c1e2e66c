import { ensureSelectorHost } from "../../image/boot-selector/build.ts";
import { diskImage, type Write } from "../../image/boot-selector/disk-image.ts";
import { judgeCuts } from "../../image/boot-selector/judge.ts";
import type { CutOptions } from "../../image/boot-selector/power-cut.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { required } from "../../userland/lib/assert.ts";
import { slotWrites } from "../../userland/testing/slot-writes.ts";
import type { SoakJob, SoakRound } from "./job.ts";

const casesPerFlush = 4000;

/** Every kind of disk and of damage in flight whose cuts are too many for a test. */
const models: readonly (Omit<CutOptions, "maxCasesPerEpoch" | "seed"> & {
	readonly blockSizeBytes: 512 | 4096;
})[] = [
	{ blockSizeBytes: 512, physicalBlockBytes: 512, tears: "garbage" },
	{ blockSizeBytes: 512, physicalBlockBytes: 4096, tears: "garbage" },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "granules" },
	{ blockSizeBytes: 4096, physicalBlockBytes: 4096, tears: "garbage" },
];

/** One table write under one model a round; all pairs come before the next sample of the first. */
async function round(seed: number, number: number): Promise<SoakRound> {
	const model = required(models[number % models.length], "a model");
	const all = slotWrites(model.blockSizeBytes);
	const write = required(all[Math.floor(number / models.length) % all.length], "a write");
	const { blockSizeBytes, diskSizeBytes } = write.geometry;
	const shape = { blockSizeBytes, blockCount: diskSizeBytes / blockSizeBytes };
	const writes = write.steps.map(
		(step): Write =>
			step.kind === "write"
				? { kind: "write", lba: step.offsetBytes / blockSizeBytes, bytes: step.bytes }
				: { kind: "flush" },
	);
	const host = await ensureSelectorHost(openToolTree());
	const options = { ...model, maxCasesPerEpoch: casesPerFlush, seed: (seed + number) >>> 0 };
	const verdict = await judgeCuts(host, diskImage(shape, write.pieces), writes, options);
	return {
		count: verdict.cuts,
		failures: verdict.failures.map((failure) => `${write.name}, round ${number}: ${failure}`),
	};
}

/** Power cuts in every table write of `soma slot`, judged by the selector's code. */
export const slotCuts: SoakJob = {
	name: "slot-cuts",
	unit: "power cuts",
	about: "power cuts in every table write of `soma slot`, judged by the selector's code",
	round,
};

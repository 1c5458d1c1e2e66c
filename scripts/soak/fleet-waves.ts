import fc from "fast-check";
import { wavePresets } from "../../userland/core/wave/policy.ts";
import { required } from "../../userland/lib/assert.ts";
import { arbitraryWave } from "../../userland/testing/arbitrary-wave.ts";
import { judgeWave } from "../../userland/testing/fleet-verdict.ts";
import { wireRound } from "../../userland/testing/outcome-wire.ts";
import type { SoakJob, SoakRound } from "./job.ts";

const seedsPerRound = 10;

/** Each policy with a name, and an arbitrary one, with some new seeds; and a fleet over HTTP. */
async function round(seed: number, number: number): Promise<SoakRound> {
	const failures: string[] = [];
	for (let at = 0; at < seedsPerRound; at++) {
		const fleetSeed = (seed * 1_000_003 + number * seedsPerRound + at) >>> 0;
		const sampled = fc.sample(arbitraryWave, { seed: fleetSeed, numRuns: 1 });
		const arbitrary = required(sampled[0], "a policy");
		for (const [name, policy] of Object.entries({ ...wavePresets, arbitrary })) {
			failures.push(...judgeWave(name, policy, fleetSeed).failures);
		}
	}
	failures.push(...(await wireRound((seed + number) >>> 0, 60)));
	return { count: seedsPerRound, failures: failures.slice(0, 20) };
}

/** Fleets of 200 nodes with faults, which get good and bad releases in waves. */
export const fleetWaves: SoakJob = {
	name: "fleet-waves",
	unit: "seeds",
	about: "fleets of 200 nodes with faults get bad and good releases by every policy",
	round,
};

import fc from "fast-check";
import { expect, test } from "vitest";
import { type WavePolicy, wavePresets } from "../core/wave/policy.ts";
import { arbitraryWave } from "./arbitrary-wave.ts";
import { recordFigure } from "./figure.ts";
import { fleetNodes } from "./fleet-simulation.ts";
import { judgeWave, type WaveVerdict } from "./fleet-verdict.ts";

const seeds = 200;

function judgeSeeds(name: string, policyOf: (at: number) => WavePolicy): WaveVerdict[] {
	return Array.from({ length: seeds }, (_, at) => judgeWave(name, policyOf(at), at + 1));
}

const most = (values: readonly number[]): number => Math.max(...values);
const mean = (values: readonly number[]): string =>
	(values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);

function showFigures(name: string, verdicts: readonly WaveVerdict[]): void {
	const some = verdicts.map((verdict) => verdict.takenFailingOnSome);
	const halted = verdicts.filter(({ haltsOfGood }) => haltsOfGood > 0).length;
	const [eight, day] = [0, 1].map((at) =>
		mean(verdicts.map(({ staticAfterHours }) => staticAfterHours[at] ?? 0)),
	);
	recordFigure(
		`${name}: ${verdicts.length} seeds of ${fleetNodes} nodes, at most ` +
			`${most(verdicts.map((verdict) => verdict.takenFailing))} took a bad release, ` +
			`${most(verdicts.map((verdict) => verdict.takenSilencing))} one that cuts nodes off, ` +
			`${most(verdicts.map((verdict) => verdict.takenFailingLater))} one failing after minutes, ` +
			`${most(some)} (mean ${mean(some)}) one that fails on 30 %, ` +
			`where it hit ${most(verdicts.map((verdict) => verdict.badOnSome))} and ` +
			`${some.filter((count) => count >= fleetNodes / 20).length} seeds reached 5 %; ` +
			`a good one was halted in ${halted}, and 95 % had it after ` +
			`${mean(verdicts.map(({ goodAfterHours }) => goodAfterHours))} h; without a server ` +
			`${eight} nodes took a bad one in 8 h, ${day} in 24 h`,
	);
}

test.each(Object.entries(wavePresets))(
	"policy %s: a bad release is stopped, a good one reaches all, steps hold without a server",
	(name, policy) => {
		const verdicts = judgeSeeds(name, () => policy);
		showFigures(name, verdicts);
		expect(verdicts.flatMap(({ failures }) => failures)).toEqual([]);
		const reached = verdicts.filter((verdict) => verdict.takenFailingOnSome >= fleetNodes / 20);
		expect(reached.length).toBeLessThan(seeds / 10);
		const halted = verdicts.filter(({ haltsOfGood }) => haltsOfGood > 0);
		expect(halted.length).toBeLessThan(seeds / 5);
	},
);

test("arbitrary policies: a bad release is stopped, a good one reaches everybody", () => {
	const policies = fc.sample(arbitraryWave, { seed: 5, numRuns: seeds });
	const verdicts = judgeSeeds("arbitrary", (at) => policies[at] ?? wavePresets.default);
	showFigures("arbitrary", verdicts);
	expect(verdicts.flatMap(({ failures }) => failures)).toEqual([]);
});

import { groupOf, type WavePolicy } from "../core/wave/policy.ts";
import {
	type FleetPlan,
	type FleetResult,
	fleetCanaries,
	fleetNodes,
	promotedAtSeconds,
	simulateFleet,
} from "./fleet-simulation.ts";

/** A twentieth of the fleet: a bad release has to be stopped before so many nodes took it. */
const tooMany = fleetNodes / 20;
/** Of a hundred nodes half of one has hardware that fails with any release. */
const sickShare = 0.005;

/** What one seed showed with one policy. */
export interface WaveVerdict {
	/** A line for each thing that must not be, with what repeats it. */
	readonly failures: readonly string[];
	/** How many nodes took a release that fails on each; from which no node is heard again; ... */
	readonly takenFailing: number;
	readonly takenSilencing: number;
	/** ... that fails after minutes; that fails on 3 of 10. */
	readonly takenFailingLater: number;
	readonly takenFailingOnSome: number;
	/** On how many of these it went wrong. */
	readonly badOnSome: number;
	/** How often a good release was halted by hardware that fails anyway, or by silence. */
	readonly haltsOfGood: number;
	/** After how many hours nineteen of twenty nodes had a good release. */
	readonly goodAfterHours: number;
	/** Nodes that took a release that fails on each within 8 and 24 hours, if nobody counts. */
	readonly staticAfterHours: readonly [eight: number, day: number];
}

/** Runs each kind of release through a fleet with faults. */
export function judgeWave(name: string, policy: WavePolicy, seed: number): WaveVerdict {
	const failures: string[] = [];
	const check = (isFine: boolean, what: string): void => {
		if (!isFine) {
			failures.push(`policy ${name}, seed ${seed}: ${what}`);
		}
	};
	const run = (plan: Partial<FleetPlan>): FleetResult =>
		simulateFleet({
			...{ seed, policy, sickShare, watchedDays: 3, hosting: "server", operator: "away" },
			...{ release: "fails", ...plan },
		});

	const failing = run({ release: "fails" });
	const later = run({ release: "fails-later" });
	const silencing = run({ release: "silences" });
	const some = run({ release: "fails-on-some" });
	check(failing.taken.length < tooMany, `${failing.taken.length} took what fails on each`);
	check(silencing.taken.length < tooMany, `${silencing.taken.length} took what silences each`);
	check(later.taken.length < tooMany, `${later.taken.length} took what fails after minutes`);
	check(some.bad < tooMany, `${some.bad} were hit by what fails on 3 of 10`);
	for (const result of [failing, silencing, later, some]) {
		check(result.halts === 1, `a bad release was halted ${result.halts} times`);
	}

	const good = run({ release: "good", operator: "resumes" });
	check(good.missing === 0, `${good.missing} reachable nodes never got a good release`);

	const nearlyAll = good.taken[fleetNodes - tooMany - 1]?.atSeconds ?? Number.POSITIVE_INFINITY;

	const unwatched = run({ hosting: "static", watchedDays: 1 });
	checkSteps(policy, unwatched, check);
	const after = (hours: number): number =>
		unwatched.taken.filter(({ atSeconds }) => atSeconds <= promotedAtSeconds + hours * 3600).length;
	return {
		failures,
		takenFailing: failing.taken.length,
		takenSilencing: silencing.taken.length,
		takenFailingLater: later.taken.length,
		takenFailingOnSome: some.taken.length,
		badOnSome: some.bad,
		haltsOfGood: good.halts,
		goodAfterHours: (nearlyAll - promotedAtSeconds) / 3600,
		staticAfterHours: [after(8), after(24)],
	};
}

const greatestClockErrorSeconds = 300;

/** By the time of each step no more nodes than its share took the release, but for chance. */
function checkSteps(
	policy: WavePolicy,
	{ taken }: FleetResult,
	check: (isFine: boolean, what: string) => void,
): void {
	for (const canary of [true, false]) {
		const group = groupOf(policy, canary ? { update: "canary" } : {});
		const sizes = { canary: fleetCanaries, others: fleetNodes - fleetCanaries };
		const size = canary ? sizes.canary : sizes.others;
		for (const { afterMinutes, share } of group?.steps ?? []) {
			const by = promotedAtSeconds + afterMinutes * 60 - greatestClockErrorSeconds;
			const count = taken.filter((one) => one.canary === canary && one.atSeconds < by).length;
			const chance = 5 * Math.sqrt(size * share * (1 - share)) + (share > 0 ? 1 : 0);
			const what = `${count} of ${size} took it before minute ${afterMinutes}, share ${share}`;
			check(count <= size * share + chance, what);
		}
	}
	const isAhead = policy.groups[0]?.name === "canary" && policy.groups[0].steps[0]?.share === 1;
	const others = policy.groups.at(-1)?.steps[0];
	if (
		isAhead &&
		policy.groups[0]?.steps[0]?.afterMinutes === 0 &&
		(others?.afterMinutes ?? 0) >= 60
	) {
		check(taken[0]?.canary === true, "the first node was no canary");
	}
}

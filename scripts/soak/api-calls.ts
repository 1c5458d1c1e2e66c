import { openApiSoak } from "../../userland/testing/api-soak.ts";
import type { SoakJob, SoakRound } from "./job.ts";

const callsPerRound = 5000;
/** The first rounds fill what is kept for reuse; from then on memory has to stay where it is. */
const warmUpRounds = 4;
const greatestGrowthBytes = 48 * 2 ** 20;

let roundsHere = 0;
let settledBytes = 0;

async function round(seed: number, number: number): Promise<SoakRound> {
	const soak = await openApiSoak(); // closed again, or the job would never end
	const failures = [...(await soak.run((seed * 65_537 + number) >>> 0, callsPerRound))];
	const left = await soak.leftOvers();
	if (left !== undefined) {
		failures.push(`left over: ${left}`);
	}
	await soak.close();
	Bun.gc(true);
	const residentBytes = process.memoryUsage.rss();
	roundsHere += 1;
	if (roundsHere <= warmUpRounds) {
		settledBytes = Math.max(settledBytes, residentBytes);
	} else if (residentBytes > settledBytes + greatestGrowthBytes) {
		const growth = Math.round((residentBytes - settledBytes) / 2 ** 20);
		failures.push(`resident memory grew by ${growth} MiB since round ${warmUpRounds}`);
	}
	return {
		count: callsPerRound,
		failures: failures.slice(0, 20).map((failure) => `round ${number}: ${failure}`),
	};
}

/** Calls of every kind against the server of the API, whose memory has to stay flat. */
export const apiCalls: SoakJob = {
	name: "api-calls",
	unit: "calls",
	about: "calls of every kind over mutual TLS; nothing is left over, and memory stays flat",
	round,
};

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../image/tools/cache.ts";
import { SomaError } from "../userland/lib/errors.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { commitName } from "./lib/commit.ts";
import { durationText } from "./lib/duration.ts";
import type { SoakJob } from "./soak/job.ts";
import { writeLedgerRow } from "./soak/ledger.ts";
import { soakJobs } from "./soak/table.ts";

const spec = {
	name: "npm run soak --",
	summary: "Runs seeded jobs for a time and writes docs/soak.md. Goes on where it was.",
	rest: { name: "JOB", help: "Which jobs; all of them without" },
	flags: {
		hours: { kind: "number", value: "H", minimum: 0.001, maximum: 1000, help: "how long; 1" },
		seed: { kind: "number", value: "S", minimum: 0, maximum: 2 ** 32 - 1, help: "the seed; 1" },
	},
} as const satisfies CommandSpec;

/** How far a job came with one seed at one commit; kept so that the next run goes on from there. */
interface SoakState {
	readonly rounds: number;
	readonly elapsedMs: number;
	readonly count: number;
	readonly failures: readonly string[];
}

const lineEveryMs = 30_000;

/** `npm run soak -- [JOB...] --hours H --seed S`: seeded work without an end, with a ledger. */
export async function soak(args: readonly string[]): Promise<number> {
	const { flags, rest, help } = parseFlags(spec, args);
	if (help) {
		const details = soakJobs.map(({ name, about }) => `  ${name}: ${about}`).join("\n");
		process.stdout.write(`${formatHelp({ ...spec, details })}\n`);
		return 0;
	}
	const jobs = chooseJobs(rest);
	const hours = (flags.hours ?? 1) / jobs.length;
	const commit = await commitName(); // before the ledger changes
	const states: SoakState[] = [];
	for (const job of jobs) {
		states.push(await soakOne(job, commit, flags.seed ?? 1, hours));
	}
	return states.every((state) => state.failures.length === 0) ? 0 : 1;
}

function chooseJobs(rest: readonly string[]): readonly SoakJob[] {
	const unknown = rest.find((word) => !soakJobs.some((job) => job.name === word));
	if (unknown !== undefined || soakJobs.length === 0) {
		throw new SomaError({
			code: "unknown-soak",
			message: `there is no soak job ${unknown ?? "at all yet"}`,
			hint: `jobs: ${soakJobs.map((job) => job.name).join(", ")}`,
		});
	}
	return rest.length === 0 ? soakJobs : soakJobs.filter((job) => rest.includes(job.name));
}

async function soakOne(
	job: SoakJob,
	commit: string,
	seed: number,
	hours: number,
): Promise<SoakState> {
	const folder = join(cacheDirectory(), "soak");
	mkdirSync(folder, { recursive: true });
	const path = join(folder, `${job.name}-${commit}-${seed}.json`);
	let state = readState(path);
	const before = state.elapsedMs;
	const started = performance.now();
	const endMs = started + hours * 3_600_000;
	let shownMs = started;
	process.stdout.write(`${job.name}: seed ${seed}, from round ${state.rounds}\n`);
	while (performance.now() < endMs) {
		const round = await job.round(seed, state.rounds);
		state = {
			rounds: state.rounds + 1,
			elapsedMs: before + performance.now() - started,
			count: state.count + round.count,
			failures: [...state.failures, ...round.failures],
		};
		writeFileSync(path, JSON.stringify(state));
		// After each round: a run that is stopped keeps what it did.
		writeLedgerRow({
			job: job.name,
			commit,
			endedAt: new Date().toISOString(),
			seed,
			hours: state.elapsedMs / 3_600_000,
			count: state.count,
			failures: state.failures.length,
		});
		for (const failure of round.failures) {
			process.stdout.write(`${job.name}: FAILED ${failure}\n`);
		}
		if (performance.now() - shownMs > lineEveryMs) {
			shownMs = performance.now();
			process.stdout.write(`${progressText(job, state)}\n`);
		}
	}
	process.stdout.write(`${progressText(job, state)}\n`);
	return state;
}

function progressText(job: SoakJob, state: SoakState): string {
	const took = durationText(state.elapsedMs);
	return `${job.name}: ${state.count} ${job.unit}, ${state.failures.length} failures, ${took}`;
}

function readState(path: string): SoakState {
	const fresh: SoakState = { rounds: 0, elapsedMs: 0, count: 0, failures: [] };
	return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SoakState) : fresh;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { readBenchRecords } from "../bench/records.ts";
import { ensureImage } from "../lib/image.ts";
import { withProgress } from "../lib/progress.ts";
import { caseFile, caseNames, qemuConfig } from "../lib/qemu-cases.ts";
import { lastOutcomes, runVitest, type TestOutcome } from "../lib/vitest-run.ts";
import { prepareTools } from "../setup.ts";
import { readLedger } from "../soak/ledger.ts";
import type { Claim } from "./claim.ts";
import type { LastRun, Proofs } from "./judge.ts";

/** Runs the test files that the claims need, each once, and reads what longer runs left behind. */
export async function gatherProofs(chosen: readonly Claim[]): Promise<Proofs> {
	const evidence = chosen.flatMap((claim) => claim.evidence);
	const unitFiles = evidence.flatMap((one) => (one.kind === "unit" ? [one.file] : []));
	const known = caseNames();
	const qemuFiles = evidence.flatMap((one) =>
		one.kind === "qemu" ? [caseFile(one.name, known)] : [],
	);
	if (unitFiles.length > 0 || qemuFiles.length > 0) {
		await prepareTools();
	}
	const unit = await runTests("claims-unit", undefined, unitFiles);
	if (qemuFiles.length > 0) {
		await withProgress("image", ensureImage);
	}
	const qemu = await runTests("claims-qemu", qemuConfig, qemuFiles);
	return {
		now: new Date(),
		unit,
		qemu,
		soaks: readLedger(),
		benchmarks: readBenchRecords(),
		lastRun: readLastRun(),
	};
}

async function runTests(
	name: string,
	config: string | undefined,
	files: readonly string[],
): Promise<readonly TestOutcome[]> {
	if (files.length === 0) {
		return [];
	}
	const plan = {
		name,
		files: [...new Set(files)],
		...(config === undefined ? {} : { config, extra: ["--maxWorkers=2"] }),
	};
	return await withProgress(name, (report) => runVitest(plan, report));
}

function readLastRun(): LastRun | undefined {
	try {
		const path = join(repositoryRoot, "out", "tests", "last-run.json");
		return JSON.parse(readFileSync(path, "utf8")) as LastRun;
	} catch {
		return; // `npm test` never ran here
	}
}

/** What the last `npm test` left behind, and runs of single cases since; nothing is run. */
export function lastProofs(): Proofs {
	return {
		now: new Date(),
		unit: lastOutcomes("unit", "tidy"),
		qemu: lastOutcomes("qemu", "qemu-by-name"),
		soaks: readLedger(),
		benchmarks: readBenchRecords(),
		lastRun: readLastRun(),
	};
}

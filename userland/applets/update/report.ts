import type { NodeConfig } from "../../core/config/node-config.ts";
import type { HistoryEntry, UpdateDocument } from "../../core/update/document.ts";
import { describePhase } from "../../core/update/phase.ts";
import { describeTrial } from "../../core/update/programs.ts";
import type { ProgramsDocument } from "../../core/update/programs-document.ts";
import { presented } from "../../core/update/reconcile.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatAge, formatDuration, formatPairs, formatTable } from "../../lib/table.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import { readRelease } from "../../system/release.ts";
import { readText } from "../../system/text-file.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Context } from "../context.ts";
import { readDocument, readPrograms } from "./session.ts";

/** Everything that a node knows about its updates, whoever asks for it. */
export interface UpdateReport extends UpdateDocument {
	/** The release that runs; null where that is not known. */
	readonly running: string | null;
	readonly config: NodeConfig["update"] | null;
	/** What is told of the programs; what is only for the next look at them is not. */
	readonly programs: Omit<ProgramsDocument, "settled">;
}

/** What this node knows. */
export function collectUpdate({ paths, warn }: Pick<Context, "paths" | "warn">): UpdateReport {
	const files = updateFiles(paths.update);
	const { settled: _settled, ...programs } = readPrograms(files, warn);
	const running = readRelease(paths).version.value;
	const bootId = readText(paths.bootId)?.trim() ?? "";
	return {
		running,
		config: readNodeConfig(paths)?.update ?? null,
		...presented(readDocument(files, warn), { running: running ?? undefined, bootId }),
		programs,
	};
}

/** The same as `soma update status --json` has it. */
export function statusValue(report: UpdateReport): Omit<UpdateReport, "history"> {
	const { history: _history, ...rest } = report;
	return rest;
}

/** `soma update status` for a person. */
export function formatUpdate(report: UpdateReport, nowSeconds: number): string {
	const { check, wishes, refused, config, programs } = report;
	const pairs: (readonly [string, string])[] = [
		["running", report.running ?? "unknown"],
		["channel", config?.channel ?? "stable"],
		["servers", config?.servers?.join(", ") ?? "none: this node takes no release by itself"],
		["phase", describePhase(report.phase)],
	];
	if (check.standing !== undefined) {
		pairs.push(["because", check.standing]);
	}
	pairs.push(["last check", formatLastCheck(report, nowSeconds)]);
	if (check.problem !== undefined) {
		pairs.push(["problem", `${check.problem} (${check.failures} in a row)`]);
	}
	if (wishes.hold !== undefined) {
		const { because, atSeconds } = wishes.hold;
		pairs.push(["hold", `${because} (${formatAge(atSeconds, nowSeconds)})`]);
	}
	if (wishes.pin !== undefined) {
		pairs.push(["pin", wishes.pin]);
	}
	if (refused.length > 0) {
		pairs.push(["refused", refused.map(({ version }) => version).join(", ")]);
	}
	return formatPairs([...pairs, ...programPairs(programs, nowSeconds)]);
}

/** When the node asked for releases last. */
export function formatLastCheck({ check }: UpdateReport, nowSeconds: number): string {
	return check.atSeconds === 0 ? "never" : formatAge(check.atSeconds, nowSeconds);
}

/** What is known of the programs on the EFI system partition. */
function programPairs(
	{ rescue, selector, trial, failed, check }: UpdateReport["programs"],
	nowSeconds: number,
): (readonly [string, string])[] {
	const onTrial = describeTrial(trial);
	return [
		...(rescue === undefined ? [] : [["rescue", rescue.version] as const]),
		...(selector === undefined ? [] : [["selector", selector.version] as const]),
		...(onTrial === undefined ? [] : [["new selector", onTrial] as const]),
		...failed.map(
			({ version, because, atSeconds }) =>
				[
					"failed selector",
					`${version}: ${because} (${formatAge(atSeconds, nowSeconds)}); it is not tried again`,
				] as const,
		),
		...(check.problem === undefined ? [] : [["programs", check.problem] as const]),
	];
}

export const historyColumns = ["RELEASE", "FROM", "OUTCOME", "WHEN", "TOOK", "BECAUSE"] as const;

/** A release in a table with {@link historyColumns}. */
export function historyCells(entry: HistoryEntry, nowSeconds: number): readonly string[] {
	return [
		entry.release.version,
		entry.from.version,
		entry.outcome,
		formatAge(entry.decidedAtSeconds, nowSeconds),
		formatDuration(entry.decidedAtSeconds - entry.committedAtSeconds),
		entry.because,
	];
}

/** `soma update history` for a person. */
export function formatHistory({ history, programs }: UpdateReport, nowSeconds: number): string {
	const ofSelectors = programs.failed.map(
		({ version, because, atSeconds }) =>
			`the selector of ${version} failed ${formatAge(atSeconds, nowSeconds)}: ${because}`,
	);
	if (history.length === 0) {
		return ["this node took no release yet", ...ofSelectors].join("\n");
	}
	const rows = history.map((entry) => historyCells(entry, nowSeconds));
	return [formatTable(historyColumns, rows), ...ofSelectors].join("\n");
}

/**
 * The last failure, or the last one of a version.
 * @throws SomaError `update-no-failure`
 */
export function findFailure(
	{ history }: Pick<UpdateReport, "history">,
	version: string | undefined,
): HistoryEntry {
	const failed = history.filter(({ outcome }) => outcome === "rolled-back");
	const entry = failed.findLast(
		({ release }) => version === undefined || release.version === version,
	);
	if (entry === undefined) {
		throw new SomaError({
			code: "update-no-failure",
			message:
				version === undefined
					? "no release failed on this node"
					: `${version} did not fail on this node`,
			hint: "`soma update history` shows what became of each release",
		});
	}
	return entry;
}

/** `soma update why` for a person. */
export function formatFailure(entry: HistoryEntry): string {
	const { release, from, because, evidence, committedAtSeconds, decidedAtSeconds } = entry;
	const took = formatDuration(decidedAtSeconds - committedAtSeconds);
	return [
		`${release.version} did not stay (${entry.class ?? "unknown"}): ${because}`,
		`${from.version} runs again, ${took} after the restart into ${release.version} was prepared`,
		`${release.version} is not taken again on this node; \`soma update apply --force\` does`,
		...(evidence.length === 0 ? [] : ["the last words of its last boot:"]),
		...evidence.map((line) => `  ${line}`),
	].join("\n");
}

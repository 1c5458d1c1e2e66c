import type { HistoryEntry, UpdateDocument } from "../../core/update/document.ts";
import { describePhase } from "../../core/update/phase.ts";
import { describeTrial } from "../../core/update/programs.ts";
import type { ProgramsDocument } from "../../core/update/programs-document.ts";
import { SomaError } from "../../lib/errors.ts";
import { formatAge, formatDuration, formatPairs, formatTable } from "../../lib/table.ts";
import { readNodeConfig } from "../../system/node-config.ts";
import { readRelease } from "../../system/release.ts";
import { updateFiles } from "../../system/update/files.ts";
import type { Work } from "../command.ts";
import { type Context, formatJson } from "../context.ts";
import { readPrograms } from "./programs.ts";
import { readDocument } from "./session.ts";
import type { historySpec, statusSpec, whySpec } from "./specs.ts";

/** `soma update status`. */
export const status: Work<typeof statusSpec> = async (context, { flags }) => {
	const document = documentOf(context);
	const running = readRelease(context.paths).version.value;
	const config = readNodeConfig(context.paths)?.update;
	const programs = readPrograms(updateFiles(context.paths.update), context.warn);
	if (flags.json) {
		const { phase, wishes, refused, check } = document;
		const whole = { running, config: config ?? null, phase, wishes, refused, check, programs };
		context.print(formatJson(whole));
		return 0;
	}
	const now = Date.now() / 1000;
	const { check, wishes, refused } = document;
	const pairs: (readonly [string, string])[] = [
		["running", running ?? "unknown"],
		["channel", config?.channel ?? "stable"],
		["servers", config?.servers?.join(", ") ?? "none: this node takes no release by itself"],
		["phase", describePhase(document.phase)],
	];
	if (check.standing !== undefined) {
		pairs.push(["because", check.standing]);
	}
	pairs.push(["last check", check.atSeconds === 0 ? "never" : formatAge(check.atSeconds, now)]);
	if (check.problem !== undefined) {
		pairs.push(["problem", `${check.problem} (${check.failures} in a row)`]);
	}
	if (wishes.hold !== undefined) {
		pairs.push(["hold", `${wishes.hold.because} (${formatAge(wishes.hold.atSeconds, now)})`]);
	}
	if (wishes.pin !== undefined) {
		pairs.push(["pin", wishes.pin]);
	}
	if (refused.length > 0) {
		pairs.push(["refused", refused.map(({ version }) => version).join(", ")]);
	}
	context.print(formatPairs([...pairs, ...programPairs(programs, now)]));
	return 0;
};

/** What is known of the programs on the EFI system partition. */
function programPairs(
	{ rescue, selector, trial, failed, check }: ProgramsDocument,
	now: number,
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
					`${version}: ${because} (${formatAge(atSeconds, now)}); it is not tried again`,
				] as const,
		),
		...(check.problem === undefined ? [] : [["programs", check.problem] as const]),
	];
}

/** `soma update history`. */
export const history: Work<typeof historySpec> = async (context, { flags }) => {
	const entries = documentOf(context).history;
	if (flags.json) {
		context.print(formatJson(entries));
		return 0;
	}
	const now = Date.now() / 1000;
	const { failed } = readPrograms(updateFiles(context.paths.update), context.warn);
	const ofSelectors = failed.map(
		({ version, because, atSeconds }) =>
			`the selector of ${version} failed ${formatAge(atSeconds, now)}: ${because}`,
	);
	if (entries.length === 0) {
		context.print(["this node took no release yet", ...ofSelectors].join("\n"));
		return 0;
	}
	const rows = entries.map((entry) => [
		entry.release.version,
		entry.from.version,
		entry.outcome,
		formatAge(entry.decidedAtSeconds, now),
		formatDuration(entry.decidedAtSeconds - entry.committedAtSeconds),
		entry.because,
	]);
	const titles = ["RELEASE", "FROM", "OUTCOME", "WHEN", "TOOK", "BECAUSE"];
	context.print([formatTable(titles, rows), ...ofSelectors].join("\n"));
	return 0;
};

/** `soma update why [VERSION]`. */
export const why: Work<typeof whySpec> = async (context, { flags, positionals }) => {
	const version = positionals["VERSION"];
	const failed = documentOf(context).history.filter(({ outcome }) => outcome === "rolled-back");
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
	context.print(flags.json ? formatJson(entry) : formatFailure(entry));
	return 0;
};

function formatFailure(entry: HistoryEntry): string {
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

function documentOf(context: Context): UpdateDocument {
	return readDocument(updateFiles(context.paths.update), context.warn);
}

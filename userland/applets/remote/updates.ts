import type { RequestOf, ResponseOf } from "../../core/api/methods.ts";
import { singleNode } from "../../core/context/target.ts";
import type { HistoryEntry, Wishes } from "../../core/update/document.ts";
import { describePhase } from "../../core/update/phase.ts";
import { SomaError } from "../../lib/errors.ts";
import { usageError } from "../../lib/flags.ts";
import { printable } from "../../lib/text-columns.ts";
import {
	findFailure,
	formatFailure,
	formatHistory,
	formatLastCheck,
	formatUpdate,
	historyCells,
	historyColumns,
	statusValue,
	type UpdateReport,
} from "../update/report.ts";
import { describeChange, type WishChange } from "../update/wishes.ts";
import { confirm } from "./confirm.ts";
import type { RemoteParsed, RemoteWork } from "./here-or-there.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession, type RemoteNode, type Session } from "./session.ts";
import { printableLines } from "./status.ts";
import { updateReportOf, wishesOf } from "./update-report.ts";

const nowSeconds = (): number => Date.now() / 1000;

const statusView: View<UpdateReport> = {
	report: statusValue,
	page: (report) => printableLines(formatUpdate(report, nowSeconds())),
	header: [
		"RUNNING",
		{ title: "PHASE", shrinks: true },
		{ title: "BECAUSE", shrinks: true },
		"LAST CHECK",
		{ title: "HOLD", shrinks: true },
		"PIN",
	],
	rows: (report) => [
		[
			report.running ?? "unknown",
			describePhase(report.phase),
			report.check.problem ?? report.check.standing ?? "-",
			formatLastCheck(report, nowSeconds()),
			report.wishes.hold?.because ?? "-",
			report.wishes.pin ?? "-",
		],
	],
};

const historyView: View<UpdateReport> = {
	report: ({ history }) => history,
	page: (report) => printableLines(formatHistory(report, nowSeconds())),
	header: historyColumns,
	rows: ({ history }) => history.map((entry) => historyCells(entry, nowSeconds())),
	nothing: "these nodes took no release yet",
};

const whyView: View<HistoryEntry> = {
	report: (entry) => entry,
	page: (entry) => printableLines(formatFailure(entry)),
	header: ["RELEASE", "CLASS", { title: "BECAUSE", shrinks: true }],
	rows: (entry) => [[entry.release.version, entry.class ?? "unknown", entry.because]],
};

/** `soma update status` of nodes elsewhere. */
export const showRemoteUpdate: RemoteWork = looking(statusView, (report) => report);

/** `soma update history` of nodes elsewhere. */
export const showRemoteHistory: RemoteWork = looking(historyView, (report) => report);

/** `soma update why` of nodes elsewhere. */
export const showRemoteFailure: RemoteWork = looking(whyView, (report, { positionals }) =>
	findFailure(report, positionals["VERSION"]),
);

function looking<Answer>(
	view: View<Answer>,
	select: (report: UpdateReport, parsed: RemoteParsed) => Answer,
): RemoteWork {
	return async (context, parsed) => {
		const session = openSession(context, parsed.flags);
		try {
			const outcomes = await askAll(session, async ({ client }) => {
				const message = await client.call("GetUpdate", {}, session.settings);
				return select(updateReportOf(message), parsed);
			});
			return showOutcomes(context, outcomes, view, parsed.flags["json"] === true);
		} finally {
			session.close();
		}
	};
}

const wishesView: View<{ readonly said: string; readonly wishes: Wishes }> = {
	report: ({ wishes }) => wishes,
	page: ({ said }) => said,
	header: [{ title: "WHAT", shrinks: true }],
	rows: ({ said }) => [[said]],
};

/** What each of these commands wants of a node. */
const wishOf = {
	hold: ({ positionals }) => ({ hold: positionals["REASON"] ?? "" }),
	unhold: () => ({ hold: null }),
	pin: ({ positionals }) => ({ pin: positionals["VERSION"] ?? "" }),
	unpin: () => ({ pin: null }),
} as const satisfies Readonly<Record<string, (parsed: RemoteParsed) => WishChange>>;

/** `soma update hold`, `unhold`, `pin` and `unpin` of nodes elsewhere. */
export function changeRemoteWishes(verb: keyof typeof wishOf): RemoteWork {
	return async (context, parsed) => {
		const change: WishChange = wishOf[verb](parsed);
		const session = openSession(context, parsed.flags);
		try {
			if (parsed.flags.node.length === 0) {
				singleNode(session.target, "without --node this is for");
			}
			const outcomes = await askAll(session, async ({ client }) => {
				const request = wishRequest(change);
				const message = await client.call("ChangeUpdateWishes", request, session.settings);
				return { said: describeChange(change), wishes: wishesOf(message) };
			});
			return showOutcomes(context, outcomes, wishesView, false);
		} finally {
			session.close();
		}
	};
}

function wishRequest({ hold, pin }: WishChange): RequestOf<"ChangeUpdateWishes"> {
	return {
		...(typeof hold === "string" ? { setHold: hold } : {}),
		...(hold === null ? { clearHold: true } : {}),
		...(typeof pin === "string" ? { setPin: pin } : {}),
		...(pin === null ? { clearPin: true } : {}),
	};
}

type Progress = AsyncIterable<ResponseOf<"ApplyUpdate">>;

/** `soma update apply` on a node elsewhere. */
export const applyRemotely: RemoteWork = steering(
	"soma update apply",
	(name) => `This will update ${name}`,
	({ client }, { settings }, { flags, positionals }) => {
		const from = Array.isArray(flags["from"]) ? flags["from"].map(String) : [];
		const folder = from.find((place) => !/^https?:/i.test(place));
		if (folder !== undefined) {
			const text = `soma update apply: ${folder} is no http or https URL, and folders are not sent`;
			throw usageError({ name: "soma update apply" }, text);
		}
		if (flags["restart-by-caller"] === true) {
			const text = "soma update apply: --restart-by-caller is for programs of the node itself";
			throw usageError({ name: "soma update apply" }, text);
		}
		const version = positionals["VERSION"] ?? "";
		const force = flags["force"] === true;
		return client.stream("ApplyUpdate", { version, from, force, ...modeOf(flags) }, settings);
	},
);

/** `soma update rollback` on a node elsewhere. */
export const rollBackRemotely: RemoteWork = steering(
	"soma update rollback",
	(name) => `This will take ${name} back to the release in its other slot`,
	({ client }, { settings }, { flags }) => client.stream("RollBack", modeOf(flags), settings),
);

function modeOf(flags: RemoteParsed["flags"]): {
	readonly dryRun: boolean;
	readonly noRestart: boolean;
} {
	return { dryRun: flags["dry-run"] === true, noRestart: flags["no-restart"] === true };
}

/** A command that one node carries out while its lines are shown; gives the exit code there. */
function steering(
	command: string,
	question: (name: string) => string,
	begin: (node: RemoteNode, session: Session, parsed: RemoteParsed) => Progress,
): RemoteWork {
	return async (context, parsed) => {
		const { flags } = parsed;
		const session = openSession(context, flags);
		try {
			singleNode(session.target, `\`${command}\` is for`);
			const [node] = session.nodes;
			if (node === undefined) {
				return 1;
			}
			const progress = begin(node, session, parsed);
			if (flags["yes"] !== true && flags["dry-run"] !== true) {
				const restart = flags["no-restart"] === true ? "without a restart" : "and restart it";
				await confirm(`${question(node.name)} ${restart}.`, "yes");
			}
			return await showProgress(progress, context.print, node.name);
		} finally {
			session.close();
		}
	};
}

/** A node that said that it restarts may be gone before it says more. */
async function showProgress(
	progress: Progress,
	print: (text: string) => void,
	name: string,
): Promise<number> {
	let isRestarting = false;
	let result: number | undefined;
	try {
		for await (const { line, exitCode, restarts } of progress) {
			result = exitCode ?? result;
			isRestarting ||= restarts;
			if (typeof line === "string") {
				print(printable(line));
			}
		}
	} catch (error) {
		if (!(isRestarting && error instanceof SomaError && error.retryable)) {
			throw error;
		}
	}
	if (isRestarting && (result ?? 0) === 0) {
		print(`${name} restarts; \`soma update status\` and \`history\` tell how that went`);
		return 0;
	}
	return result ?? 1;
}

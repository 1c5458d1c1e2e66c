import { soma } from "../../core/api/generated/soma.js";
import { singleNode } from "../../core/context/target.ts";
import { usageError } from "../../lib/flags.ts";
import { type DiskReport, formatSlot, formatSlots, slotCells, slotColumns } from "../slot/show.ts";
import type { RemoteParsed, RemoteWork } from "./here-or-there.ts";
import { askAll, showOutcomes, type View } from "./outcomes.ts";
import { openSession } from "./session.ts";
import { diskReportOf, printableLines, yesOrNo } from "./status.ts";

const { SlotAction } = soma.v1;

/** What each command of `soma slot` asks a node for. */
const actions = {
	"mark-good": SlotAction.SLOT_ACTION_MARK_GOOD,
	"mark-bad": SlotAction.SLOT_ACTION_MARK_BAD,
	prioritize: SlotAction.SLOT_ACTION_PRIORITIZE,
} as const;

const listView: View<DiskReport> = {
	report: (report) => report,
	page: ({ slots, findings }) => {
		const warnings = findings.map((finding) => `warning: ${finding}`);
		return printableLines([formatSlots(slots), ...warnings].join("\n"));
	},
	header: slotColumns,
	rows: ({ slots }) => slots.map(slotCells),
};

/** `soma slot list` and, of one slot, `soma slot show` of nodes elsewhere. */
export const showRemoteSlots: RemoteWork = async (context, { flags, positionals }) => {
	const session = openSession(context, flags);
	const wanted = positionals["SLOT"];
	const view: View<DiskReport> =
		wanted === undefined
			? listView
			: {
					...listView,
					report: ({ slots }) => slots[0] ?? null,
					page: ({ slots }) => printableLines(slots.map(formatSlot).join("\n")),
				};
	try {
		const outcomes = await askAll(session, async ({ client }) => {
			const report = diskReportOf(await client.call("ListSlots", {}, session.settings));
			const slots = report.slots.filter(({ name }) => wanted === undefined || name === wanted);
			return { ...report, slots };
		});
		return showOutcomes(context, outcomes, view, flags["json"] === true);
	} finally {
		session.close();
	}
};

interface ChangeReport {
	readonly changed: boolean;
	readonly explanation: string;
	readonly next: string;
	readonly slots: DiskReport["slots"];
}

const changeView: View<ChangeReport> = {
	report: (result) => result,
	page: ({ changed, explanation }) =>
		printableLines(`${explanation}${changed ? "" : " (nothing to change)"}`),
	header: ["CHANGED", { title: "WHAT", shrinks: true }],
	rows: ({ changed, explanation }) => [[yesOrNo(changed), explanation]],
};

/** `soma slot mark-good`, `mark-bad` and `prioritize` of nodes elsewhere. */
export function changeRemoteSlot(verb: keyof typeof actions): RemoteWork {
	return async (context, parsed) => {
		const { flags } = parsed;
		const slot = chosenSlot(verb, parsed);
		const session = openSession(context, flags);
		try {
			if (flags.node.length === 0) {
				singleNode(session.target, "without --node this is for");
			}
			const request = { slot, action: actions[verb], force: flags["force"] === true };
			const outcomes = await askAll(session, async ({ client }) => {
				const result = await client.call("ChangeSlot", request, session.settings);
				const { next, slots } = diskReportOf(result.slots ?? {});
				const { changed, explanation } = result;
				return { changed, explanation, next, slots };
			});
			return showOutcomes(context, outcomes, changeView, flags["json"] === true);
		} finally {
			session.close();
		}
	};
}

function chosenSlot(verb: string, { flags, positionals }: RemoteParsed): string {
	const named = positionals["SLOT"];
	if ((named === undefined) !== (flags["booted"] === true)) {
		const name = `soma slot ${verb}`;
		throw usageError({ name }, `${name}: name a slot (A or B) or give --booted, one of both`);
	}
	return named ?? "";
}

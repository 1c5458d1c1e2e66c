import { soma } from "../../../core/api/generated/soma.js";
import { longFrom } from "../../../core/api/longs.ts";
import type { SentResponseOf } from "../../../core/api/methods.ts";
import { type SlotName, slotNames } from "../../../core/disk-layout.ts";
import { loadTable } from "../../../core/gpt/load.ts";
import { type Change, markBad, markGood, prioritize } from "../../../core/slot/change.ts";
import { SomaError } from "../../../lib/errors.ts";
import { readDiskEnds } from "../../../system/disk.ts";
import { chooseSlot, type Session, withDisk, writeTable } from "../../slot/session.ts";
import { type DiskReport, reportDisk } from "../../slot/show.ts";
import type { ApiPorts, Handler } from "./ports.ts";

type SlotListMessage = SentResponseOf<"ListSlots">;

const { SlotAction } = soma.v1;

/** The slots of a disk as the API shows them. */
export function slotListOf(report: DiskReport): SlotListMessage {
	return {
		disk: report.disk,
		diskGuid: report.diskGuid,
		diskSizeBytes: longFrom(report.diskSizeBytes),
		blockSizeBytes: report.blockSizeBytes,
		findings: [...report.findings],
		next: report.next,
		slots: report.slots.map((slot) => ({
			...slot,
			attributes: longFrom(slot.attributes),
			partitions: { ...slot.partitions },
		})),
	};
}

/** ListSlots. */
export function listSlots({ context }: ApiPorts): Handler<"ListSlots"> {
	return () =>
		withDisk(context.paths, { disk: undefined, writable: false }, (session) =>
			slotListOf(reportDisk(session)),
		);
}

/** ChangeSlot: what `soma slot mark-good`, `mark-bad` and `prioritize` do, refusals and all. */
export function changeSlot(ports: ApiPorts): Handler<"ChangeSlot"> {
	return ({ slot: named, action, force }, call) => {
		const change = changes[action];
		if (change === undefined) {
			throw invalid("no action is given, or one that this release does not know");
		}
		if (named !== "" && !slotNames.some((name) => name === named)) {
			throw invalid(`there is no slot "${named.slice(0, 20)}": A and B exist`);
		}
		const { paths } = ports.context;
		const result = withDisk(paths, { disk: undefined, writable: true }, (session) => {
			const slot = chooseSlot(session, named, named === "");
			call.subject(`slot ${slot}, ${change.verb}${force ? ", by force" : ""}`);
			const { changed, explanation, table } = change.plan(session, slot, force);
			if (changed) {
				writeTable(session, table, false);
			}
			const loaded = loadTable(readDiskEnds(session.disk));
			return { changed, explanation, slots: slotListOf(reportDisk({ ...session, loaded })) };
		});
		ports.status.forget();
		if (result.changed) {
			const facts = { by: call.caller?.name ?? "" };
			ports.record({ kind: "slots", message: result.explanation, facts, warning: false });
		}
		return result;
	};
}

interface SlotChange {
	readonly verb: string;
	readonly plan: (session: Session, slot: SlotName, force: boolean) => Change;
}

const changes: Readonly<Record<number, SlotChange>> = {
	[SlotAction.SLOT_ACTION_MARK_GOOD]: {
		verb: "mark-good",
		plan: ({ loaded }, slot) => markGood(loaded.table, slot),
	},
	[SlotAction.SLOT_ACTION_MARK_BAD]: {
		verb: "mark-bad",
		plan: ({ loaded }, slot, force) => markBad(loaded.table, slot, { force }),
	},
	[SlotAction.SLOT_ACTION_PRIORITIZE]: {
		verb: "prioritize",
		plan: ({ loaded }, slot, force) => prioritize(loaded.table, slot, { force }),
	},
};

function invalid(message: string): SomaError {
	const hint = "docs/api.md says what the fields of ChangeSlotRequest mean";
	return new SomaError({ code: "request-invalid", message, hint });
}

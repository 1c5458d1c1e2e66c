import type { SlotName } from "../../core/disk-layout.ts";
import { guidFromRandom } from "../../core/gpt/guid.ts";
import { loadTable } from "../../core/gpt/load.ts";
import type { DiskStep } from "../../core/gpt/plan.ts";
import {
	type Change,
	type ChangeOptions,
	clear,
	markBad,
	markGood,
	prioritize,
} from "../../core/slot/change.ts";
import { planRepair } from "../../core/slot/repair.ts";
import { type CommandSpec, usageError } from "../../lib/flags.ts";
import { findUsrDevice } from "../../system/boot-disk.ts";
import { readDiskEnds } from "../../system/disk.ts";
import { makeCommand } from "../command.ts";
import { type Command, type Context, formatJson } from "../context.ts";
import { chooseSlot, type Session, withDisk, writeTable } from "./session.ts";
import { formatSlot, formatSlots, reportDisk } from "./show.ts";

const readFlags = {
	disk: {
		kind: "text",
		value: "PATH",
		help: "The disk or raw disk image; on a node, the disk that it runs from.",
	},
	json: { kind: "switch", help: "Print the result as JSON." },
} as const;

const writeFlags = {
	...readFlags,
	"dry-run": { kind: "switch", help: "Say what would be written, and write nothing." },
} as const;

const changeFlags = {
	...writeFlags,
	booted: { kind: "switch", help: "The slot that this system runs from, instead of SLOT." },
	force: { kind: "switch", help: "Do it although the machine may end in the rescue system." },
} as const;

const slotArgument = { name: "SLOT", help: "The slot", words: ["A", "B"] } as const;

const listSpec = {
	name: "soma slot list",
	summary: "Shows both slots: what they hold, how they did, and which one boots next.",
	flags: readFlags,
} as const satisfies CommandSpec;

const showSpec = {
	name: "soma slot show",
	summary: "Shows one slot with its root hash and partitions.",
	positionals: [slotArgument],
	flags: readFlags,
} as const satisfies CommandSpec;

const repairSpec = {
	name: "soma slot repair",
	summary: "Mends the partition table: broken copies, and a disk that grew.",
	details:
		"A broken copy, header or protective MBR is written again from the valid copy. On " +
		"a disk that grew, the\n" +
		"backup copy moves to its end and STATE takes the new room. A sound table is left alone.",
	flags: writeFlags,
} as const satisfies CommandSpec;

/** `soma slot list`: every slot of a disk. */
const list: Command = makeCommand(listSpec, (context, parsed) => {
	return withDisk(context.paths, { disk: parsed.flags.disk, writable: false }, (session) => {
		const report = reportDisk(session);
		context.print(parsed.flags.json ? formatJson(report) : formatSlots(report.slots));
		for (const finding of report.findings) {
			context.warn(`warning: ${finding}; \`soma slot repair\` mends it`);
		}
		return 0;
	});
});

/** `soma slot show SLOT`: everything about one. */
const show: Command = makeCommand(showSpec, (context, parsed) => {
	return withDisk(context.paths, { disk: parsed.flags.disk, writable: false }, (session) => {
		const name = chooseSlot(session, parsed.positionals["SLOT"], false);
		const found = reportDisk(session).slots.filter((slot) => slot.name === name);
		for (const slot of found) {
			context.print(parsed.flags.json ? formatJson(slot) : formatSlot(slot));
		}
		return 0;
	});
});

/** `soma slot repair`: a sound table again. */
const repair: Command = makeCommand(repairSpec, (context, { flags }) => {
	const writable = !flags["dry-run"];
	return withDisk(context.paths, { disk: flags.disk, writable }, (session) => {
		const plan = planRepair(session.loaded);
		const changed = plan.findings.length > 0;
		const steps = changed ? writeTable(session, plan.table, flags["dry-run"]) : [];
		const explanation = changed ? plan.findings.join("; ") : "the table is sound";
		printResult(context, session, flags, { changed, explanation }, steps);
		if (plan.grownState !== undefined && !flags["dry-run"]) {
			const { index, firstLba, lastLba } = plan.grownState;
			const blockSize = session.disk.blockSizeBytes;
			const lengthBytes = (lastLba - firstLba + 1) * blockSize;
			session.disk.resizePartition({ index, startBytes: firstLba * blockSize, lengthBytes });
		}
		return 0;
	});
});

/** The commands of `soma slot`, in the order of the help text. */
export const slotCommands: readonly Command[] = [
	list,
	show,
	changeCommand(
		"prioritize",
		"Makes a slot the one that boots next.",
		"The other slot gets priority 1 (or keeps 0) and this one is above it. A slot that " +
			"cannot boot is refused;\n" +
			"with --force it also gets three tries if it was never good, or no unproven " +
			"starts if it was.",
		({ session, slot, options }) => prioritize(session.loaded.table, slot, options),
	),
	changeCommand(
		"mark-good",
		"Marks a slot as proven good.",
		"Nothing is written when it is already. The priority stays as it is.",
		({ session, slot }) => markGood(session.loaded.table, slot),
	),
	changeCommand(
		"mark-bad",
		"Keeps a slot from booting.",
		"It loses its tries and is no longer successful; its priority stays, so that " +
			"mark-good takes this back.\n" +
			"The last slot that can boot is refused without --force.",
		({ session, slot, options }) => markBad(session.loaded.table, slot, options),
	),
	changeCommand(
		"clear",
		"Empties a slot, so that nothing can start what is in it.",
		"Attributes become 0, the partitions get new UUIDs and the label _empty. The data " +
			"is not overwritten, but\n" +
			"only an update or a reinstallation makes the slot bootable again. The running " +
			"slot is always refused.",
		({ session, slot, options, context }) => {
			const uuid = (): string => guidFromRandom(context.randomBytes(16));
			const running = "slot" in session.running ? session.running.slot : undefined;
			return clear(session.loaded.table, slot, running, [uuid(), uuid(), uuid()], options);
		},
	),
	repair,
];

interface ChangeRequest {
	readonly context: Context;
	readonly session: Session;
	readonly slot: SlotName;
	readonly options: ChangeOptions;
}

function changeCommand(
	verb: string,
	summary: string,
	details: string,
	change: (request: ChangeRequest) => Change,
): Command {
	const spec = {
		name: `soma slot ${verb}`,
		summary,
		details,
		positionals: [{ ...slotArgument, optional: true }],
		flags: changeFlags,
	} as const satisfies CommandSpec;
	return makeCommand(spec, (context, { flags, positionals }) => {
		const named = positionals["SLOT"];
		if ((named === undefined) !== flags.booted) {
			throw usageError(spec, `${spec.name}: name a slot (A or B) or give --booted, one of both`);
		}
		if (verb === "mark-good" && flags.booted && "live" in findUsrDevice(context.paths)) {
			context.print("soma: live system healthy");
			return 0;
		}
		const writable = !flags["dry-run"];
		return withDisk(context.paths, { disk: flags.disk, writable }, (session) => {
			const slot = chooseSlot(session, named, flags.booted);
			const result = change({ context, session, slot, options: { force: flags.force } });
			const steps = result.changed ? writeTable(session, result.table, flags["dry-run"]) : [];
			printResult(context, session, flags, result, steps);
			if (verb === "mark-good" && flags.booted && !flags["dry-run"] && !flags.json) {
				context.print(`soma: slot ${slot} proven good`);
			}
			return 0;
		});
	});
}

function printResult(
	context: Context,
	session: Session,
	flags: { readonly json: boolean; readonly "dry-run": boolean },
	result: Pick<Change, "changed" | "explanation">,
	steps: readonly DiskStep[],
): void {
	const dryRun = flags["dry-run"];
	const shown = steps.map((step) =>
		step.kind === "write"
			? {
					kind: step.kind,
					what: step.what,
					offsetBytes: step.offsetBytes,
					lengthBytes: step.bytes.length,
				}
			: { kind: step.kind },
	);
	if (flags.json) {
		const now = loadTable(readDiskEnds(session.disk));
		const { slots, next } = reportDisk({ ...session, loaded: now });
		const { changed, explanation } = result;
		context.print(formatJson({ changed, dryRun, explanation, steps: shown, next, slots }));
		return;
	}
	const suffix = result.changed ? "" : " (nothing to change)";
	context.print(`${dryRun ? "would do: " : ""}${result.explanation}${suffix}`);
	for (const step of dryRun ? shown : []) {
		context.print(
			"what" in step
				? `  write ${step.what}: ${step.lengthBytes} bytes at ${step.offsetBytes}`
				: "  flush",
		);
	}
}

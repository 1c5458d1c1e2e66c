import { join } from "node:path";
import { layoutRow, type SlotName, slotNames } from "../../core/disk-layout.ts";
import type { Table } from "../../core/gpt/table.ts";
import { planComeBack } from "../../core/rescue/come-back.ts";
import { explainRecord, explainSlot } from "../../core/rescue/explain.ts";
import type { Outlook } from "../../core/rescue/machine.ts";
import { describeState, stateHeadBytes } from "../../core/rescue/state-partition.ts";
import { describeVerdict, type Verdict, type Verdicts } from "../../core/rescue/verdict.ts";
import { readSlots, type Slot } from "../../core/slot/disk.ts";
import { planRepair } from "../../core/slot/repair.ts";
import { SomaError } from "../../lib/errors.ts";
import { type Disk, openDisk } from "../../system/disk.ts";
import { readBootRecord } from "../../system/efi-vars.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readRelease } from "../../system/release.ts";
import { readText } from "../../system/text-file.ts";
import { type Session, withDisk, writeTable } from "../slot/session.ts";
import { type ReadDisk, verifySlot } from "./verify.ts";

/** What a look at the machine found. */
export interface Look {
	/** The disk that the machine starts from; undefined when it is not found. */
	readonly disk: string | undefined;
	readonly verdicts: Verdicts | undefined;
	readonly outlook: Outlook;
}

/** `pause`: there is nothing to do for a moment. */
export type Progress = "pause" | undefined;

type Say = (...lines: readonly string[]) => void;

/** How long a disk may take to appear after the kernel has started. */
const diskPatienceMs = 30_000;

/**
 * Looks at everything that decides and says it in plain words: the record, the table (which is
 * mended), STATE, and every byte of both slots. Yields often, so that keys are heard.
 */
export function* look(
	paths: SystemPaths,
	known: string | undefined,
	say: Say,
): Generator<Progress, Look> {
	sayMachine(paths, say);
	try {
		const survey = yield* findDisk(paths, known, say);
		const verdicts = yield* verifySlots(survey, say);
		return {
			disk: survey.disk,
			verdicts,
			outlook: outlookOf(survey.table, verdicts),
		};
	} catch (error) {
		if (!(error instanceof SomaError)) {
			throw error;
		}
		const why = error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
		say(why);
		return {
			disk: known,
			verdicts: undefined,
			outlook: { comeBack: { why }, warnings: {}, canInstall: false },
		};
	}
}

function sayMachine(paths: SystemPaths, say: Say): void {
	const { version, kernel } = readRelease(paths);
	say("", `Soma OS rescue ${version.value ?? "?"}, kernel ${kernel.value ?? "?"}`);
	say(...explainRecord(readBootRecord(paths)));
	const attribute = (name: string): string => (readText(join(paths.watchdog, name)) ?? "").trim();
	const identity = attribute("identity");
	say(
		identity === ""
			? "there is no watchdog"
			: `watchdog ${identity}: ${attribute("state")}, ${attribute("timeout")} s`,
	);
}

interface Survey {
	readonly disk: string;
	readonly blockSizeBytes: number;
	readonly table: Table;
	readonly slots: readonly Slot[];
}

function* findDisk(
	paths: SystemPaths,
	known: string | undefined,
	say: Say,
): Generator<Progress, Survey> {
	const untilMs = performance.now() + diskPatienceMs;
	for (;;) {
		try {
			return survey(paths, known, say);
		} catch (error) {
			const missing = error instanceof SomaError && error.code === "no-boot-disk";
			if (!missing || performance.now() > untilMs) {
				throw error;
			}
			yield "pause";
		}
	}
}

/** The table, mended where it is broken and the disk lets itself be written. */
function survey(paths: SystemPaths, known: string | undefined, say: Say): Survey {
	const report = (session: Session, table: Table): Survey => {
		const slots = readSlots(table);
		const { disk } = session;
		say(`disk ${disk.path}`, ...slots.map(explainSlot), describeStateOf(disk, table));
		return { disk: disk.path, blockSizeBytes: disk.blockSizeBytes, table, slots };
	};
	const readOnly = (): Survey =>
		withDisk(paths, { disk: known, writable: false }, (session) => {
			const { findings } = planRepair(session.loaded);
			say(...findings.map((finding) => `the table cannot be mended: ${finding}`));
			return report(session, session.loaded.table);
		});
	try {
		return withDisk(paths, { disk: known, writable: true }, (session) => {
			const { findings, table } = planRepair(session.loaded);
			if (findings.length > 0) {
				writeTable(session, table, false);
			}
			say(...findings.map((finding) => `mended in the partition table: ${finding}`));
			return report(session, table);
		});
	} catch (error) {
		if (error instanceof SomaError && /^disk-(open|write|verify)$/.test(error.code)) {
			say(error.message);
			return readOnly();
		}
		throw error;
	}
}

function describeStateOf(disk: Disk, table: Table): string {
	const head = readStateHead(disk, table);
	return head === undefined ? "there is no STATE" : describeState(head);
}

/** The first bytes of STATE; undefined when there is no such partition. */
export function readStateHead(disk: Disk, table: Table): Uint8Array | undefined {
	const { index } = layoutRow("state");
	const found = table.partitions.find((partition) => partition.index === index);
	return found && disk.read(found.firstLba * disk.blockSizeBytes, stateHeadBytes);
}

function* verifySlots(
	{ disk, slots, blockSizeBytes }: Survey,
	say: Say,
): Generator<Progress, Verdicts> {
	// The disk is opened for each piece: a choice of the operator in between finds no lock.
	const read: ReadDisk = (offsetBytes, lengthBytes) => {
		const opened = openDisk(disk, { writable: false });
		try {
			return opened.read(offsetBytes, lengthBytes);
		} finally {
			opened.close();
		}
	};
	const verdicts: Record<SlotName, Verdict> = { A: { kind: "empty" }, B: { kind: "empty" } };
	for (const slot of slots) {
		verdicts[slot.name] = yield* verifySlot(slot, read, blockSizeBytes);
		say(`slot ${slot.name} ${describeVerdict(verdicts[slot.name])}`);
	}
	return verdicts;
}

function outlookOf(table: Table, verdicts: Verdicts): Outlook {
	const comeBack = planComeBack(table, verdicts);
	const warnings = slotNames.flatMap((name) =>
		/damaged/.test(verdicts[name].kind) ? [[name, describeVerdict(verdicts[name])]] : [],
	);
	return {
		comeBack: comeBack.kind === "restart" ? { slot: comeBack.slot } : { why: comeBack.why },
		canInstall: comeBack.kind === "stay",
		warnings: Object.fromEntries(warnings),
	};
}

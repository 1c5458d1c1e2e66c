import type { SlotName } from "../../core/disk-layout.ts";
import { slotNames } from "../../core/disk-layout.ts";
import { type LoadedTable, loadTable } from "../../core/gpt/load.ts";
import { type DiskStep, planTableWrite } from "../../core/gpt/plan.ts";
import type { Table } from "../../core/gpt/table.ts";
import { checkLayout } from "../../core/slot/disk.ts";
import {
	findRunningSlot,
	type RunningFacts,
	type RunningSlot,
	readUsrHash,
} from "../../core/slot/running.ts";
import { SomaError } from "../../lib/errors.ts";
import { findBootDisk, findUsrDevice } from "../../system/boot-disk.ts";
import { type Disk, openDisk, readDiskEnds } from "../../system/disk.ts";
import { readBootRecord } from "../../system/efi-vars.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { readText } from "../../system/text-file.ts";

/** An open Soma disk with its table. */
export interface Session {
	readonly disk: Disk;
	readonly loaded: LoadedTable;
	/** The slot that this very system runs from, when it runs from this disk. */
	readonly running: RunningSlot;
}

/**
 * Opens a disk, reads its table and makes sure that it is ours; runs `use`; closes the disk in any
 * case.
 */
export function withDisk<T>(
	paths: SystemPaths,
	options: { readonly disk: string | undefined; readonly writable: boolean },
	use: (session: Session) => T,
): T {
	const path = options.disk ?? findBootDisk(paths);
	const disk = openDisk(path, { writable: options.writable });
	try {
		const loaded = loadNamed(disk);
		checkLayout(loaded.table, path);
		return use({ disk, loaded, running: whatRuns(paths, path, loaded.table) });
	} finally {
		disk.close();
	}
}

/** Plans the writes to a new table and, unless it is a dry run, does them. */
export function writeTable(session: Session, after: Table, dryRun: boolean): readonly DiskStep[] {
	const steps = planTableWrite(session.loaded, after);
	if (!dryRun && steps.length > 0) {
		session.disk.perform(steps);
	}
	return steps;
}

/** The slot of a command line: the one that is named, or with `--booted` the one that runs. */
export function chooseSlot(session: Session, name: string | undefined, booted: boolean): SlotName {
	if (!booted) {
		const slot = slotNames.find((candidate) => candidate === name);
		if (slot !== undefined) {
			return slot;
		}
	}
	if ("problem" in session.running) {
		throw new SomaError({
			code: "slot-running-unknown",
			message: `the slot that this system runs from is unknown: ${session.running.problem}`,
			hint: "name the slot: A or B",
		});
	}
	return session.running.slot;
}

function loadNamed(disk: Disk): LoadedTable {
	try {
		return loadTable(readDiskEnds(disk));
	} catch (error) {
		if (error instanceof SomaError) {
			throw new SomaError({
				code: error.code,
				message: `${disk.path}: ${error.message}`,
				facts: error.facts,
				...(error.hint === undefined ? {} : { hint: error.hint }),
			});
		}
		throw error;
	}
}

function whatRuns(paths: SystemPaths, path: string, table: Table): Session["running"] {
	const device = findUsrDevice(paths);
	if ("problem" in device) {
		return { problem: device.problem, contradiction: false };
	}
	if ("live" in device) {
		return { problem: "this is a live system, which runs from no slot", contradiction: false };
	}
	if (device.diskPath !== path) {
		const problem = `this system runs from ${device.diskPath}, not from ${path}`;
		return { problem, contradiction: false };
	}
	const record = readBootRecord(paths);
	const facts: RunningFacts = {
		usrHash: readUsrHash(readText(paths.commandLine) ?? ""),
		partitionIndexes: device.partitionIndexes,
		record: "problem" in record ? undefined : record,
	};
	return findRunningSlot(facts, table);
}

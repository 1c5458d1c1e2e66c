import type { SlotName } from "../../core/disk-layout.ts";
import { rawAttributes, readSlots, type Slot } from "../../core/slot/disk.ts";
import { planRepair } from "../../core/slot/repair.ts";
import { select } from "../../core/slot/select.ts";
import { formatPairs, formatTable } from "../../lib/table.ts";
import type { Session } from "./session.ts";

/** A slot as `--json` shows it. */
export interface SlotReport {
	readonly name: SlotName;
	readonly version: string | null;
	readonly condition: string;
	readonly priority: number;
	readonly tries: number;
	readonly successful: boolean;
	readonly unproven: number;
	/** Why it cannot boot, or null. */
	readonly ineligible: string | null;
	readonly next: boolean;
	readonly running: boolean;
	readonly rootHash: string | null;
	readonly attributes: bigint;
	readonly partitions: Readonly<Record<string, number>>;
}

/** What `soma slot list --json` shows. */
export interface DiskReport {
	readonly disk: string;
	readonly diskGuid: string;
	readonly diskSizeBytes: number;
	readonly blockSizeBytes: number;
	/** What `soma slot repair` would mend; empty for a sound table. */
	readonly findings: readonly string[];
	readonly next: SlotName | "rescue";
	readonly slots: readonly SlotReport[];
}

/** Everything about the slots of an open disk. */
export function reportDisk(session: Session): DiskReport {
	const { disk, loaded, running } = session;
	const runningSlot = "slot" in running ? running.slot : undefined;
	return {
		disk: disk.path,
		diskGuid: loaded.table.diskGuid,
		diskSizeBytes: disk.diskSizeBytes,
		blockSizeBytes: disk.blockSizeBytes,
		findings: planRepair(loaded).findings,
		next: select({ raw: rawAttributes(loaded.table), writable: true }).slot,
		slots: readSlots(loaded.table).map((slot) => reportSlot(slot, runningSlot)),
	};
}

/** The columns of slots as a person reads them. */
export const slotColumns = [
	...["SLOT", "VERSION", "CONDITION", "PRIORITY"],
	...["TRIES", "SUCCESSFUL", "UNPROVEN", "NOTE"],
] as const;

/** The cells of one. */
export function slotCells(slot: SlotReport): readonly string[] {
	return [
		slot.name,
		slot.version ?? "-",
		slot.condition,
		String(slot.priority),
		String(slot.tries),
		slot.successful ? "yes" : "no",
		String(slot.unproven),
		notesOf(slot),
	];
}

/** The table that a person reads. */
export function formatSlots(slots: readonly SlotReport[]): string {
	return formatTable(slotColumns, slots.map(slotCells));
}

/** All about one slot, a line a fact. */
export function formatSlot(slot: SlotReport): string {
	const partitions = Object.entries(slot.partitions).map(([role, index]) => `${role} ${index}`);
	return formatPairs([
		["slot", slot.name],
		["version", slot.version ?? "-"],
		["condition", slot.condition],
		["priority", String(slot.priority)],
		["tries", String(slot.tries)],
		["successful", slot.successful ? "yes" : "no"],
		["unproven", String(slot.unproven)],
		["note", notesOf(slot) || "-"],
		["cannot boot", slot.ineligible ?? "-"],
		["root hash", slot.rootHash ?? "-"],
		["partitions", partitions.join(", ")],
	]);
}

/** What is special about a slot now: `running, boots next`. */
function notesOf(slot: SlotReport): string {
	return [slot.running ? "running" : "", slot.next ? "boots next" : ""].filter(Boolean).join(", ");
}

function reportSlot(slot: Slot, running: SlotName | undefined): SlotReport {
	const { name, condition, next, partitions, attributes } = slot;
	return {
		name,
		version: slot.version ?? null,
		condition,
		...attributes,
		ineligible: slot.ineligible ?? null,
		next,
		running: name === running,
		rootHash: slot.rootHash ?? null,
		attributes: partitions.usr.attributes,
		partitions: {
			boot: partitions.boot.index,
			usr: partitions.usr.index,
			verity: partitions.verity.index,
		},
	};
}

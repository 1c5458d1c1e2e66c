import { type Geometry, placesOf } from "../core/gpt/geometry.ts";
import { type LoadedTable, loadTable } from "../core/gpt/load.ts";
import { type DiskStep, planTableWrite } from "../core/gpt/plan.ts";
import type { Table } from "../core/gpt/table.ts";
import { clear, commit, markBad, markGood, prioritize } from "../core/slot/change.ts";
import { planRepair } from "../core/slot/repair.ts";
import { freshSlot, provenSlot, readEnds, somaTable } from "./soma-disks.ts";

/** A run of blocks with something on it; every other block of the disk is zero. */
export interface DiskPiece {
	readonly lba: number;
	readonly bytes: Uint8Array;
}

/** A table write of `soma slot`: the disk before it, the steps, the table before and after. */
export interface SlotWrite {
	readonly name: string;
	readonly geometry: Geometry;
	readonly pieces: readonly DiskPiece[];
	readonly steps: readonly DiskStep[];
	readonly before: LoadedTable;
	readonly after: Table;
}

type Operation = (loaded: LoadedTable) => Table;
type Part = "mbr" | "primaryHeader" | "primaryEntries" | "backupHeader" | "backupEntries" | "grown";

const careful = { force: false };
const uuids = [
	"11111111-1111-4111-8111-111111111111",
	"22222222-2222-4222-8222-222222222222",
	"33333333-3333-4333-8333-333333333333",
] as const;

const operations: Readonly<Record<string, Operation>> = {
	"mark-good": ({ table }) => markGood(table, "B").table,
	"mark-bad": ({ table }) => markBad(table, "B", careful).table,
	prioritize: ({ table }) => prioritize(table, "A", careful).table,
	clear: ({ table }) => clear(table, "B", "A", uuids, careful).table,
	commit: ({ table }) => commit(table, "B", { rootHash: "c0".repeat(32), version: "4800" }).table,
	repair: (loaded) => planRepair(loaded).table,
};

/** What is broken before the write; "grown" means that the disk is larger than its table. */
const damages: Readonly<Record<string, readonly Part[]>> = {
	sound: [],
	"MBR broken": ["mbr"],
	"primary header broken": ["primaryHeader"],
	"primary entries broken": ["primaryEntries"],
	"MBR and primary broken": ["mbr", "primaryHeader", "primaryEntries"],
	"backup header broken": ["backupHeader"],
	"backup entries broken": ["backupEntries"],
	"MBR and backup broken": ["mbr", "backupHeader"],
	"disk grown": ["grown"],
	"disk grown, MBR broken": ["grown", "mbr"],
	"disk grown, primary entries broken": ["grown", "primaryEntries"],
};

/** Every operation of `soma slot` on every kind of disk on which it has something to write. */
export function slotWrites(blockSizeBytes: 512 | 4096): SlotWrite[] {
	return Object.entries(operations).flatMap(([operation, change]) =>
		Object.entries(damages).flatMap(([damage, parts]) => {
			const { geometry, pieces } = damagedDisk(parts, blockSizeBytes);
			const before = loadPieces(geometry, pieces);
			const after = change(before);
			const steps = planTableWrite(before, after);
			const name = `${operation}, ${damage}`;
			return steps.length === 0 ? [] : [{ name, geometry, pieces, steps, before, after }];
		}),
	);
}

function damagedDisk(
	parts: readonly Part[],
	blockSizeBytes: 512 | 4096,
): Pick<SlotWrite, "geometry" | "pieces"> {
	const proven = { ...provenSlot, version: "4798" };
	const preferred = { priority: 2, tries: 2, successful: false, unproven: 0 };
	const { head, tail, diskSizeBytes } = somaTable({
		blockSizeBytes,
		slots: { A: proven, B: { ...freshSlot, attributes: preferred } },
	});
	const grownBytes = parts.includes("grown") ? 300 * 1024 * 1024 : 0;
	const geometry = { blockSizeBytes, diskSizeBytes: diskSizeBytes + grownBytes };
	const places = placesOf({ blockSizeBytes, diskSizeBytes });
	const lbas = {
		mbr: 0,
		primaryHeader: places.primaryHeaderLba,
		primaryEntries: places.primaryEntriesLba,
		backupHeader: places.backupHeaderLba,
		backupEntries: places.backupEntriesLba,
	};
	const noise = Uint8Array.from({ length: blockSizeBytes }, (_, at) => (at * 73 + 7) & 255);
	const broken = parts.flatMap((part) =>
		part === "grown" ? [] : [{ lba: lbas[part], bytes: noise }],
	);
	const sound = [
		{ lba: 0, bytes: head },
		{ lba: places.backupEntriesLba, bytes: tail },
	];
	return { geometry, pieces: [...sound, ...broken] };
}

function loadPieces(geometry: Geometry, pieces: readonly DiskPiece[]): LoadedTable {
	const size = geometry.blockSizeBytes;
	return loadTable(
		readEnds(geometry, (offsetBytes, lengthBytes) => {
			const bytes = new Uint8Array(lengthBytes);
			for (const piece of pieces) {
				const at = piece.lba * size - offsetBytes;
				const skip = Math.max(0, -at);
				if (at < lengthBytes && skip < piece.bytes.length) {
					bytes.set(piece.bytes.subarray(skip, lengthBytes - at), at + skip);
				}
			}
			return bytes;
		}),
	);
}

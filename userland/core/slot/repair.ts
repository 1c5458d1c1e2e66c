import { alignmentBytes, partitionTypes } from "../disk-layout.ts";
import type { Partition } from "../gpt/entries.ts";
import { type Geometry, placesOf } from "../gpt/geometry.ts";
import type { LoadedTable } from "../gpt/load.ts";
import type { Table } from "../gpt/table.ts";

/** What a repair makes of a table, and what it found; no findings means that nothing is to do. */
export interface Repair {
	readonly table: Table;
	readonly findings: readonly string[];
	/** STATE after the repair when it grew: the kernel has to be told. */
	readonly grownState: Partition | undefined;
}

/**
 * Finds what is broken and what the table should be: broken copies are written again from the valid
 * one; on a disk that grew, the backup moves to the end and STATE takes the new room.
 */
export function planRepair(loaded: LoadedTable): Repair {
	const { protectiveMbr, primary, backup } = loaded.problems;
	const findings = [protectiveMbr, primary, loaded.grown ? undefined : backup].filter(
		(problem) => problem !== undefined,
	);
	if (loaded.grown) {
		findings.push(
			`the disk grew to ${loaded.diskSizeBytes} bytes: the backup copy is not at its end`,
		);
	}
	const extended = extendState(loaded.table, loaded);
	if (extended === undefined) {
		return { table: loaded.table, findings, grownState: undefined };
	}
	findings.push(`partition ${extended.index} (STATE) can grow to the end of the disk`);
	const partitions = loaded.table.partitions.map((partition) =>
		partition.index === extended.index ? extended : partition,
	);
	return { table: { ...loaded.table, partitions }, findings, grownState: extended };
}

/** The last block that STATE may use: the end of the usable area, rounded down to the alignment. */
export function lastStateLba(geometry: Geometry): number {
	const alignment = alignmentBytes / geometry.blockSizeBytes;
	const end = placesOf(geometry).lastUsableLba + 1;
	return end - (end % alignment) - 1;
}

function extendState(table: Table, geometry: Geometry): Partition | undefined {
	const [last] = [...table.partitions].sort((left, right) => right.lastLba - left.lastLba);
	const lastLba = lastStateLba(geometry);
	return last?.type === partitionTypes.state && last.lastLba < lastLba
		? { ...last, lastLba }
		: undefined;
}

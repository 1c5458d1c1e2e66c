import { truncateSync, writeFileSync } from "node:fs";
import { diskLayout, layoutBlocks, minimumDiskSizeBytes } from "../../userland/core/disk-layout.ts";
import { createTable } from "../../userland/core/gpt/table.ts";

/**
 * Writes a raw disk with the layout of the system and nothing in its partitions (a sparse file).
 */
export function writeEmptyDisk(path: string): void {
	const blocks = layoutBlocks(512);
	const { head, tail } = createTable({
		diskSizeBytes: minimumDiskSizeBytes,
		blockSizeBytes: 512,
		diskGuid: "11111111-2222-4333-8444-555555555555",
		partitions: diskLayout.map((row, index) => ({
			type: row.type,
			uuid: `00000000-0000-4000-8000-00000000000${index}`,
			firstLba: blocks[index]?.firstLba ?? 0,
			lastLba: blocks[index]?.lastLba ?? 0,
			attributes: 0n,
			label: row.role,
		})),
	});
	writeFileSync(path, head);
	truncateSync(path, minimumDiskSizeBytes - tail.length);
	writeFileSync(path, tail, { flag: "a" });
}

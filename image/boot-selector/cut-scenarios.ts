import type { DiskImage } from "./disk-image.ts";
import { attributesOf, damaged, somaDisk, tablePlaces, usualSizeBytes } from "./testing-disks.ts";

/** A disk on which the selector has something to write. */
export interface CutScenario {
	readonly name: string;
	readonly disk: DiskImage;
}

const proven = attributesOf(1, 0, 1, 0);
const fresh = attributesOf(2, 3, 0, 0);

/** Every kind of write that the selector makes, for one logical block size. */
export function cutScenarios(blockSizeBytes: 512 | 4096): CutScenario[] {
	const attributes = [proven, fresh] as const;
	const disk = somaDisk({ attributes, blockSizeBytes });
	const grown = somaDisk({ attributes, blockSizeBytes, diskSizeBytes: 3 * usualSizeBytes });
	const { primary, backup, backupHeader } = tablePlaces(disk);
	return [
		{ name: "count tries", disk },
		{ name: "count unproven", disk: somaDisk({ attributes: [proven, 0n], blockSizeBytes }) },
		{ name: "repair primary", disk: damaged(disk, primary) },
		{ name: "repair primary header", disk: damaged(disk, [1], "noise") },
		{ name: "repair primary entries", disk: damaged(disk, [2], "noise") },
		{ name: "repair backup", disk: damaged(disk, backup) },
		{ name: "repair backup header", disk: damaged(disk, [backupHeader], "noise") },
		{ name: "repair protective MBR", disk: damaged(disk, [0]) },
		{ name: "repair MBR and primary", disk: damaged(disk, [0, ...primary], "noise") },
		{ name: "repair MBR and backup", disk: damaged(disk, [0, ...backup]) },
		{ name: "grown", disk: grown },
		{ name: "grown, MBR broken", disk: damaged(grown, [0]) },
		{ name: "grown, primary entries broken", disk: damaged(grown, [2], "noise") },
		{
			name: "repair with nothing eligible",
			disk: damaged(somaDisk({ attributes: [attributesOf(1, 0, 0, 0), 0n], blockSizeBytes }), [1]),
		},
	];
}

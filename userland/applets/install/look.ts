import { layoutRow, minimumDiskSizeBytes, partitionTypes } from "../../core/disk-layout.ts";
import type { Partition } from "../../core/gpt/entries.ts";
import { placesOf } from "../../core/gpt/geometry.ts";
import type { Guid } from "../../core/gpt/guid.ts";
import { type DiskEnds, findFormerSize } from "../../core/gpt/load.ts";
import { type DiskSample, findContents, readableTable } from "../../core/install/contents.ts";
import { readHostname } from "../../core/install/hostname.ts";
import { signatureHeadBytes } from "../../core/install/signatures.ts";
import type { TargetFacts } from "../../core/install/target.ts";
import { type InstallDisk, openInstallDisk } from "../../system/install-disk.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { inspectTarget } from "../../system/target-facts.ts";

/** What is known of a target before anything is written. */
export interface TargetLook {
	readonly facts: TargetFacts;
	/** The EFI system partitions that it has now: boot entries for them will lead nowhere. */
	readonly formerPartitions: readonly Guid[];
}

/** Looks at a place that somebody wants to install to, and changes nothing. */
export async function lookAtTarget(
	paths: SystemPaths,
	path: string,
	fileBlockBytes: number,
): Promise<TargetLook> {
	const shape = inspectTarget(paths, path, fileBlockBytes);
	const isReadable =
		(shape.kind === "disk" || shape.kind === "file") &&
		[512, 4096].includes(shape.blockSizeBytes) &&
		shape.sizeBytes >= minimumDiskSizeBytes &&
		shape.sizeBytes % shape.blockSizeBytes === 0;
	if (!isReadable) {
		return { facts: { ...shape, findings: [] }, formerPartitions: [] }; // refused for that
	}
	const disk = openInstallDisk(path, { writable: false, fileBlockBytes });
	try {
		const sample = await takeSample(disk);
		const partitions = readableTable(sample.ends)?.partitions ?? [];
		return {
			facts: { ...shape, findings: findContents(sample) },
			formerPartitions: partitions
				.filter(({ type }) => type === partitionTypes.esp)
				.map(({ uuid }) => uuid),
		};
	} finally {
		disk.close();
	}
}

/** The parts of a disk by which its contents are judged. */
export async function takeSample(
	disk: Pick<InstallDisk, "read" | "diskSizeBytes" | "blockSizeBytes">,
): Promise<DiskSample> {
	const ends = await readEnds(disk);
	const head = await disk.read(0, signatureHeadBytes);
	const partitionHeads = new Map<number, Uint8Array>();
	let state: Partition | undefined;
	for (const partition of readableTable(ends)?.partitions ?? []) {
		const start = partition.firstLba * disk.blockSizeBytes;
		const sizeBytes = (partition.lastLba + 1) * disk.blockSizeBytes - start;
		const length = Math.min(signatureHeadBytes, sizeBytes);
		partitionHeads.set(partition.index, await disk.read(start, length));
		state = partition.index === layoutRow("state").index ? partition : state;
	}
	const start = (state?.firstLba ?? 0) * disk.blockSizeBytes;
	const hostname =
		state?.type === partitionTypes.state
			? await readHostname((offset, length) => disk.read(start + offset, length))
			: undefined;
	return { ends, head, partitionHeads, ...(hostname === undefined ? {} : { hostname }) };
}

async function readEnds(
	disk: Pick<InstallDisk, "read" | "diskSizeBytes" | "blockSizeBytes">,
): Promise<DiskEnds> {
	const { diskSizeBytes, blockSizeBytes } = disk;
	const { headSizeBytes, tailSizeBytes } = placesOf(disk);
	const head = await disk.read(0, headSizeBytes);
	const former = findFormerSize(head, disk);
	return {
		diskSizeBytes,
		blockSizeBytes,
		head,
		tail: await disk.read(diskSizeBytes - tailSizeBytes, tailSizeBytes),
		formerTail:
			former === undefined ? undefined : await disk.read(former - tailSizeBytes, tailSizeBytes),
	};
}

import { join } from "node:path";
import { openToolTree } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { DiskFormat, DiskSpec } from "./machine-spec.ts";
import type { DiskFile } from "./qemu-argv.ts";

/**
 * Gives a disk its file: overlays and blank disks are made in `directory` once and found again by a
 * restart.
 */
export async function prepareDisk(disk: DiskSpec, directory: string): Promise<DiskFile> {
	const { backing } = disk;
	if (backing.mode === "direct" || backing.mode === "read-only") {
		return {
			path: backing.path,
			format: backing.format,
			readOnly: backing.mode === "read-only",
		};
	}
	const path = join(directory, `${disk.id}.qcow2`);
	if (!(await Bun.file(path).exists())) {
		if (backing.mode === "overlay") {
			await createOverlay(path, backing.path, backing.format, disk.sizeBytes);
		} else {
			await createBlank(path, sizeOf(disk));
		}
	}
	return { path, format: "qcow2", readOnly: false };
}

function sizeOf(disk: DiskSpec): number {
	if (disk.sizeBytes === undefined) {
		throw new SomaError({
			code: "machine-spec",
			message: `blank disk ${disk.id} has no sizeBytes`,
			hint: "give its size in bytes",
		});
	}
	return disk.sizeBytes;
}

/**
 * Makes a qcow2 that holds only what differs from `base`; a greater size than the base's grows the
 * disk.
 */
export async function createOverlay(
	path: string,
	base: string,
	baseFormat: DiskFormat,
	sizeBytes?: number,
): Promise<void> {
	const size = sizeBytes === undefined ? [] : [String(sizeBytes)];
	await openToolTree().run({
		argv: ["qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", baseFormat, path, ...size],
	});
}

async function createBlank(path: string, sizeBytes: number): Promise<void> {
	await openToolTree().run({
		argv: ["qemu-img", "create", "-q", "-f", "qcow2", path, String(sizeBytes)],
	});
}

import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { mediumLabel } from "../core/live/places.ts";
import { releaseFolder } from "../core/release/manifest.ts";
import type { SystemPaths } from "./paths.ts";
import { run, runUnchecked } from "./process.ts";
import { readText } from "./text-file.ts";

/** File systems that a medium may have: they are read only, or simple. */
const mediumTypes: readonly string[] = ["iso9660", "vfat", "erofs"];

/** A mounted medium with the files of a release. */
export interface Medium {
	/** The device node, for a person. */
	readonly device: string;
	/** The folder with the parts. */
	readonly folder: string;
}

/**
 * Looks on every block device for a file system that is labelled for this release and has its
 * files, and mounts the first one, read only, at `medium` in the runtime folder. Nothing else is
 * ever mounted.
 */
export async function findMedium(paths: SystemPaths, version: string): Promise<Medium | undefined> {
	for (const name of listBlockDevices(paths)) {
		const device = join(paths.deviceNodes, name);
		const found = await probe(device);
		if (found.label !== mediumLabel(version) || !mediumTypes.includes(found.type)) {
			continue;
		}
		const folder = join(paths.runtime, "medium");
		mkdirSync(folder, { recursive: true });
		const options = "ro,nosuid,nodev,noexec";
		await run({ argv: ["mount", "-t", found.type, "-o", options, device, folder] });
		const withParts = [join(folder, releaseFolder), folder].find((candidate) =>
			existsSync(join(candidate, "usr.zst")),
		);
		if (withParts !== undefined) {
			return { device, folder: withParts };
		}
		await run({ argv: ["umount", folder] });
	}
	return undefined;
}

/** Type and label of the file system on a device, by blkid(8). */
async function probe(device: string): Promise<{ type: string; label: string }> {
	const { stdout } = await runUnchecked({ argv: ["blkid", "-p", "-o", "export", device] });
	const field = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(stdout)?.[1] ?? "";
	return { type: field("TYPE"), label: field("LABEL").replaceAll("\\", "") };
}

function listBlockDevices(paths: SystemPaths): string[] {
	return readdirSync(paths.blockDevices)
		.filter((name) => !/^(dm-|loop|ram|zram|fd|md)/.test(name))
		.filter((name) => readText(join(paths.blockDevices, name, "size"))?.trim() !== "0")
		.sort();
}

import { readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type MountedFileSystem, parseMounts } from "../core/node/mounts.ts";
import {
	commandLineOf,
	type ProcessStat,
	parseProcessStat,
	unitOfCgroup,
} from "../core/node/processes.ts";
import { findBootDisk } from "./boot-disk.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** A process that runs now. */
export interface ProcessFacts extends ProcessStat {
	readonly userId: number;
	readonly commandLine: string;
	readonly unit: string;
}

const greatestCommandLine = 4096;

/** The unit of memory of x86-64, and of times in /proc (sysconf(_SC_CLK_TCK)). */
export const pageBytes = 4096;
export const ticksPerSecond = 100;

/** Every process; one that ends while we look is left out. */
export function readProcesses(paths: SystemPaths): readonly ProcessFacts[] {
	return readdirSync(paths.processes)
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			const directory = join(paths.processes, name);
			const stat = parseProcessStat(readText(join(directory, "stat")) ?? "");
			if (stat === undefined) {
				return [];
			}
			const commandLine = readText(join(directory, "cmdline")) ?? "";
			const status = readText(join(directory, "status")) ?? "";
			return [
				{
					...stat,
					userId: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
					commandLine: commandLineOf(commandLine, greatestCommandLine),
					unit: unitOfCgroup(readText(join(directory, "cgroup")) ?? ""),
				},
			];
		});
}

/** A file system with its room; sizes are absent for one that does not answer. */
export interface FileSystemFacts extends MountedFileSystem {
	readonly room?: {
		readonly sizeBytes: number;
		readonly freeBytes: number;
		readonly availableBytes: number;
	};
}

/** The mounted file systems that hold files. */
export function readFileSystems(paths: SystemPaths): readonly FileSystemFacts[] {
	return parseMounts(readText(paths.mounts) ?? "").map((mount) => {
		try {
			const { bsize, blocks, bfree, bavail } = statfsSync(mount.directory);
			const room = {
				sizeBytes: bsize * blocks,
				freeBytes: bsize * bfree,
				availableBytes: bsize * bavail,
			};
			return { ...mount, room };
		} catch {
			return mount;
		}
	});
}

/** A whole disk, as the kernel shows it. */
export interface DiskFacts {
	readonly path: string;
	readonly model: string;
	readonly serial: string;
	readonly sizeBytes: number;
	readonly blockSizeBytes: number;
	readonly removable: boolean;
	readonly readOnly: boolean;
	readonly rotational: boolean;
	readonly bootDisk: boolean;
	readonly partitions: readonly {
		readonly path: string;
		readonly index: number;
		readonly sizeBytes: number;
		readonly label: string;
	}[];
	readonly readBytes: number;
	readonly writtenBytes: number;
}

/** The kernel counts disks in sectors of this size, whatever the disk has. */
const sectorBytes = 512;

/** Disks that have a device behind them: no loop devices, no device mapper, no RAM disks. */
export function readDisks(paths: SystemPaths): readonly DiskFacts[] {
	const names = listNames(paths.blockDevices).filter(
		(name) => !/^(?:loop|dm-|ram|zram|md|sr|fd)/.test(name),
	);
	const attribute = (name: string, ...path: readonly string[]): string =>
		readText(join(paths.blockDevices, name, ...path))?.trim() ?? "";
	const isPartition = (name: string): boolean => attribute(name, "partition") !== "";
	const bootDisk = bootDiskOf(paths);
	return names
		.filter((name) => !isPartition(name))
		.map((name) => {
			const statistics = attribute(name, "stat").split(/\s+/).map(Number);
			const path = join(paths.deviceNodes, name);
			return {
				path,
				model: attribute(name, "device", "model"),
				serial: attribute(name, "serial") || attribute(name, "device", "serial"),
				sizeBytes: Number(attribute(name, "size")) * sectorBytes,
				blockSizeBytes: Number(attribute(name, "queue", "logical_block_size")) || sectorBytes,
				removable: attribute(name, "removable") === "1",
				readOnly: attribute(name, "ro") === "1",
				rotational: attribute(name, "queue", "rotational") === "1",
				bootDisk: path === bootDisk,
				partitions: names
					.filter((other) => isPartition(other) && exists(join(paths.blockDevices, name, other)))
					.map((other) => ({
						path: join(paths.deviceNodes, other),
						index: Number(attribute(other, "partition")),
						sizeBytes: Number(attribute(other, "size")) * sectorBytes,
						label: /^PARTNAME=(.*)$/m.exec(attribute(other, "uevent"))?.[1] ?? "",
					}))
					.sort((left, right) => left.index - right.index),
				readBytes: (statistics[2] ?? 0) * sectorBytes,
				writtenBytes: (statistics[6] ?? 0) * sectorBytes,
			};
		});
}

function bootDiskOf(paths: SystemPaths): string | undefined {
	try {
		return findBootDisk(paths);
	} catch {
		return undefined; // a live system has none
	}
}

function listNames(directory: string): readonly string[] {
	try {
		return readdirSync(directory).sort();
	} catch {
		return [];
	}
}

function exists(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

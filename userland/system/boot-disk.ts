import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BootRecord } from "../core/boot/record.ts";
import { loadTable } from "../core/gpt/load.ts";
import { SomaError } from "../lib/errors.ts";
import { openDisk, readDiskEnds } from "./disk.ts";
import { readBootRecord } from "./efi-vars.ts";
import type { SystemPaths } from "./paths.ts";

/** The device-mapper name that systemd-veritysetup gives to /usr. */
const usrDeviceName = "usr";

/** The verity device of /usr and what is under it. */
export interface UsrDevice {
	/** `major:minor`, as in mountinfo. */
	readonly number: string;
	/** The disk that holds the partitions, such as `/dev/vda`. */
	readonly diskPath: string;
	readonly partitionIndexes: readonly number[];
}

/** The verity device of /usr in a live system: what is under it was fetched into memory. */
export interface LiveUsrDevice {
	/** `major:minor`, as in mountinfo. */
	readonly number: string;
	readonly live: true;
}

/** The verity device of /usr as sysfs shows it, or why there is none. */
export function findUsrDevice(paths: SystemPaths): UsrDevice | LiveUsrDevice | { problem: string } {
	const mapped = listBlockDevices(paths).find(
		(name) => readAttribute(paths, name, "dm/name") === usrDeviceName,
	);
	if (mapped === undefined) {
		return { problem: "there is no verity device for /usr: this is not a running Soma node" };
	}
	const slaves = readdirSync(join(paths.blockDevices, mapped, "slaves")).sort();
	const number = readAttribute(paths, mapped, "dev") ?? "";
	if (slaves.length > 0 && slaves.every((slave) => /^loop\d+$/.test(slave))) {
		return { number, live: true };
	}
	const disks = new Set(slaves.map((slave) => parentDisk(paths, slave)));
	const [disk] = disks;
	if (disk === undefined || disks.size !== 1) {
		return {
			problem: `the verity device of /usr is on ${disks.size} disks: ${[...disks].join(", ")}`,
		};
	}
	return {
		number,
		diskPath: join(paths.deviceNodes, disk),
		partitionIndexes: slaves.map((slave) => Number(readAttribute(paths, slave, "partition"))),
	};
}

/**
 * The disk that this system was started from: the one under /usr, or, in the rescue system, the one
 * that the selector's record describes. Throws `no-boot-disk` elsewhere.
 */
export function findBootDisk(paths: SystemPaths): string {
	const device = findUsrDevice(paths);
	if ("live" in device) {
		throw noBootDisk("this is a live system, which has no disk of its own");
	}
	if (!("problem" in device)) {
		return device.diskPath;
	}
	const record = readBootRecord(paths);
	if ("problem" in record) {
		throw noBootDisk(`${device.problem}; ${record.problem}`);
	}
	return findRecordedDisk(paths, record);
}

/** The device node of a partition of a disk, such as `/dev/nvme0n1p8`, if the kernel knows it. */
export function partitionNode(
	paths: SystemPaths,
	diskPath: string,
	index: number,
): string | undefined {
	const name = listBlockDevices(paths).find(
		(device) =>
			readAttribute(paths, device, "partition") === String(index) &&
			parentDisk(paths, device) === basename(diskPath),
	);
	return name === undefined ? undefined : join(paths.deviceNodes, name);
}

/**
 * Every boot changes the count in the table, so disk GUID and header CRC32 tell even a clone apart.
 * After a write of our own in this boot only the GUID still matches: then it must be the only one.
 */
function findRecordedDisk(paths: SystemPaths, record: BootRecord): string {
	const candidates = listWholeDisks(paths).flatMap((path) => {
		const found = identify(path);
		return found?.diskGuid === record.diskGuid ? [{ path, ...found }] : [];
	});
	const exact = candidates.filter(({ headerCrc32 }) => headerCrc32 === record.headerCrc32);
	const [only, second] = exact.length > 0 ? exact : candidates;
	if (only === undefined) {
		throw noBootDisk(`no disk has the GUID ${record.diskGuid}, which the selector started`);
	}
	if (second !== undefined) {
		const all = candidates.map(({ path }) => path).join(", ");
		throw noBootDisk(`several disks have the GUID ${record.diskGuid}: ${all}`);
	}
	return only.path;
}

function identify(path: string): { diskGuid: string; headerCrc32: number | undefined } | undefined {
	try {
		const disk = openDisk(path, { writable: false });
		try {
			const loaded = loadTable(readDiskEnds(disk));
			return { diskGuid: loaded.table.diskGuid, headerCrc32: loaded.primaryHeaderCrc32 };
		} finally {
			disk.close();
		}
	} catch (error) {
		if (error instanceof SomaError) {
			return undefined; // an empty drive or a foreign disk: not ours
		}
		throw error;
	}
}

function listWholeDisks(paths: SystemPaths): string[] {
	return listBlockDevices(paths)
		.filter((name) => !/^(dm-|loop|ram|zram|sr|fd|md)/.test(name))
		.filter((name) => readAttribute(paths, name, "partition") === undefined)
		.filter((name) => readAttribute(paths, name, "size") !== "0")
		.map((name) => join(paths.deviceNodes, name));
}

function listBlockDevices(paths: SystemPaths): string[] {
	try {
		return readdirSync(paths.blockDevices).sort();
	} catch {
		return []; // no sysfs: a container or another system
	}
}

function parentDisk(paths: SystemPaths, partition: string): string {
	return basename(dirname(realpathSync(join(paths.blockDevices, partition))));
}

function readAttribute(paths: SystemPaths, device: string, name: string): string | undefined {
	try {
		return readFileSync(join(paths.blockDevices, device, name), "utf8").trim();
	} catch {
		return undefined; // sysfs: the attribute does not exist for this kind of device
	}
}

function noBootDisk(message: string): SomaError {
	return new SomaError({
		code: "no-boot-disk",
		message: `the boot disk is unknown: ${message}`,
		hint: "name a disk or a disk image with --disk PATH",
	});
}

import { findRepeated, itemsOf } from "./findings.ts";
import { judgePlace } from "./places.ts";
import type { Finding } from "./problem.ts";
import type { Config } from "./schema/config.ts";

type Storage = NonNullable<Config["storage"]>;
type Disk = NonNullable<NonNullable<Storage["disks"]>[number]>;
type Partition = NonNullable<NonNullable<Disk["partitions"]>[number]>;
type Filesystem = NonNullable<NonNullable<Storage["filesystems"]>[number]>;

const bootDisk = {
	message: "is on the boot disk, whose layout and file systems are part of the system",
	hint: "data disks are named here; room for data is on STATE, below /var",
};

/** The names that partitions of the boot disk have, in udev's spelling. */
const ownLabels = /^(ESP|STATE|SOMA-STATE|(boot|soma|verity)_.*|_empty)$/;

/** Only names by which a device is the same at every boot. */
function judgeDevice(device: string, path: string): Finding[] {
	const label = /^\/dev\/disk\/by-(?:part)?label\/(.*)$/.exec(device)?.[1];
	if (device.startsWith("/dev/soma/") || (label !== undefined && ownLabels.test(label))) {
		return [{ path, ...bootDisk }];
	}
	if (!/^\/dev\/disk\/by-[a-z]+\/[^/]+$/.test(device)) {
		return [
			{
				path,
				message: `${device} is no name that stays: at the next boot it may be the boot disk`,
				hint: "use a name from /dev/disk/by-id or /dev/disk/by-path",
			},
		];
	}
	return [];
}

/** Tables of data disks. */
export function checkDisks(storage: Storage): Finding[] {
	const disks = itemsOf(storage.disks, "storage.disks").flatMap(({ item, path }) =>
		item.device === undefined ? [] : [{ item, path, name: item.device }],
	);
	return [
		...disks.flatMap(({ name, path }) => judgeDevice(name, `${path}.device`)),
		...findRepeated(disks, "the disk"),
		...itemsOf(storage.disks, "storage.disks").flatMap(({ item, path }) =>
			checkPartitions(item, `${path}.partitions`),
		),
	];
}

function checkPartitions(disk: Disk, at: string): Finding[] {
	const partitions = itemsOf(disk.partitions, at);
	const numbers = partitions.flatMap(({ item, path }) =>
		item.number === undefined ? [] : [{ name: String(item.number), path: `${path}.number` }],
	);
	const labels = partitions.flatMap(({ item, path }) =>
		item.label === undefined ? [] : [{ name: item.label, path: `${path}.label` }],
	);
	return [
		...findRepeated(numbers, "the partition number"),
		...findRepeated(labels, "the partition label"),
		...labels
			.filter(({ name }) => ownLabels.test(name))
			.map(({ name, path }) => ({
				path,
				message: `${name} is the label of a partition of the boot disk`,
				hint: "choose another",
			})),
		...partitions.flatMap(({ item, path }) => checkPartition(item, path)),
		...partitions.flatMap(({ item, path }, index) =>
			partitions
				.slice(0, index)
				.filter((other) => overlap(item, other.item))
				.map((other) => ({ path, message: `overlaps with ${other.path}` })),
		),
	];
}

function checkPartition(partition: Partition, path: string): Finding[] {
	const { number, label, should_exist: exists, ...rest } = partition;
	if (number === undefined && label === undefined) {
		return [{ path, message: "has neither a number nor a label" }];
	}
	const { type_guid, guid, start_mib, size_mib } = rest;
	const others = [label, type_guid, guid, start_mib, size_mib];
	if (exists !== false) {
		return [];
	}
	if (number === undefined || others.some((value) => value !== undefined)) {
		return [{ path, message: "a partition that shall not exist is told by its number alone" }];
	}
	return [];
}

function overlap(left: Partition, right: Partition): boolean {
	const [first, second] = [rangeOf(left), rangeOf(right)];
	return (
		first !== undefined &&
		second !== undefined &&
		first.start <= second.end &&
		second.start <= first.end
	);
}

/** The MiB that a partition takes for sure; undefined while the disk decides. */
function rangeOf(partition: Partition): { start: number; end: number } | undefined {
	const { start_mib: start, size_mib: size } = partition;
	return start === undefined || size === undefined || start === 0
		? undefined
		: { start, end: Math.max(start, start + size - 1) };
}

/** The longest label of each file system, in bytes. */
const labelBytes: Readonly<Record<string, number>> = { ext4: 16, vfat: 11, swap: 15 };

/** File systems on data disks. */
export function checkFilesystems(storage: Storage): Finding[] {
	const all = itemsOf(storage.filesystems, "storage.filesystems");
	const named = (key: "device" | "path") =>
		all.flatMap(({ item, path }) => {
			const name = item[key];
			return name === undefined ? [] : [{ name, path: `${path}.${key}` }];
		});
	const partitioned = new Set(itemsOf(storage.disks, "").flatMap(({ item }) => item.device ?? []));
	return [
		...named("device").flatMap(({ name, path }) => judgeDevice(name, path)),
		...findRepeated(named("device"), "the device"),
		...findRepeated(named("path"), "the mount point"),
		...named("path").flatMap(({ name, path }) => judgePlace(name, path)),
		...named("path")
			.filter(({ name }) => ["/etc", "/var"].includes(name))
			.map(({ name, path }) => ({ path, message: `${name} is on STATE`, hint: "mount below it" })),
		...named("device")
			.filter(({ name }) => partitioned.has(name))
			.map(({ path }) => ({ path, message: "storage.disks makes partitions on this device" })),
		...all.flatMap(({ item, path }) => checkFilesystem(item, path)),
	];
}

function checkFilesystem(item: Filesystem, path: string): Finding[] {
	const { format, label, with_mount_unit: mount } = item;
	const findings: Finding[] = [];
	if (format === undefined) {
		findings.push({ path, message: "format is missing", hint: "ext4, vfat, swap or none" });
	}
	const limit = labelBytes[format ?? ""];
	if (label !== undefined && limit !== undefined && bytesOf(label) > limit) {
		findings.push({ path: `${path}.label`, message: `a label of ${format} has ${limit} bytes` });
	}
	if (format === "swap" && item.path !== undefined) {
		findings.push({ path: `${path}.path`, message: "swap is not mounted", hint: "remove path" });
	}
	if (mount === true && format !== "swap" && item.path === undefined) {
		const at = `${path}.with_mount_unit`;
		findings.push({ path: at, message: "there is no path to mount at", hint: "add path" });
	}
	if (mount === true && format === "none") {
		const at = `${path}.with_mount_unit`;
		findings.push({ path: at, message: "none is no file system that can be mounted" });
	}
	return findings;
}

function bytesOf(text: string): number {
	return new TextEncoder().encode(text).length;
}

import { existsSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DeviceUse, TargetFacts } from "../core/install/target.ts";
import { SomaError } from "../lib/errors.ts";
import { findBootDisk } from "./boot-disk.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** Everything about a place but what it holds, which is found by reading it. */
export type TargetShape = Omit<TargetFacts, "findings">;

/**
 * What the system knows of a place that somebody wants to install to.
 * @param fileBlockBytes the logical blocks that a file shall have
 */
export function inspectTarget(
	paths: SystemPaths,
	path: string,
	fileBlockBytes: number,
): TargetShape {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status?.isBlockDevice() === true) {
		return inspectDevice(paths, path, basename(realpathSync(path)));
	}
	return {
		path,
		kind: kindOf(status),
		sizeBytes: status?.size ?? 0,
		blockSizeBytes: fileBlockBytes,
		physicalBlockBytes: fileBlockBytes,
		readOnly: false,
		removable: false,
		uses: [],
		isRunning: false,
		twins: [],
	};
}

function kindOf(status: Stats | undefined): TargetFacts["kind"] {
	if (status === undefined) {
		return "missing";
	}
	if (status.isDirectory()) {
		return "directory";
	}
	return status.isFile() ? "file" : "other";
}

/** Block devices that no firmware starts from: mapped ones, arrays, memory, optical drives. */
const notDisks = /^(?:dm-|md|zram|ram|sr|fd)/;

/** What sysfs and procfs say of a block device. @param name as in sysfs: `nvme0n1` */
export function inspectDevice(paths: SystemPaths, path: string, name: string): TargetShape {
	const attribute = (file: string): string | undefined => read(paths, name, file);
	const number = (file: string): number => Number(attribute(file) ?? 0);
	const isPartition = attribute("partition") !== undefined;
	const kind = notDisks.test(name) ? "other" : "disk";
	const model = attribute("device/model");
	const bus = busOf(paths, name);
	return {
		path,
		kind: isPartition ? "partition" : kind,
		...(isPartition ? { diskOfPartition: node(paths, parentOf(paths, name)) } : {}),
		sizeBytes: number("size") * 512, // the unit of sysfs, whatever the disk's
		blockSizeBytes: number("queue/logical_block_size"),
		physicalBlockBytes: number("queue/physical_block_size"),
		readOnly: number("ro") !== 0,
		removable: number("removable") !== 0,
		...(model === undefined ? {} : { model }),
		...(bus === undefined ? {} : { bus }),
		uses: [name, ...partitionsOf(paths, name)].flatMap((part) => usesOf(paths, part)),
		isRunning: isBootDisk(paths, name),
		twins: twinsOf(paths, name),
	};
}

function usesOf(paths: SystemPaths, name: string): DeviceUse[] {
	const device = node(paths, name);
	const held = list(join(paths.blockDevices, name, "holders")).map((holder): DeviceUse => {
		const mapped = read(paths, holder, "dm/name");
		const by = `${node(paths, holder)}${mapped === undefined ? "" : ` (${mapped})`}`;
		return { device, how: "held", by };
	});
	const dev = read(paths, name, "dev");
	const mounted = (readText(paths.mounts) ?? "").split("\n").flatMap((line): DeviceUse[] => {
		const [, , devNumber, , place = "", ...rest] = line.split(" ");
		// Some file systems have a device number of their own; then their source names it.
		const source = rest[rest.indexOf("-") + 2] ?? "";
		const isIt = (dev !== undefined && devNumber === dev) || isSameDevice(source, name);
		return isIt && place !== "" ? [{ device, how: "mounted", by: unescaped(place) }] : [];
	});
	const swap = (readText(paths.swaps) ?? "").split("\n").flatMap((line): DeviceUse[] => {
		const source = unescaped(line.split(/\s/)[0] ?? "");
		return isSameDevice(source, name) ? [{ device, how: "swap", by: "the kernel" }] : [];
	});
	return [...held, ...mounted, ...swap];
}

function isSameDevice(source: string, name: string): boolean {
	if (!source.startsWith("/")) {
		return false;
	}
	return basename(existsSync(source) ? realpathSync(source) : source) === name;
}

/** procfs writes spaces and the like as `\040`. */
function unescaped(text: string): string {
	return text.replaceAll(/\\([0-7]{3})/g, (_all, digits: string) =>
		String.fromCharCode(Number.parseInt(digits, 8)),
	);
}

function isBootDisk(paths: SystemPaths, name: string): boolean {
	try {
		const disk = findBootDisk(paths);
		return basename(disk) === name || basename(disk) === parentOf(paths, name);
	} catch (error) {
		if (error instanceof SomaError) {
			return false; // a live system, or no Soma at all
		}
		throw error;
	}
}

/** Other whole devices with the same worldwide name. */
function twinsOf(paths: SystemPaths, name: string): string[] {
	const own = worldwideName(paths, name);
	if (own === undefined) {
		return [];
	}
	return (
		list(paths.blockDevices)
			.filter((other) => other !== name && read(paths, other, "partition") === undefined)
			// NVMe has a hidden device for each way to a disk, behind the one that is used.
			.filter((other) => read(paths, other, "hidden") !== "1")
			.filter((other) => worldwideName(paths, other) === own)
			.map((other) => node(paths, other))
	);
}

function worldwideName(paths: SystemPaths, name: string): string | undefined {
	const text = read(paths, name, "wwid") ?? read(paths, name, "device/wwid");
	return text === undefined || text === "" ? undefined : text;
}

/** The bus by the path of the device: the outermost one that an operator would name. */
function busOf(paths: SystemPaths, name: string): string | undefined {
	const path = realPath(join(paths.blockDevices, name));
	const buses = { usb: /\/usb\d/, nvme: /\/nvme/, virtio: /\/virtio\d/, ata: /\/ata\d/ };
	return Object.entries(buses).find(([, pattern]) => pattern.test(path))?.[0];
}

function partitionsOf(paths: SystemPaths, name: string): string[] {
	return list(join(paths.blockDevices, name)).filter(
		(entry) => read(paths, entry, "partition") !== undefined && parentOf(paths, entry) === name,
	);
}

function parentOf(paths: SystemPaths, name: string): string {
	return basename(dirname(realPath(join(paths.blockDevices, name))));
}

function realPath(path: string): string {
	return existsSync(path) ? realpathSync(path) : path;
}

function node(paths: SystemPaths, name: string): string {
	return join(paths.deviceNodes, name);
}

function list(path: string): string[] {
	return existsSync(path) ? readdirSync(path).sort() : [];
}

function read(paths: SystemPaths, name: string, file: string): string | undefined {
	return readText(join(paths.blockDevices, name, file))?.trim();
}

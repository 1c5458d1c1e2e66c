import { assert } from "../../lib/assert.ts";
import { SomaError } from "../../lib/errors.ts";
import { findMountProblem, findPathProblem } from "./forbidden-paths.ts";

/** A configuration is not larger; what is, belongs behind a URL of its own. */
export const greatestConfigBytes = 16 * 1024 * 1024;

/** The versions of the specification that Ignition 2.14 reads, but for its experiment. */
export const knownVersions = ["3.0.0", "3.1.0", "3.2.0", "3.3.0"] as const;

/** Formats whose mkfs programs a node has. */
const knownFormats = ["ext4", "vfat", "swap", "none"];

/** A part of a configuration, not yet looked at. */
export type Part = Readonly<Record<string, unknown>>;

/** Something in a configuration that a node does not do. */
export interface ConfigProblem {
	/** `storage.disks.0.device` */
	readonly path: string;
	readonly message: string;
}

/** What a check may know about devices: true for the boot disk and everything on it. */
export type IsBootDisk = (device: string) => boolean;

/**
 * Reads a configuration as it came from a source: size, JSON, version.
 * @throws SomaError `config-too-large`, `config-not-json`, `config-version`
 */
export function parseConfig(text: string, place: string): Part {
	if (text.length > greatestConfigBytes) {
		throw new SomaError({
			code: "config-too-large",
			message: `${place}: the configuration is larger than ${greatestConfigBytes >> 20} MiB`,
			hint: "let it name large files by URL",
		});
	}
	const value = parseJson(text, place);
	if (!isPart(value)) {
		throw notJson(place, "it is no JSON object");
	}
	const version = partOf(value, "ignition")["version"];
	if (!knownVersions.some((known) => known === version)) {
		throw new SomaError({
			code: "config-version",
			message: `${place}: ignition.version is ${JSON.stringify(version) ?? "missing"}`,
			hint: `this release reads ${knownVersions.join(", ")}; \`soma config render\` writes 3.3.0`,
		});
	}
	return value;
}

/** True when nothing is in a text but white space: some clouds give that for "no configuration". */
export function isBlank(text: string): boolean {
	return text.trim() === "";
}

/**
 * Everything in a configuration, one that came from a source or the merged one that Ignition will
 * apply, that this system refuses. Ignition itself judges the rest.
 */
export function findRefusals(config: Part, isBootDisk: IsBootDisk): ConfigProblem[] {
	const storage = partOf(config, "storage");
	return [
		...refuseKernelArguments(partOf(config, "kernelArguments")),
		...refuseWhole(storage, "luks", "encrypted volumes of a configuration are not supported"),
		...refuseWhole(storage, "raid", "there is no RAID in this system"),
		...partsOf(storage, "disks").flatMap((disk, at) =>
			refuseDevice(disk, `storage.disks.${at}`, "partitioned", isBootDisk),
		),
		...partsOf(storage, "filesystems").flatMap((fileSystem, at) =>
			refuseFileSystem(fileSystem, `storage.filesystems.${at}`, isBootDisk),
		),
		...["directories", "files", "links"].flatMap((kind) =>
			partsOf(storage, kind).flatMap((node, at) =>
				problem(`storage.${kind}.${at}.path`, findPathProblem(textOf(node, "path"))),
			),
		),
	];
}

/** Fails with everything that {@link findRefusals} found. */
export function refuse(problems: readonly ConfigProblem[], place: string): void {
	if (problems.length > 0) {
		const lines = problems.slice(0, 10).map(({ path, message }) => `${path}: ${message}`);
		const more = problems.length > 10 ? [`and ${problems.length - 10} more`] : [];
		throw new SomaError({
			code: "config-refused",
			message: `${place} asks for what this system does not do: ${[...lines, ...more].join("; ")}`,
			hint: "take that out of the configuration; `soma config check` finds it beforehand",
		});
	}
}

/** The block devices that a configuration needs before it makes any. */
export interface WantedDevices {
	/** Disks that it partitions. */
	readonly disks: readonly string[];
	/** What it formats or mounts; some of it may not exist yet. */
	readonly fileSystems: readonly string[];
}

export function devicesOf(config: Part): WantedDevices {
	const storage = partOf(config, "storage");
	const devices = (kind: string): string[] => {
		const named = partsOf(storage, kind).map((part) => textOf(part, "device"));
		return [...new Set(named.filter((device) => device !== ""))];
	};
	return { disks: devices("disks"), fileSystems: devices("filesystems") };
}

/** The units that a configuration wants enabled, by the name of their file. */
export function enabledUnitFiles(config: Part): string[] {
	const names = partsOf(partOf(config, "systemd"), "units")
		.filter((unit) => unit["enabled"] === true)
		.map((unit) => textOf(unit, "name").replace(/@[^.]*\./, "@."));
	return [...new Set(names)];
}

function parseJson(text: string, place: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw notJson(place, cause instanceof Error ? cause.message : String(cause));
	}
}

function notJson(place: string, why: string): SomaError {
	return new SomaError({
		code: "config-not-json",
		message: `${place}: the configuration is no JSON: ${why}`,
		hint: "a node reads Ignition JSON; `soma config render` makes it from YAML",
	});
}

function refuseKernelArguments(part: Part): ConfigProblem[] {
	const asked = ["shouldExist", "shouldNotExist"].some((name) => listOf(part, name).length > 0);
	return asked ? problem("kernelArguments", "the kernel command line is signed and fixed") : [];
}

function refuseWhole(storage: Part, name: string, why: string): ConfigProblem[] {
	return listOf(storage, name).length > 0 ? problem(`storage.${name}`, why) : [];
}

function refuseDevice(
	part: Part,
	path: string,
	verb: string,
	isBootDisk: IsBootDisk,
): ConfigProblem[] {
	const device = textOf(part, "device");
	return isBootDisk(device)
		? problem(`${path}.device`, `${device} is the boot disk, which cannot be ${verb}`)
		: [];
}

function refuseFileSystem(part: Part, path: string, isBootDisk: IsBootDisk): ConfigProblem[] {
	const format = textOf(part, "format");
	const known = format === "" || knownFormats.includes(format);
	const mountPath = textOf(part, "path");
	return [
		...refuseDevice(part, path, "formatted or mounted", isBootDisk),
		...(known
			? []
			: problem(`${path}.format`, `${format} is unknown here (${knownFormats.join(", ")})`)),
		...(mountPath === "" ? [] : problem(`${path}.path`, findMountProblem(mountPath))),
	];
}

function problem(path: string, message: string | undefined): ConfigProblem[] {
	return message === undefined ? [] : [{ path, message }];
}

/** The configuration that Ignition merged; it wrote it itself. */
export function readMerged(value: unknown): Part {
	assert(isPart(value), "Ignition wrote a merged configuration that is no object");
	return value;
}

function isPart(value: unknown): value is Part {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function partOf(part: Part, name: string): Part {
	const value = part[name];
	return isPart(value) ? value : {};
}

function listOf(part: Part, name: string): readonly unknown[] {
	const value = part[name];
	return Array.isArray(value) ? value : [];
}

function partsOf(part: Part, name: string): Part[] {
	return listOf(part, name).filter(isPart);
}

function textOf(part: Part, name: string): string {
	const value = part[name];
	return typeof value === "string" ? value : "";
}

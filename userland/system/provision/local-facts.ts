import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { layoutRow } from "../../core/disk-layout.ts";
import { greatestConfigBytes } from "../../core/provision/check.ts";
import {
	type ConfigCredentials,
	commandLineUrl,
	type MachineFacts,
	type SourceFacts,
} from "../../core/provision/source.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { findUsrDevice, partitionNode } from "../boot-disk.ts";
import type { SystemPaths } from "../paths.ts";
import { runUnchecked } from "../process.ts";
import { readText } from "../text-file.ts";
import { deviceMountedAt, withMounted } from "./mounts.ts";

/** Everything about sources that can be known without the network. */
export async function readLocalFacts(paths: SystemPaths): Promise<SourceFacts> {
	return {
		esp: await readEsp(paths),
		credentials: readCredentials(paths.credentials, ""),
		firmwareConfig: readLimited(paths.firmwareConfig),
		configDrive: await readConfigDrive(),
		bootUrl: readText(paths.bootUrl)?.trim(),
		commandLineUrl: commandLineUrl(readText(paths.commandLine) ?? ""),
	};
}

/** What tells this machine apart in a URL. */
export function readMachineFacts(paths: SystemPaths): MachineFacts {
	const fact = (name: string): string | undefined => readText(join(paths.firmwareFacts, name));
	const links = listWiredLinks(paths);
	const attribute = (link: string, name: string): string | undefined =>
		readText(join(paths.networkLinks, link, name))?.trim();
	const first = links.find((link) => attribute(link, "carrier") === "1") ?? links[0];
	return {
		uuid: fact("product_uuid"),
		serial: fact("product_serial"),
		mac: first === undefined ? undefined : attribute(first, "address"),
	};
}

/** Names of the network cards: links with a device behind them. */
export function listWiredLinks(paths: SystemPaths): string[] {
	try {
		return readdirSync(paths.networkLinks)
			.filter((name) => exists(join(paths.networkLinks, name, "device")))
			.sort();
	} catch {
		return []; // no network in this kernel
	}
}

/** True for devices that hold this system: its disks, what is on them and what is made of it. */
export function bootDiskJudge(paths: SystemPaths): (device: string) => boolean {
	const usr = findUsrDevice(paths);
	const disks = new Set("diskPath" in usr ? [basename(usr.diskPath)] : []);
	const state = deviceMountedAt(paths, paths.sysroot);
	for (const name of listNames(paths.blockDevices)) {
		if (readText(join(paths.blockDevices, name, "dev"))?.trim() === state) {
			disks.add(wholeDisk(paths, name));
		}
	}
	return (device) => {
		const name = basename(resolveLink(device));
		return name.startsWith("dm-") || disks.has(name) || disks.has(wholeDisk(paths, name));
	};
}

/** `/soma/*.cred` on the ESP of the boot disk; nothing when this system has no such disk. */
async function readEsp(paths: SystemPaths): Promise<ConfigCredentials | undefined> {
	const usr = findUsrDevice(paths);
	const device =
		"diskPath" in usr ? partitionNode(paths, usr.diskPath, layoutRow("esp").index) : undefined;
	if (device === undefined) {
		return undefined;
	}
	const at = join(dirname(paths.provisionState), "esp");
	return await withMounted({ device, type: "vfat", at }, (folder) =>
		readCredentials(join(folder, "soma"), ".cred"),
	);
}

/** What the credentials in a folder say about the configuration. */
export function readCredentials(folder: string, suffix: string): ConfigCredentials {
	const read = (name: string): string | undefined => readLimited(join(folder, `${name}${suffix}`));
	return {
		config: read("soma.config"),
		url: read("soma.config-url"),
		authorities: read("soma.config-ca"),
	};
}

/** The labels of a config drive and the file on it; FAT keeps labels in capitals. */
const configDrives = [
	["config-2", "openstack/latest/user_data"],
	["CONFIG-2", "openstack/latest/user_data"],
	["SOMA-CONFIG", "config.ign"],
] as const;

async function readConfigDrive(): Promise<SourceFacts["configDrive"]> {
	for (const [label, file] of configDrives) {
		const device = await blkid("-l", "-o", "device", "-t", `LABEL=${label}`);
		const type = device === "" ? "" : await blkid("-p", "-o", "value", "-s", "TYPE", device);
		if (type !== "vfat" && type !== "iso9660") {
			continue;
		}
		const text = await withMounted({ device, type, at: "/run/soma/config-drive" }, (folder) =>
			readLimited(join(folder, file)),
		);
		if (text !== undefined) {
			return { place: `${file} on the drive ${label} (${device})`, text };
		}
	}
	return undefined;
}

async function blkid(...words: readonly string[]): Promise<string> {
	const argv = ["blkid", "-c", "/dev/null", ...words];
	return (await runUnchecked({ argv, timeoutMs: 60_000 })).stdout.trim();
}

/** The text of a file; undefined when there is none. */
function readLimited(path: string): string | undefined {
	try {
		const { size } = statSync(path);
		if (size > greatestConfigBytes) {
			throw new SomaError({
				code: "config-too-large",
				message: `${path} has ${size} bytes; ${greatestConfigBytes} are allowed`,
				hint: "let the configuration name large files by URL",
			});
		}
		return readFileSync(path, "utf8");
	} catch (error) {
		if (/^(?:ENOENT|ENOTDIR)$/.test(errnoOf(error) ?? "")) {
			return undefined;
		}
		throw error instanceof SomaError
			? error
			: new SomaError({
					code: "source-unreadable",
					message: `${path} cannot be read`,
					hint: "the medium may be damaged: write it again",
					cause: error,
				});
	}
}

function listNames(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function wholeDisk(paths: SystemPaths, name: string): string {
	const path = join(paths.blockDevices, name);
	return exists(join(path, "partition")) ? basename(dirname(resolveLink(path))) : name;
}

function resolveLink(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path; // it does not exist
	}
}

function exists(path: string): boolean {
	try {
		lstatSync(path);
		return true;
	} catch {
		return false;
	}
}

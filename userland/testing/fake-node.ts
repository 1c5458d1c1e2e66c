import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BootRecord, formatBootRecord, recordVariable } from "../core/boot/record.ts";
import { layoutRow, type SlotName, slotPartitionUuids } from "../core/disk-layout.ts";
import { formatLiveRecord, type LiveRecord } from "../core/live/record.ts";
import { concatBytes } from "../lib/bytes.ts";
import type { SystemPaths } from "../system/paths.ts";
import { makeDiskFile, type SomaDisk, testDiskGuid, testRootHashes } from "./soma-disks.ts";

/** What differs from a sound node that runs from slot A. */
export interface FakeNode {
	readonly disk?: SomaDisk;
	/** The slot under the verity device. */
	readonly slot?: SlotName;
	/** Changes to the selector's record; null for none at all. */
	readonly record?: Partial<BootRecord> | null;
	readonly usrReadOnly?: boolean;
	readonly machineId?: string;
	/** A system that was fetched into memory; there is no record of the selector then. */
	readonly live?: LiveRecord;
}

/**
 * Makes the files of a node below a directory: sysfs, procfs, efivarfs, and a disk image as
 * device.
 */
export function makeFakeNode(directory: string, node: FakeNode = {}): SystemPaths {
	const slot = node.slot ?? "A";
	const paths = fakePaths(directory);
	mkdirSync(paths.deviceNodes, { recursive: true });
	mkdirSync(paths.efiVariables, { recursive: true });
	makeDiskFile(join(paths.deviceNodes, "vda"), node.disk);
	writeDevices(paths, slot, node.live !== undefined);
	const options = (node.usrReadOnly ?? true) ? "ro,nodev" : "rw,nodev";
	const files: readonly (readonly [string, string])[] = [
		[paths.osRelease, 'ID=soma\nIMAGE_VERSION="4799"\n'],
		[paths.kernelRelease, "6.12.57\n"],
		[paths.commandLine, `console=ttyS0 gpt usrhash=${testRootHashes[slot]} panic=5\n`],
		[paths.uptime, "65.25 100.00\n"],
		[paths.bootId, "boot-now\n"],
		[paths.memory, "MemTotal:        2048000 kB\nMemAvailable:    1024000 kB\n"],
		[paths.machineId, `${node.machineId ?? "0123456789abcdef".repeat(2)}\n`],
		[
			paths.mounts,
			"24 1 8:8 / / rw,relatime shared:1 - ext4 /dev/vda8 rw\n" +
				`36 24 254:0 / /usr ${options} shared:9 - erofs /dev/mapper/usr ro\n`,
		],
	];
	for (const [path, text] of files) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	if (node.live !== undefined) {
		mkdirSync(dirname(paths.liveRecord), { recursive: true });
		writeFileSync(paths.liveRecord, formatLiveRecord(node.live));
	} else if (node.record !== null) {
		const attributes = Uint8Array.of(6, 0, 0, 0); // boot service and runtime access
		const bytes = formatBootRecord({ ...recordFor(slot), ...node.record });
		writeFileSync(join(paths.efiVariables, recordVariable), concatBytes([attributes, bytes]));
	}
	return paths;
}

/** The record that the selector leaves when it starts this slot. */
export function recordFor(slot: SlotName): BootRecord {
	return {
		slot,
		reason: "highest-priority",
		repairs: [],
		before: { A: 0n, B: 0n },
		after: { A: 0n, B: 0n },
		diskGuid: testDiskGuid,
		headerCrc32: 0,
		failed: [],
		startedAtUs: 2_000_000,
		handedOverAtUs: 2_500_000,
		version: "4799",
		usrPartUuid: slotPartitionUuids(testRootHashes[slot]).usr,
		devicePath: "PciRoot(0x0)/Pci(0x2,0x0)",
		line: `soma-selector: slot ${slot}`,
	};
}

function fakePaths(directory: string): SystemPaths {
	const at = (path: string): string => join(directory, path);
	return {
		osRelease: at("usr/lib/os-release"),
		initrdRelease: at("etc/initrd-release"),
		osReleaseElsewhere: at("etc/os-release"),
		kernelRelease: at("proc/osrelease"),
		commandLine: at("proc/cmdline"),
		uptime: at("proc/uptime"),
		bootId: at("proc/boot_id"),
		memory: at("proc/meminfo"),
		mounts: at("proc/mountinfo"),
		processes: at("proc"),
		memoryPressure: at("proc/pressure/memory"),
		loadAverage: at("proc/loadavg"),
		hostname: at("proc/hostname"),
		swaps: at("proc/swaps"),
		machineId: at("etc/machine-id"),
		blockDevices: at("sys/class/block"),
		inputDevices: at("sys/class/input"),
		deviceNodes: at("dev"),
		efiVariables: at("sys/efivars"),
		stateDirectory: at("var/lib/soma"),
		state: directory,
		sysroot: at("sysroot"),
		provisionState: at("run/soma/provision.json"),
		bootUrl: at("run/soma/boot-url"),
		firmwareConfig: at("sys/fw-cfg-config"),
		firmwareFacts: at("sys/dmi"),
		networkLinks: at("sys/class/net"),
		update: at("state/update"),
		releaseToken: at("etc/soma/release-token"),
		updateRoot: at("usr/share/soma/update/root.json"),
		updateScratch: at("run/soma-update"),
		clockEpoch: at("usr/lib/clock-epoch"),
		clockSynchronised: at("run/timesync/synchronized"),
		networkState: at("run/netif"),
		resolvConf: at("etc/resolv.conf"),
		stateProtection: at("run/soma-state/protection"),
		crashes: at("var/lib/systemd/pstore"),
		nodeConfig: at("etc/soma/node.json"),
		runtime: at("run/soma"),
		health: at("run/soma/health.json"),
		consoles: at("sys/consoles"),
		credentials: at("run/credentials"),
		ticket: at("etc/soma/ticket"),
		watchdog: at("sys/watchdog0"),
		journal: at("run/journal-socket"),
		provisioned: at("var/lib/soma/provisioned.json"),
		reset: at("var/lib/soma/reset.json"),
		liveRecord: at("run/soma/live.json"),
		releaseManifest: at("run/soma/release-manifest.json"),
		releaseCertificate: at("usr/share/soma/release.pem"),
		liveManifest: at("usr/lib/soma/release/manifest.json"),
		statusPort: at("dev/status-port"),
	};
}

/**
 * `/sys/class/block` as the kernel lays it out: links into a tree where partitions are below
 * disks.
 */
function writeDevices(paths: SystemPaths, slot: SlotName, isLive: boolean): void {
	const devices = join(dirname(paths.blockDevices), "../devices");
	mkdirSync(paths.blockDevices, { recursive: true });
	const add = (path: string, attributes: Readonly<Record<string, string>>): void => {
		for (const [name, value] of Object.entries(attributes)) {
			mkdirSync(dirname(join(devices, path, name)), { recursive: true });
			writeFileSync(join(devices, path, name), `${value}\n`);
		}
		symlinkSync(join(devices, path), join(paths.blockDevices, path.split("/").at(-1) ?? ""));
	};
	add("vda", { size: "1000", dev: "253:0" });
	const indexes = [layoutRow("usr", slot).index, layoutRow("verity", slot).index];
	for (const index of [1, 2, 3, 4, 5, 6, 7, 8]) {
		add(`vda/vda${index}`, { partition: String(index), size: "100" });
	}
	add("dm-0", { "dm/name": "usr", dev: "254:0", size: "100" });
	mkdirSync(join(devices, "dm-0/slaves"));
	for (const [at, index] of indexes.entries()) {
		if (isLive) {
			add(`loop${at}`, { size: "100", dev: `7:${at}` });
			symlinkSync(join(devices, `loop${at}`), join(devices, `dm-0/slaves/loop${at}`));
		} else {
			symlinkSync(join(devices, "vda", `vda${index}`), join(devices, `dm-0/slaves/vda${index}`));
		}
	}
}

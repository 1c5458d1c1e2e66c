import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFakeNode } from "../testing/fake-node.ts";
import type { SystemPaths } from "./paths.ts";
import { inspectDevice, inspectTarget } from "./target-facts.ts";

let directory = "";
let paths: SystemPaths;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "soma-target-"));
	paths = makeFakeNode(directory);
	device("pci0000:00/usb1/1-1/sdb", {
		size: "16777216",
		removable: "1",
		ro: "0",
		dev: "8:16",
		"queue/logical_block_size": "512",
		"queue/physical_block_size": "4096",
		"device/model": "Some Stick",
		"device/wwid": "naa.1",
	});
	device("pci0000:00/usb1/1-1/sdb/sdb1", { partition: "1", dev: "8:17", size: "100" });
	mkdirSync(join(paths.blockDevices, "sdb1/holders"), { recursive: true });
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Adds a device to sysfs: a folder in the tree of devices, and a link to it. */
function device(path: string, attributes: Readonly<Record<string, string>>): void {
	const place = join(directory, "sys/devices", path);
	for (const [name, value] of Object.entries(attributes)) {
		mkdirSync(dirname(join(place, name)), { recursive: true });
		writeFileSync(join(place, name), `${value}\n`);
	}
	symlinkSync(place, join(paths.blockDevices, path.split("/").at(-1) ?? ""));
}

const stick = () => inspectDevice(paths, "/dev/sdb", "sdb");

test("a stick that nobody uses", () => {
	expect(stick()).toEqual({
		path: "/dev/sdb",
		kind: "disk",
		sizeBytes: 8 * 1024 ** 3,
		blockSizeBytes: 512,
		physicalBlockBytes: 4096,
		readOnly: false,
		removable: true,
		model: "Some Stick",
		bus: "usb",
		uses: [],
		isRunning: false,
		twins: [],
	});
});

test("mounted, by number or by name, at a place with a space in its name", () => {
	writeFileSync(
		paths.mounts,
		"40 1 8:17 / /mnt/my\\040data rw - ext4 /dev/sdb1 rw\n" +
			"41 1 0:50 / /btrfs rw shared:1 master:2 - btrfs /dev/sdb rw\n" +
			"42 1 0:51 / /proc rw - proc proc rw\n",
	);
	expect(stick().uses).toEqual([
		{ device: join(paths.deviceNodes, "sdb"), how: "mounted", by: "/btrfs" },
		{ device: join(paths.deviceNodes, "sdb1"), how: "mounted", by: "/mnt/my data" },
	]);
});

test("swap, and a part of a mapped device", () => {
	writeFileSync(paths.swaps, "Filename Type Size\n/dev/sdb1 partition 100 0 -2\n");
	device("virtual/dm-9", { "dm/name": "vault", dev: "254:9" });
	mkdirSync(join(paths.blockDevices, "sdb1/holders/dm-9"));
	expect(stick().uses.map(({ how, by }) => `${how} ${by}`)).toEqual([
		`held ${join(paths.deviceNodes, "dm-9")} (vault)`,
		"swap the kernel",
	]);
});

test("a second way to the same disk", () => {
	device("pci0000:01/sdc", { size: "16777216", "device/wwid": "naa.1" });
	device("pci0000:01/nvme0c0n1", { size: "16777216", wwid: "naa.1", hidden: "1" });
	device("pci0000:01/sdd", { size: "16777216", "device/wwid": "naa.2" });
	expect(stick().twins).toEqual([join(paths.deviceNodes, "sdc")]);
});

test("a partition names its disk, and the disk of the running system is known", () => {
	expect(inspectDevice(paths, "/dev/sdb1", "sdb1")).toMatchObject({
		kind: "partition",
		diskOfPartition: join(paths.deviceNodes, "sdb"),
	});
	expect(inspectDevice(paths, "/dev/vda", "vda").isRunning).toBe(true);
	expect(inspectDevice(paths, "/dev/mapper/usr", "dm-0").kind).toBe("other");
});

test("files, folders, nothing and what is none of them", () => {
	const file = join(directory, "disk.img");
	writeFileSync(file, "x".repeat(512));
	expect(inspectTarget(paths, file, 4096)).toMatchObject({
		kind: "file",
		sizeBytes: 512,
		blockSizeBytes: 4096,
	});
	expect(inspectTarget(paths, directory, 512).kind).toBe("directory");
	expect(inspectTarget(paths, join(directory, "none"), 512).kind).toBe("missing");
	expect(inspectTarget(paths, "/dev/null", 512).kind).toBe("other");
});

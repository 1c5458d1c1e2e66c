import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFakeNode } from "../../testing/fake-node.ts";
import type { SystemPaths } from "../paths.ts";
import { bootDiskJudge, listWiredLinks, readCredentials, readMachineFacts } from "./local-facts.ts";
import { deviceMountedAt, mountsBelow } from "./mounts.ts";

let folder = "";
let paths: SystemPaths;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "soma-facts-"));
	paths = makeFakeNode(folder);
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

function addLink(name: string, mac: string, carrier: string, physical = true): void {
	const at = join(paths.networkLinks, name);
	write(join(at, "address"), `${mac}\n`);
	write(join(at, "carrier"), `${carrier}\n`);
	if (physical) {
		mkdirSync(join(at, "device"));
	}
}

test("the boot disk, its partitions and what is made of them are known, by any name", () => {
	const isBootDisk = bootDiskJudge(paths);
	const devices = join(folder, "dev");
	symlinkSync(join(devices, "vda8"), join(devices, "by-label-STATE"));
	expect(
		["vda", "vda1", "vda8", "by-label-STATE", "dm-0", "vdb", "vdaa"].map((name) =>
			isBootDisk(join(devices, name)),
		),
	).toEqual([true, true, true, false, true, false, false]);
	writeFileSync(join(devices, "vda8"), ""); // as a device node, which a link resolves to
	expect(isBootDisk(join(devices, "by-label-STATE"))).toBe(true);
});

test("credentials are read by their names, with the suffix of the ESP or without", () => {
	const at = join(folder, "soma");
	write(join(at, "soma.config.cred"), "{}");
	write(join(at, "soma.config-ca.cred"), "PEM");
	expect(readCredentials(at, ".cred")).toEqual({
		config: "{}",
		url: undefined,
		authorities: "PEM",
	});
	expect(readCredentials(at, "")).toEqual({});
	expect(readCredentials(join(folder, "none"), "")).toEqual({});
});

test("a credential of more than 16 MiB is not read into memory", () => {
	const file = join(folder, "huge/soma.config");
	write(file, "");
	truncateSync(file, 17 * 1024 * 1024);
	expect(() => readCredentials(dirname(file), "")).toThrow(/17825792 bytes; 16777216 are allowed/);
});

test("the card with a carrier names the machine; virtual links do not count", () => {
	addLink("lo", "00:00:00:00:00:00", "1", false);
	addLink("eth0", "52:54:00:00:00:01", "0");
	addLink("eth1", "52:54:00:00:00:02", "1");
	write(join(paths.firmwareFacts, "product_uuid"), "ABC\n");
	expect(listWiredLinks(paths)).toEqual(["eth0", "eth1"]);
	expect(readMachineFacts(paths)).toEqual({
		mac: "52:54:00:00:00:02",
		serial: undefined,
		uuid: "ABC\n",
	});
});

test("mounts below the root are listed the latest first, with their names as they are", () => {
	write(
		paths.mounts,
		[
			"24 1 8:8 / /sysroot rw - ext4 /dev/vda8 rw",
			"25 24 254:0 / /sysroot/usr ro - erofs /dev/dm-0 ro",
			"26 24 0:9 / /sysroot/var/a\\040b rw - ext4 /dev/vdb1 rw",
			"27 1 0:8 / /sysrooty rw - tmpfs tmpfs rw",
		].join("\n"),
	);
	expect(mountsBelow(paths, "/sysroot")).toEqual(["/sysroot/var/a b", "/sysroot/usr"]);
	expect(deviceMountedAt(paths, "/sysroot")).toBe("8:8");
});

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { contentKey } from "../../image/tools/cache.ts";
import { ensureCacheDirectory, withLock } from "../../image/tools/lock.ts";
import { debianRelease } from "../../image/tools/packages.ts";
import { archiveSources, openToolTree } from "../../image/tools/tree.ts";
import type { Credential, DirectBoot, MachineSpec } from "../../qemu-tests/lab/machine-spec.ts";
import { required } from "../../userland/lib/assert.ts";
import type { Report } from "../lib/progress.ts";

/** A minimal Debian system to measure beside: its disk, and its own kernel and initrd. */
export interface Peer {
	/** An ext4 file system without partitions. */
	readonly diskPath: string;
	readonly kernel: string;
	readonly initrd: string;
}

/** What makes a Debian system boot to multi-user with its own kernel, and nothing else. */
const packages: readonly string[] = [
	"dbus",
	"initramfs-tools",
	"linux-image-amd64",
	"systemd",
	"systemd-sysv",
	"udev",
	"zstd",
];

const diskSize = "2G";

/** Spares the peer what a system does only at its first boot: identity, caches, presets. */
const settledBy: readonly (readonly string[])[] = [
	["systemd-machine-id-setup"],
	["ldconfig"],
	["touch", "/etc/.updated", "/var/.updated"],
];

/** The minimal Debian system, from the cache or made by mmdebstrap (a minute or two). */
export async function ensurePeer(report: Report): Promise<Peer> {
	const key = contentKey([debianRelease, diskSize, ...packages, ...settledBy.flat()]);
	const directory = join(ensureCacheDirectory(), `bench-peer-${key}`);
	if (!existsSync(directory)) {
		await withLock(`bench-peer-${key}`, report, () => makePeer(directory, report));
	}
	const named = (prefix: string): string =>
		join(
			directory,
			required(
				readdirSync(directory).find((name) => name.startsWith(prefix)),
				`${prefix} in ${directory}`,
			),
		);
	return {
		diskPath: join(directory, "disk.raw"),
		kernel: named("vmlinuz"),
		initrd: named("initrd"),
	};
}

/** A machine that boots the peer's disk with some kernel, which firmware loads by itself. */
export function peerMachine(
	name: string,
	peer: Omit<DirectBoot, "commandLine"> & Pick<Peer, "diskPath">,
	credentials: readonly Credential[] = [],
): MachineSpec {
	const { kernel, initrd, diskPath } = peer;
	const commandLine = "console=ttyS0,115200 root=/dev/vda rw";
	return {
		name,
		firmware: { kind: "uefi" },
		directBoot: { kernel, commandLine, ...(initrd === undefined ? {} : { initrd }) },
		statusPort: false,
		credentials,
		disks: [{ id: "disk0", backing: { mode: "overlay", path: diskPath, format: "raw" } }],
	};
}

async function makePeer(directory: string, report: Report): Promise<void> {
	const tree = openToolTree();
	const staging = `${directory}.partial`;
	const root = join(staging, "root");
	await tree.run({ argv: ["rm", "-rf", staging] });
	mkdirSync(staging, { recursive: true });
	const sources = archiveSources(tree)
		.split("\n")
		.filter((line) => line !== "");
	await tree.run({
		argv: [
			"mmdebstrap",
			"--mode=root",
			"--variant=minbase",
			`--include=${packages.join(",")}`,
			...settledBy.map((argv) => `--customize-hook=chroot "$1" ${argv.join(" ")}`),
			debianRelease,
			root,
			...sources,
		],
		onLine: report,
	});
	report("making the peer's file system");
	const boot = readdirSync(join(root, "boot"));
	for (const name of boot.filter((candidate) => /^(vmlinuz|initrd)/.test(candidate))) {
		await tree.run({ argv: ["cp", join(root, "boot", name), join(staging, name)] });
		await tree.run({ argv: ["chmod", "0644", join(staging, name)] });
	}
	const disk = join(staging, "disk.raw");
	await tree.run({ argv: ["mke2fs", "-q", "-t", "ext4", "-d", root, disk, diskSize] });
	await tree.run({ argv: ["rm", "-rf", root] });
	rmSync(directory, { recursive: true, force: true });
	renameSync(staging, directory);
}

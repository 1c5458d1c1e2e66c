import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import { extraUnit, wantedBy } from "./credentials.ts";
import { type Credential, type DiskSpec, handPortName } from "./machine-spec.ts";

const label = "LABHAND";
const mountPoint = "/run/lab";

/**
 * The program of the hand, for busybox. It reads lines `ID BASE64-SCRIPT` from its port and answers
 * `ID EXIT-CODE BASE64-OUTPUT`; both output streams come as one. While nobody is connected a read
 * ends at once, hence the pause. Opened before udev has made it, the port would become a file.
 */
const handScript = `#!${mountPoint}/bin/busybox sh
export PATH=${mountPoint}/bin:/usr/bin:/usr/sbin
work=/run/lab-hand
port=/dev/virtio-ports/${handPortName}
mkdir -p $work
while ! [ -c $port ]; do
	usleep 100000
done
exec 3<>$port
echo "ready" >&3
while :; do
	if ! read -r id encoded <&3; then
		usleep 200000
		continue
	fi
	echo "$encoded" | base64 -d >$work/script
	sh $work/script >$work/output 2>&1 </dev/null
	code=$?
	echo "$id $code $(base64 -w 0 $work/output)" >&3
done
`;

/** The applets of busybox that scripts of tests may use under their plain names. */
const applets = [
	...["awk", "base64", "basename", "blkid", "cat", "chmod", "cmp", "cp", "cut", "date", "dd", "df"],
	...["dirname", "dmesg", "echo", "env", "expr", "find", "free", "grep", "head", "hexdump", "id"],
	...["ifconfig", "ip", "kill", "killall", "ln", "ls", "lsof", "md5sum", "mkdir", "mknod", "mount"],
	...[
		"mv",
		"nc",
		"netstat",
		"nslookup",
		"od",
		"pidof",
		"ping",
		"printf",
		"ps",
		"readlink",
		"rm",
		"sed",
		"seq",
	],
	...["sh", "sha256sum", "sleep", "sort", "stat", "sync", "tail", "tee", "test", "timeout", "top"],
	...[
		"touch",
		"tr",
		"true",
		"udhcpc",
		"umount",
		"uname",
		"uniq",
		"uptime",
		"watchdog",
		"wc",
		"wget",
	],
	...["xargs", "xxd"],
];

/** Makes the disk of the hand, once for each content, and gives its path. */
export async function ensureHandDisk(): Promise<string> {
	const tree = openToolTree();
	const busybox = readFileSync(join(tree.path, "usr/bin/busybox"));
	const key = contentKey([busybox, handScript, applets.join(" ")]);
	return cached("hand", key, async (path) => {
		const staging = `${path}.files`;
		const bin = join(staging, "bin");
		rmSync(staging, { recursive: true, force: true });
		mkdirSync(bin, { recursive: true });
		copyFileSync(join(tree.path, "usr/bin/busybox"), join(bin, "busybox"));
		for (const applet of applets) {
			symlinkSync("busybox", join(bin, applet));
		}
		writeFileSync(join(staging, "hand"), handScript, { mode: 0o755 });
		const uuid = "50a605b0-07e1-4f5e-8c2d-736f6d686e64";
		await tree.run({
			argv: ["mkfs.erofs", "-L", label, "-U", uuid, "-T", "0", "--all-root", path, staging],
		});
		rmSync(staging, { recursive: true });
	});
}

/** The hand's disk as the guest sees it. */
export function handDiskSpec(path: string): DiskSpec {
	return { id: "labhand", serial: label, backing: { mode: "read-only", path, format: "raw" } };
}

const notInInitrd = "ConditionPathExists=!/etc/initrd-release";

const mountUnit = `[Unit]
Description=Disk of the lab's hand
DefaultDependencies=no
${notInInitrd}
[Mount]
What=/dev/disk/by-label/${label}
Where=${mountPoint}
Type=erofs
Options=ro
`;

const handUnit = `[Unit]
Description=The lab's hand
DefaultDependencies=no
${notInInitrd}
RequiresMountsFor=${mountPoint}
After=systemd-udevd.service
[Service]
ExecStart=${mountPoint}/bin/busybox sh ${mountPoint}/hand
Restart=on-failure
RestartSec=1
OOMScoreAdjust=-900
`;

/**
 * The units that start the hand as early as udev has found its disk; the image itself knows nothing
 * of it.
 */
export function handCredentials(): Credential[] {
	return [
		extraUnit("run-lab.mount", mountUnit),
		extraUnit("lab-hand.service", handUnit),
		wantedBy("sysinit.target", ["lab-hand.service"]),
	];
}

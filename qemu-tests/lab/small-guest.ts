import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { cacheDirectory, contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { cached } from "./cached.ts";
import type { MachineSpec } from "./machine-spec.ts";

/**
 * The init of the smallest guest: it makes what udev and systemd make in the real image (devices,
 * the names of virtio ports, the hand's mount) and becomes the hand. A script, so that a failure
 * reads well on the console.
 */
const initScript = `#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /run/lab /dev/virtio-ports
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox mkdir -p /dev/virtio-ports
for port in /sys/class/virtio-ports/*; do
	/bin/busybox ln -s /dev/\${port##*/} "/dev/virtio-ports/$(/bin/busybox cat "$port/name")"
done
for disk in /dev/vd?; do
	/bin/busybox mount -t erofs -o ro "$disk" /run/lab 2>/dev/null && break
done
read -r line </proc/cmdline
echo "small guest: init has started with $line" >/dev/console
exec /run/lab/bin/busybox sh /run/lab/hand
`;

/** The newest kernel that the image pipeline has compiled. */
export function newestKernel(): string {
	const cache = cacheDirectory();
	const kernels = readdirSync(cache)
		.filter((name) => name.startsWith("kernel-"))
		.map((name) => join(cache, name, "bzImage"))
		.filter((path) => existsSync(path))
		.sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
	const [newest] = kernels;
	if (newest === undefined) {
		throw new SomaError({
			code: "kernel-missing",
			message: `there is no compiled kernel in ${cache}`,
			hint: "run `npm run image`",
		});
	}
	return newest;
}

/** Makes the initrd of the smallest guest, once for each content, and gives its path. */
export async function ensureSmallInitrd(): Promise<string> {
	const tree = openToolTree();
	const busybox = join(tree.path, "usr/bin/busybox");
	const key = contentKey([readFileSync(busybox), initScript]);
	return cached("initrd", key, async (path) => {
		const staging = `${path}.files`;
		rmSync(staging, { recursive: true, force: true });
		mkdirSync(join(staging, "bin"), { recursive: true });
		mkdirSync(join(staging, "dev"));
		copyFileSync(busybox, join(staging, "bin/busybox"));
		writeFileSync(join(staging, "init"), initScript);
		chmodSync(join(staging, "init"), 0o755);
		await tree.run({
			argv: ["sh", "-euc", `find . | cpio -o -H newc -R 0:0 --quiet >"$0"`, path],
			cwd: staging,
		});
		rmSync(staging, { recursive: true });
	});
}

/**
 * A machine that boots our kernel with the smallest guest: no firmware, no image, the hand alone.
 */
export async function smallGuest(
	name: string,
	change: Partial<MachineSpec> = {},
): Promise<MachineSpec> {
	return {
		name,
		memoryMiB: 256,
		firmware: { kind: "none" },
		directBoot: {
			kernel: newestKernel(),
			initrd: await ensureSmallInitrd(),
			commandLine: "console=ttyS0,115200 panic=1 quiet",
		},
		disks: [{ id: "main", backing: { mode: "blank" }, sizeBytes: 64 * 1024 * 1024 }],
		hand: true,
		...change,
	};
}

import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureKernel } from "../../image/builder/kernel.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { withMachine } from "../lab/machine.ts";
import type { DirectBoot, MachineSpec } from "../lab/machine-spec.ts";

/** The first process: tells what the kernel gives, one `fact NAME=VALUE` a line. */
const init = `#!/bin/busybox sh
busybox() { /bin/busybox "$@"; }
busybox mkdir -p /proc /sys
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
busybox mount -t cgroup2 cgroup /sys/fs/cgroup
busybox mount -t securityfs securityfs /sys/kernel/security
fact() { echo "fact $1=$(busybox tr '\\n' ' ' <$2)"; }
fact uptime /proc/uptime
fact release /proc/sys/kernel/osrelease
fact build /proc/sys/kernel/version
fact controllers /sys/fs/cgroup/cgroup.controllers
fact lockdown /sys/kernel/security/lockdown
fact modules-security /sys/kernel/security/lsm
fact unprivileged-bpf /proc/sys/kernel/unprivileged_bpf_disabled
fact softlockup-panic /proc/sys/kernel/softlockup_panic
fact hung-task-panic /proc/sys/kernel/hung_task_panic
fact filesystems /proc/filesystems
fact first-watchdog /sys/class/watchdog/watchdog0/identity
echo "fact interfaces=$(busybox ls -d /sys/class/net/*/ | busybox tr '\\n' ' ')"
for path in /dev/mem /dev/port /dev/fb0 /proc/kcore /proc/modules /proc/kallsyms /proc/config.gz; do
	[ -e $path ] && echo "fact $path=there" || echo "fact $path=absent"
done
echo "facts end"
case "$(busybox cat /proc/cmdline)" in
*first-process-dies*) exit 3 ;;
esac
busybox poweroff -f
`;

const work = mkdtempSync(join(tmpdir(), "soma-kernel-"));
const initrd = join(work, "initrd");
let kernel: Awaited<ReturnType<typeof ensureKernel>>;

beforeAll(async () => {
	const tree = openToolTree();
	kernel = await ensureKernel(tree, () => undefined);
	const root = join(work, "root");
	mkdirSync(join(root, "bin"), { recursive: true });
	mkdirSync(join(root, "dev"));
	copyFileSync(join(tree.path, "usr/bin/busybox"), join(root, "bin/busybox"));
	writeFileSync(join(root, "init"), init);
	chmodSync(join(root, "init"), 0o755);
	const script = `find . | cpio --create --format=newc --quiet | zstd -q -o ${initrd}`;
	await tree.run({ argv: ["sh", "-c", script], cwd: root });
});

afterAll(() => {
	rmSync(work, { recursive: true, force: true });
});

function machineOf(commandLine: string): MachineSpec {
	const directBoot: DirectBoot = { kernel: kernel.bzImage, initrd, commandLine };
	return { name: "kernel", firmware: { kind: "none" }, directBoot, disks: [], watchdog: true };
}

async function factsOf(commandLine: string): Promise<ReadonlyMap<string, string>> {
	return await withMachine(machineOf(commandLine), async (machine) => {
		await machine.serial.waitFor(/facts end/, { failOn: /Kernel panic/ });
		const lines = machine.serial.text().matchAll(/^fact ([^=\n]+)=(.*)$/gm);
		return new Map([...lines].map(([, name, value]) => [name ?? "", (value ?? "").trim()]));
	});
}

test("the kernel starts its first process, and is as closed as it was asked to be", async () => {
	const facts = await factsOf("console=ttyS0 panic=1");
	expect(facts.get("release")).toBe(kernel.version);
	expect(facts.get("build")).toMatch(/^#1 SMP 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	expect(facts.get("controllers")?.split(" ").sort()).toEqual(
		["cpu", "cpuset", "hugetlb", "io", "memory", "misc", "pids", "rdma"].sort(),
	);
	expect(facts.get("lockdown")).toBe("none [integrity] confidentiality");
	expect(facts.get("modules-security")).toMatch(/^(?=.*lockdown)(?=.*landlock)(?=.*yama)/);
	expect(facts.get("unprivileged-bpf")).toBe("2");
	expect([facts.get("softlockup-panic"), facts.get("hung-task-panic")]).toEqual(["1", "1"]);
	for (const name of ["erofs", "ext4", "overlay", "vfat", "iso9660", "virtiofs", "fuse", "tmpfs"]) {
		expect(facts.get("filesystems")).toMatch(new RegExp(`\\b${name}\\b`));
	}
	expect(facts.get("first-watchdog")).toMatch(/iTCO|i6300ESB/);
	expect(facts.get("interfaces")).toBe("/sys/class/net/lo/");
	for (const path of ["/dev/mem", "/dev/port", "/dev/fb0", "/proc/kcore", "/proc/modules"]) {
		expect(`${path} ${facts.get(path)}`).toBe(`${path} absent`);
	}
	expect(facts.get("/proc/config.gz")).toBe("absent");
	expect(facts.get("/proc/kallsyms")).toBe("there");
	process.stdout.write(`seconds from kernel to first process: ${facts.get("uptime")}\n`);
});

test("a machine whose first process dies starts again by itself", async () => {
	const spec = machineOf("console=ttyS0 panic=1 first-process-dies");
	await withMachine(spec, async (machine) => {
		await machine.serial.waitFor(/Kernel panic - not syncing: Attempted to kill init/);
		await machine.waitForEvent("RESET");
		await machine.serial.waitFor(/facts end/);
	});
});

import { below, type ContentRow } from "./contents.ts";

const units = "usr/lib/systemd/system";
const programs = "usr/lib/systemd";

export const somaLibraries: ContentRow = {
	reason: "libraries of the soma binary (Bun), which is no Debian program",
	paths: below("usr/lib/x86_64-linux-gnu", "libpthread.so.0 libdl.so.2 libm.so.6 libc.so.6"),
};

/** PID 1 alone, as the rescue system has it: no log, no devices by name, nothing generated. */
export const systemdMinimum: readonly ContentRow[] = [
	{
		reason: "PID 1 and what it starts units with",
		paths: [...below(programs, "systemd systemd-executor systemd-shutdown")],
	},
	{
		reason: "libraries that PID 1 opens by name when they exist",
		paths: below("usr/lib/x86_64-linux-gnu", "libzstd.so.1 libkmod.so.2 libgcc_s.so.1"),
	},
	{ reason: "the program loader's well-known path", paths: ["usr/lib64/ld-linux-x86-64.so.2"] },
	{
		reason: "the operator's control of PID 1",
		paths: ["usr/bin/systemctl"],
	},
	{
		reason: "a restart in order",
		paths: below(
			units,
			`shutdown.target umount.target final.target reboot.target poweroff.target
			systemd-reboot.service systemd-poweroff.service ctrl-alt-del.target`,
		),
	},
];

/** What PID 1 needs in the node and in its initrd. */
export const systemdCore: readonly ContentRow[] = [
	...systemdMinimum,
	{
		reason: "the log of the system, from the initrd on",
		paths: [
			`${programs}/systemd-journald`,
			...below(
				units,
				`systemd-journald.service systemd-journald.socket systemd-journald-dev-log.socket
				sockets.target.wants/systemd-journald.socket
				sockets.target.wants/systemd-journald-dev-log.socket
				sysinit.target.wants/systemd-journald.service`,
			),
		],
	},
	{
		reason: "devices: names, links, and the signal that one is ready",
		paths: [
			"usr/bin/udevadm",
			`${programs}/systemd-udevd`,
			...below(
				units,
				`systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket
				systemd-udev-trigger.service
				sockets.target.wants/systemd-udevd-control.socket
				sockets.target.wants/systemd-udevd-kernel.socket
				sysinit.target.wants/systemd-udevd.service
				sysinit.target.wants/systemd-udev-trigger.service`,
			),
			...below("usr/lib/udev/rules.d", "50-udev-default.rules 55-dm.rules 99-systemd.rules"),
		],
	},
	{
		reason: "kernel settings and files that vanish with every boot",
		paths: [
			"usr/bin/systemd-tmpfiles",
			`${programs}/systemd-sysctl`,
			...below(
				units,
				`systemd-tmpfiles-setup.service systemd-tmpfiles-setup-dev.service
				systemd-tmpfiles-setup-dev-early.service systemd-sysctl.service
				sysinit.target.wants/systemd-tmpfiles-setup.service
				sysinit.target.wants/systemd-tmpfiles-setup-dev.service
				sysinit.target.wants/systemd-tmpfiles-setup-dev-early.service
				sysinit.target.wants/systemd-sysctl.service`,
			),
			...below("usr/lib/tmpfiles.d", "static-nodes-permissions.conf"),
		],
	},
	{
		reason: "PID 1 mounts through these programs",
		paths: ["usr/bin/mount", "usr/bin/umount"],
	},
	{
		reason: "synchronisation points that other units name",
		paths: below(
			units,
			`basic.target sysinit.target sockets.target timers.target paths.target slices.target
			local-fs.target local-fs-pre.target swap.target cryptsetup.target cryptsetup-pre.target
			veritysetup.target veritysetup-pre.target halt.target systemd-halt.service
			time-set.target time-sync.target network.target network-pre.target integritysetup.target
			system-systemd\\x2dveritysetup.slice`,
		),
	},
	{
		reason: "/usr and STATE of the command line; units of the machine's own settings",
		paths: below(
			`${programs}/system-generators`,
			"systemd-fstab-generator systemd-veritysetup-generator systemd-debug-generator",
		),
	},
	{
		reason: "the verified /usr is opened, and closed at shutdown",
		paths: [
			`${programs}/systemd-veritysetup`,
			`${units}/sysinit.target.wants/veritysetup.target`,
			"usr/sbin/dmsetup",
			...below("usr/lib/udev/rules.d", "60-persistent-storage-dm.rules 95-dm-notify.rules"),
		],
	},
];

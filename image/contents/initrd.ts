import { below, type ContentRow } from "./contents.ts";
import { networkFirmware } from "./firmware.ts";
import { systemdCore } from "./systemd.ts";

const units = "usr/lib/systemd/system";

/** The initrd finds the boot disk, opens /usr, makes or checks STATE, and hands over. */
export const initrdContents: readonly ContentRow[] = [
	...systemdCore,
	networkFirmware,
	{
		reason: "the way from the initrd into the system",
		paths: [
			"usr/lib/systemd/systemd-sysroot-fstab-check",
			...below(
				units,
				`initrd.target initrd-fs.target initrd-root-fs.target initrd-root-device.target
				initrd-usr-fs.target initrd-parse-etc.service initrd-cleanup.service
				initrd-switch-root.target initrd-switch-root.service
				initrd-udevadm-cleanup-db.service`,
			),
		],
	},
	{
		reason: "scripts of the initrd: which disk we started from, STATE on first boot",
		paths: below("usr/bin", "dash od mkdir cat chmod ln rm dd"),
	},
	{
		reason: "STATE is made when it is blank, and checked at every boot",
		paths: [...below("usr/sbin", "mkfs.ext4 mke2fs e2fsck blkid"), "etc/mke2fs.conf"],
	},
];

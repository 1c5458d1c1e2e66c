import { below, type ContentRow } from "./contents.ts";
import { networkFirmware } from "./firmware.ts";
import { somaLibraries, systemdMinimum } from "./systemd.ts";

const units = "usr/lib/systemd/system";
const programs = "usr/lib/systemd";

/**
 * The rescue system: PID 1, the soma binary, and a checker for STATE. No shell; the network starts
 * only when a release is to be fetched.
 */
export const rescueContents: readonly ContentRow[] = [
	...systemdMinimum,
	somaLibraries,
	networkFirmware,
	{
		reason: "the file system of STATE is mended when an operator asks for it",
		paths: below("usr/sbin", "e2fsck"),
	},
	{
		reason: "the configuration of the node is read from STATE",
		paths: below("usr/bin", "mount umount"),
	},
	{
		reason: "network links are ready, and have the same names as in the running system",
		paths: [
			"usr/bin/udevadm",
			`${programs}/systemd-udevd`,
			...below(
				units,
				`systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket`,
			),
			...below("usr/lib/udev/rules.d", "75-net-description.rules 80-net-setup-link.rules"),
			"usr/lib/systemd/network/99-default.link",
		],
	},
	{
		reason: "a release comes over the network, by DHCP or as the node had it",
		paths: [
			`${programs}/systemd-networkd`,
			...below(units, "systemd-networkd.service systemd-networkd.socket network.target"),
		],
	},
	{
		reason: "servers on the internet are known by their certificates",
		paths: ["etc/ssl/certs/ca-certificates.crt"],
	},
];

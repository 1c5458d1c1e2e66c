import { below, type ContentRow } from "./contents.ts";
import { somaLibraries } from "./systemd.ts";

const units = "usr/lib/systemd/system";

/**
 * What a boot without a disk needs besides the initrd of a slot: a network, and the libraries of
 * the soma binary, which fetches /usr.
 */
export const liveContents: readonly ContentRow[] = [
	somaLibraries,
	{
		reason: "the network that the release comes over, by DHCP on every Ethernet link",
		paths: [
			"usr/lib/systemd/systemd-networkd",
			...below(units, "systemd-networkd.service systemd-networkd.socket"),
		],
	},
	{
		reason: "links have the same names as in the running system",
		paths: [
			...below("usr/lib/udev/rules.d", "75-net-description.rules 80-net-setup-link.rules"),
			"usr/lib/systemd/network/99-default.link",
		],
	},
];

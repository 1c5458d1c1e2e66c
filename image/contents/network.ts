import { below, type ContentRow } from "./contents.ts";

const units = "usr/lib/systemd/system";
const programs = "usr/lib/systemd";

/** Network, names, time and core dumps of a running node. There is no D-Bus. */
export const networkContents: readonly ContentRow[] = [
	{
		reason: "addresses, bonds, VLANs and routes; what waits for the network can",
		paths: [
			...below(programs, "systemd-networkd systemd-networkd-wait-online"),
			...below(
				units,
				`systemd-networkd.service systemd-networkd.socket
				systemd-networkd-wait-online.service`,
			),
			"usr/lib/sysusers.d/systemd-network.conf",
			"usr/lib/tmpfiles.d/systemd-network.conf",
		],
	},
	{
		reason: "names: a cache that knows which link a domain belongs to",
		paths: [
			`${programs}/systemd-resolved`,
			`${units}/systemd-resolved.service`,
			"usr/lib/sysusers.d/systemd-resolve.conf",
		],
	},
	{
		reason: "certificates, tickets and logs need the time",
		paths: [
			`${programs}/systemd-timesyncd`,
			`${units}/systemd-timesyncd.service`,
			"usr/lib/sysusers.d/systemd-timesync.conf",
		],
	},
	{
		reason: "servers on the internet are known by their certificates",
		paths: ["etc/ssl/certs/ca-certificates.crt"],
	},
	{
		reason: "why a program of the node crashed, within bounds",
		paths: [
			`${programs}/systemd-coredump`,
			...below(
				units,
				`systemd-coredump.socket systemd-coredump@.service
				sockets.target.wants/systemd-coredump.socket`,
			),
			"usr/lib/sysctl.d/50-coredump.conf",
			"usr/lib/sysusers.d/systemd-coredump.conf",
		],
	},
];

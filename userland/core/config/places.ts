import type { Finding } from "./problem.ts";

/** Places where a file would be of no use, and why. */
const noPlace: readonly {
	readonly root: string;
	readonly reason: string;
	readonly hint: string;
}[] = [
	...["/usr", "/bin", "/sbin", "/lib", "/lib64"].map((root) => ({
		root,
		reason: `${root} is sealed: the kernel checks every block of it`,
		hint: "put programs below /opt or /var, and settings below /etc",
	})),
	...["/run", "/tmp", "/dev", "/proc", "/sys"].map((root) => ({
		root,
		reason: `${root} is made anew at every boot`,
		hint: "put it below /etc or /var, or name it in a file of /etc/tmpfiles.d",
	})),
	{
		root: "/etc/machine-id",
		reason: "a node makes its machine id itself",
		hint: "remove the entry",
	},
	{
		root: "/var/lib/soma",
		reason: "the node's own memory is there",
		hint: "use another folder below /var/lib",
	},
];

/** Files of /etc that the image has: to replace one, say so. */
export const inImage: readonly string[] = [
	...["group", "gshadow", "hosts", "mtab", "nsswitch.conf", "os-release", "passwd", "resolv.conf"],
	...["shadow", "ssl/certs/ca-certificates.crt"],
].map((name) => `/etc/${name}`);

/** Whether something of a configuration may be put there. */
export function judgePlace(place: string, path: string): Finding[] {
	if (place === "/") {
		return [{ path, message: "is the root of everything", hint: "name a folder in it" }];
	}
	return noPlace
		.filter(({ root }) => place === root || place.startsWith(`${root}/`))
		.map(({ reason, hint }) => ({ path, message: reason, hint }));
}

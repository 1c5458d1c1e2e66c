import type { Origin } from "./component.ts";

/** Files that are neither copied from a package nor from this repository. */
export interface MadeFile {
	/** The trees that have them, as prefixes in the bill: empty for /usr. */
	readonly prefixes: readonly string[];
	readonly paths: readonly string[];
	readonly origin: Origin;
}

const usr = "";
const initrd = "initrd/";
const live = "live/";
const rescue = "rescue/";

function own(how: string, ...from: readonly string[]): Origin {
	return { component: "soma", how, from };
}

const byTrees = own("written by image/builder/trees.ts");

/** Every made file of the trees; the build fails when one is missing here or in the image. */
export const madeFiles: readonly MadeFile[] = [
	{
		prefixes: [usr, live, rescue],
		paths: ["usr/bin/soma"],
		origin: own("compiled by Bun from userland/", "bun", "npm:*"),
	},
	{
		prefixes: [usr],
		paths: ["usr/share/soma/release.pem"],
		origin: own("the certificate of the key that signs the release"),
	},
	{
		prefixes: [usr, rescue],
		paths: ["usr/share/soma/update/root.json"],
		origin: own("the first root of the release repository, by `soma release init`"),
	},
	{ prefixes: [usr], paths: ["usr/bin/soma-agent"], origin: own("the name of an applet") },
	{
		prefixes: [usr],
		paths: ["group", "gshadow", "passwd", "shadow"].map((name) => `usr/share/soma/etc/${name}`),
		origin: own("made by systemd-sysusers from usr/lib/sysusers.d", "deb:systemd"),
	},
	{
		prefixes: [usr],
		paths: ["hosts", "mtab", "nsswitch.conf", "os-release", "resolv.conf"].map(
			(name) => `usr/share/soma/etc/${name}`,
		),
		origin: byTrees,
	},
	{
		prefixes: [usr],
		paths: ["usr/share/soma/etc/ssl/certs/ca-certificates.crt"],
		origin: {
			component: "deb:ca-certificates",
			how: "the files of usr/share/ca-certificates, one after another",
		},
	},
	{
		prefixes: [rescue],
		paths: ["etc/ssl/certs/ca-certificates.crt"],
		origin: {
			component: "deb:ca-certificates",
			how: "the files of usr/share/ca-certificates, one after another",
		},
	},
	{ prefixes: [usr, initrd, rescue], paths: ["usr/lib/os-release"], origin: byTrees },
	{
		prefixes: [initrd, rescue],
		paths: [
			...["bin", "sbin", "lib", "lib64", "init"],
			...["group", "machine-id", "os-release", "passwd"].map((name) => `etc/${name}`),
		],
		origin: byTrees,
	},
	{ prefixes: [initrd], paths: ["etc/initrd-release"], origin: byTrees },
	{
		prefixes: ["microcode/"],
		paths: ["kernel/x86/microcode/GenuineIntel.bin"],
		origin: {
			component: "deb:intel-microcode",
			how: "the files of usr/lib/firmware/intel-ucode, one after another",
		},
	},
	{
		prefixes: ["microcode/"],
		paths: ["kernel/x86/microcode/AuthenticAMD.bin"],
		origin: {
			component: "deb:amd64-microcode",
			how: "the files of usr/lib/firmware/amd-ucode, one after another",
		},
	},
];

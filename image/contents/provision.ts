import { below, type ContentRow } from "./contents.ts";

/** Where programs lie that only first-boot configuration and installing use: not on PATH. */
export const provisionFolder = "usr/lib/soma/provision";

type Move = readonly [from: string, to: string];

/** What the confined shell of the API runs with; without it on PATH nobody else finds a shell. */
const shell: Move = ["usr/bin/busybox", "usr/lib/soma/shell/busybox"];

/** Files that lie elsewhere than in their package: the place in the package, the place here. */
const provisionMoves: readonly Move[] = [
	["usr/lib/dracut/modules.d/30ignition/ignition", `${provisionFolder}/ignition`],
	...["groupadd", "groupdel", "mkfs.fat", "mkswap", "sgdisk"].map(moveAside),
	...["useradd", "userdel", "usermod", "wipefs"].map(moveAside),
];

const moves: readonly Move[] = [...provisionMoves, shell];

/** First-boot configuration: the real Ignition and the programs that it starts. */
export const provisionContents: readonly ContentRow[] = [
	{
		reason: "first-boot configuration; its partitions, file systems, users and groups",
		paths: provisionMoves.map(([from]) => from),
	},
	{
		reason: "the shell that an operator gets over the API where the configuration allows it",
		paths: [shell[0]],
	},
	{
		reason: "ids and passwords of users of a configuration",
		paths: ["etc/login.defs"],
	},
	{
		reason: "the network of the initrd, when a configuration comes over it",
		paths: [
			"usr/bin/networkctl",
			...below("usr/lib/systemd", "systemd-networkd systemd-network-generator"),
		],
	},
];

/** The moves of files of the base tree into the tree of a node. */
export const movedFiles: ReadonlyMap<string, string> = new Map(moves);

const namesHere: ReadonlyMap<string, string> = new Map(moves.map(([from, to]) => [to, from]));

/** Where a file of a node's /usr lies in the base tree. */
export function pathInBase(path: string): string {
	return namesHere.get(path) ?? path.replace(/^usr\/share\/soma\/etc\//, "etc/");
}

function moveAside(name: string): readonly [string, string] {
	return [`usr/sbin/${name}`, `${provisionFolder}/${name}`];
}

import {
	appendFileSync,
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { ContentRow } from "../contents/contents.ts";
import { initrdContents } from "../contents/initrd.ts";
import { liveContents } from "../contents/live.ts";
import { nodeContents } from "../contents/node.ts";
import { movedFiles, provisionFolder } from "../contents/provision.ts";
import { rescueContents } from "../contents/rescue.ts";
import { repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { surveyTree } from "./listing.ts";
import { osRelease } from "./os-release.ts";
import { pick } from "./pick.ts";
import type { Userland } from "./userland.ts";

/** The values that name a release inside the image. */
export interface Release {
	readonly version: string;
	/** Every time stamp in the image, in seconds since 1970. */
	readonly epochSeconds: number;
}

/** Copies what the rows ask for from the base into a new tree, then our own files over it. */
async function copyTree(
	tree: ToolTree,
	base: string,
	rows: readonly ContentRow[],
	own: string,
	target: string,
): Promise<void> {
	const { listing, needs } = await surveyTree(tree, base);
	const list = `${target}.list`;
	mkdirSync(target, { recursive: true });
	writeFileSync(list, `${pick(rows, listing, needs).join("\n")}\n`);
	const modes = "--chmod=ug-s,go-w"; // who runs mount(8) on a node is root
	const argv = ["rsync", "-a", modes, `--files-from=${list}`, `${base}/`, `${target}/`];
	await tree.run({ argv });
	await tree.run({
		argv: [
			"rsync",
			"-a",
			"--no-owner",
			"--no-group",
			`${join(repositoryRoot, "image", "mkosi", own)}/`,
			`${target}/`,
		],
	});
}

/** What a node's /usr is made of besides Debian. */
export interface NodeParts {
	readonly userland: Userland;
	readonly release: Release;
	/** PEM file of the certificate of the key that signs the files of the release. */
	readonly certificate: string;
	/** The root metadata of the release repository that nodes trust first. */
	readonly releaseRoot: string;
}

/** The tree of a node's /usr: `TARGET/usr`. */
export async function makeNodeTree(
	tree: ToolTree,
	base: string,
	{ userland, release, certificate, releaseRoot }: NodeParts,
	target: string,
): Promise<void> {
	await copyTree(tree, base, nodeContents, "node", target);
	const usr = join(target, "usr");
	mkdirSync(join(target, provisionFolder), { recursive: true });
	for (const [from, to] of movedFiles) {
		renameSync(join(target, from), join(target, to));
	}
	rmSync(join(usr, "lib", "dracut"), { recursive: true, force: true });
	installUserland(userland, usr);
	mkdirSync(join(usr, "share", "soma"), { recursive: true });
	copyFileSync(certificate, join(usr, "share", "soma", "release.pem"));
	chmodSync(join(usr, "share", "soma", "release.pem"), 0o644);
	installReleaseRoot(releaseRoot, usr);
	mkdirSync(join(usr, "lib"), { recursive: true });
	await tree.run({
		argv: ["systemd-sysusers", `--root=${target}`],
		env: { SOURCE_DATE_EPOCH: String(release.epochSeconds) },
	});
	const etc = join(target, "etc");
	for (const name of readdirSync(etc).filter((entry) =>
		/^\.updated$|^\.pwd\.lock$|-$/.test(entry),
	)) {
		rmSync(join(etc, name));
	}
	for (const name of ["shadow", "gshadow"]) {
		// systemd-sysusers gives them no permissions at all: who builds as no root could not read them.
		chmodSync(join(etc, name), 0o600);
	}
	writeFileSync(join(etc, "nsswitch.conf"), nameServices);
	writeFileSync(join(etc, "hosts"), "127.0.0.1 localhost\n::1 localhost\n");
	symlinkSync("../usr/lib/os-release", join(etc, "os-release"));
	symlinkSync("../run/systemd/resolve/stub-resolv.conf", join(etc, "resolv.conf"));
	symlinkSync("/proc/self/mounts", join(etc, "mtab"));
	moveInto(etc, join(usr, "share", "soma", "etc"));
	writeFileSync(join(usr, "lib", "os-release"), osRelease(release.version));
}

/** Moves what is in a folder into another that may have files of its own already. */
function moveInto(from: string, to: string): void {
	for (const name of readdirSync(from)) {
		const target = join(to, name);
		if (existsSync(target)) {
			moveInto(join(from, name), target);
		} else {
			mkdirSync(to, { recursive: true });
			renameSync(join(from, name), target);
		}
	}
	rmdirSync(from);
}

const nameServices = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n";

/** What fetches releases believes this root first. */
function installReleaseRoot(releaseRoot: string, usr: string): void {
	const folder = join(usr, "share", "soma", "update");
	mkdirSync(folder, { recursive: true });
	copyFileSync(releaseRoot, join(folder, "root.json"));
	chmodSync(join(folder, "root.json"), 0o644);
}

function installUserland(userland: Userland, usr: string): void {
	copyFileSync(userland.binary, join(usr, "bin", "soma"));
	chmodSync(join(usr, "bin", "soma"), 0o755);
	for (const name of userland.links) {
		symlinkSync("soma", join(usr, "bin", name));
	}
}

/**
 * The tree of the initrd.
 * @param node the tree of the node that it starts
 */
export async function makeInitrdTree(
	tree: ToolTree,
	base: string,
	{ release, node }: { release: Release; node: string },
	target: string,
): Promise<void> {
	await copyTree(tree, base, initrdContents, "initrd", target);
	makeRootFolders(target, ["sysroot", "sysusr", "sysusr/usr"]);
	addGroups(join(node, "usr", "share", "soma", "etc", "group"), join(target, "etc", "group"));
	symlinkSync("../usr/lib/os-release", join(target, "etc", "initrd-release"));
	writeFileSync(join(target, "usr", "lib", "os-release"), osRelease(release.version));
}

/** Devices belong to the groups that they have on the node: udev runs here first. */
function addGroups(from: string, to: string): void {
	const nameOf = (line: string): string => line.slice(0, line.indexOf(":") + 1);
	const here = new Set(linesOf(to).map(nameOf));
	const more = linesOf(from).filter((line) => !here.has(nameOf(line)));
	appendFileSync(to, more.map((line) => `${line}\n`).join(""));
}

function linesOf(path: string): string[] {
	return readFileSync(path, "utf8").split("\n").filter(Boolean);
}

/** The tree of the rescue system, which is an initrd that never hands over. */
export async function makeRescueTree(
	tree: ToolTree,
	base: string,
	{ userland, release, releaseRoot }: Omit<NodeParts, "certificate">,
	target: string,
): Promise<void> {
	await copyTree(tree, base, rescueContents, "rescue", target);
	makeRootFolders(target, []);
	installUserland({ ...userland, links: [] }, join(target, "usr"));
	installReleaseRoot(releaseRoot, join(target, "usr"));
	writeFileSync(join(target, "usr", "lib", "os-release"), osRelease(release.version, "rescue"));
}

/**
 * The tree that lies over the initrd of a slot in a live system: only what that lacks, or has
 * otherwise.
 * @param initrd the tree of the initrd
 */
export async function makeLiveTree(
	tree: ToolTree,
	base: string,
	{ userland, release, initrd }: { userland: Userland; release: Release; initrd: string },
	target: string,
): Promise<void> {
	const whole = `${target}.whole`;
	await copyTree(tree, base, liveContents, "live", whole);
	mkdirSync(join(whole, "usr/bin"), { recursive: true });
	installUserland({ ...userland, links: [] }, join(whole, "usr"));
	mkdirSync(target, { recursive: true });
	const stamp = `--date=@${release.epochSeconds}`;
	const equalTimes = 'find "$0" "$1" -exec touch --no-dereference "$2" {} +';
	await tree.run({ argv: ["sh", "-euc", equalTimes, whole, initrd, stamp] });
	const onlyNew = ["-a", "--checksum", `--compare-dest=${initrd}/`, "--prune-empty-dirs"];
	await tree.run({ argv: ["rsync", ...onlyNew, `${whole}/`, `${target}/`] });
	rmSync(whole, { recursive: true });
}

/** What PID 1 wants to find in a root that is an archive: mount points, links, root, an id. */
function makeRootFolders(target: string, more: readonly string[]): void {
	for (const name of ["dev", "proc", "sys", "run", "tmp", "var", "etc", ...more]) {
		mkdirSync(join(target, name), { recursive: true });
	}
	for (const name of ["bin", "sbin", "lib", "lib64"]) {
		symlinkSync(`usr/${name}`, join(target, name));
	}
	symlinkSync("/usr/lib/systemd/systemd", join(target, "init"));
	const etc = join(target, "etc");
	symlinkSync("../usr/lib/os-release", join(etc, "os-release"));
	// systemd-networkd gives up root for a user of its own.
	const network = "systemd-network:x:192:192::/:/usr/sbin/nologin\n";
	writeFileSync(join(etc, "passwd"), `root:x:0:0:root:/:/usr/sbin/nologin\n${network}`);
	writeFileSync(join(etc, "group"), "root:x:0:\nsystemd-network:x:192:\n");
	writeFileSync(join(etc, "machine-id"), ""); // an empty one: this is no first boot
}

/**
 * An initrd: a cpio archive of a tree, see {@link makeArchive}, and one of the file alone that
 * names the release. So an initrd with the same contents is the same bytes in the next release
 * (docs/decisions/0024).
 */
export async function makeInitrd(tree: ToolTree, source: string, target: string): Promise<void> {
	const name = `${target}.name`;
	await makeArchive(tree, source, target, notName);
	await makeArchive(tree, source, name, onlyName);
	appendFileSync(target, readFileSync(name));
	rmSync(name);
}

const onlyName = ["-path", "./usr/lib/os-release"];
const notName = ["!", ...onlyName];

/** An initrd of which only the compressed form is kept. */
export async function makeCompressedInitrd(
	tree: ToolTree,
	source: string,
	target: string,
): Promise<void> {
	const plain = `${target}.cpio`;
	await makeInitrd(tree, source, plain);
	await compressInitrd(tree, plain, target, 15);
	rmSync(plain);
}

/**
 * Compresses an initrd so that streams with a difference become equal again behind it: an update
 * of rescue fetches less.
 * @param level of zstd(1): 19 takes minutes for a few percent where an initrd is a whole system
 */
export async function compressInitrd(
	tree: ToolTree,
	initrd: string,
	target: string,
	level: 15 | 19,
): Promise<void> {
	const resynchronised = ["--rsyncable", "-B1M", "--zstd=overlapLog=6"];
	const argv = ["zstd", "-T2", `-${level}`, ...resynchronised, "-q", "--force", initrd];
	await tree.run({ argv: [...argv, "-o", target] });
}

/** The time of all files in archives, whatever the release: nobody asks for it there. */
const archiveEpochSeconds = Date.UTC(2013, 9, 3) / 1000;

/**
 * A cpio archive of a tree: sorted, all files root's, all times the same.
 * @param which an expression of find(1): which paths below the tree; all of them without
 */
export async function makeArchive(
	tree: ToolTree,
	source: string,
	target: string,
	which: readonly string[] = [],
): Promise<void> {
	const script = [
		"time=$1 target=$2; shift 2",
		'find . -exec touch --no-dereference --date="@$time" {} +',
		"find . -mindepth 1 \"$@\" -printf '%P\\0' | LC_ALL=C sort -z |" +
			" cpio --null --create --format=newc --owner=0:0 --reproducible --quiet" +
			' >"$target"',
	].join("\n");
	const values = [String(archiveEpochSeconds), target, ...which];
	await tree.run({ argv: ["sh", "-euc", script, "make-archive", ...values], cwd: source });
}

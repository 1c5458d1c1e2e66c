import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ContentRow } from "../contents/contents.ts";
import { initrdContents } from "../contents/initrd.ts";
import { nodeContents } from "../contents/node.ts";
import { repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { surveyTree } from "./listing.ts";
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
	await tree.run({ argv: ["rsync", "-a", `--files-from=${list}`, `${base}/`, `${target}/`] });
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

/** The tree of a node's /usr: `TARGET/usr`. */
export async function makeNodeTree(
	tree: ToolTree,
	base: string,
	userland: Userland,
	release: Release,
	target: string,
): Promise<void> {
	await copyTree(tree, base, nodeContents, "node", target);
	const links = userland.links.map((name) => `ln -s soma usr/bin/${name}`);
	await tree.run({
		argv: [
			"sh",
			"-euc",
			[
				`install -m 0755 ${userland.binary} usr/bin/soma`,
				...links,
				"mkdir -p usr/share/soma usr/lib",
				`mkdir -p ${target}.etc`,
				`systemd-sysusers --root=${target}`,
				"rm -f etc/.updated etc/*-",
				"printf '%s: files\\n' passwd group shadow >etc/nsswitch.conf",
				"printf 'hosts: files dns\\n' >>etc/nsswitch.conf",
				"printf '127.0.0.1 localhost\\n::1 localhost\\n' >etc/hosts",
				"ln -sf ../usr/lib/os-release etc/os-release",
				"ln -sf /proc/self/mounts etc/mtab",
				"mv etc usr/share/soma/etc",
			].join("\n"),
		],
		cwd: target,
		env: { SOURCE_DATE_EPOCH: String(release.epochSeconds) },
	});
	writeFileSync(join(target, "usr", "lib", "os-release"), osRelease(release.version));
}

/** The tree of the initrd. */
export async function makeInitrdTree(
	tree: ToolTree,
	base: string,
	release: Release,
	target: string,
): Promise<void> {
	await copyTree(tree, base, initrdContents, "initrd", target);
	await tree.run({
		argv: [
			"sh",
			"-euc",
			[
				"mkdir -p dev proc sys run tmp var sysroot sysusr/usr etc",
				"ln -s usr/bin bin; ln -s usr/sbin sbin; ln -s usr/lib lib; ln -s usr/lib64 lib64",
				"ln -s /usr/lib/systemd/systemd init",
				"ln -s ../usr/lib/os-release etc/os-release",
				"ln -s ../usr/lib/os-release etc/initrd-release",
				"printf 'root:x:0:0:root:/:/usr/bin/dash\\n' >etc/passwd; printf 'root:x:0:\\n' >etc/group",
				": >etc/machine-id",
			].join("\n"),
		],
		cwd: target,
	});
	writeFileSync(join(target, "usr", "lib", "os-release"), osRelease(release.version));
}

function osRelease(version: string): string {
	return [
		"ID=soma",
		'NAME="Soma OS"',
		`PRETTY_NAME="Soma OS ${version}"`,
		`VERSION_ID=${version}`,
		`IMAGE_VERSION=${version}`,
		"IMAGE_ID=soma",
		"",
	].join("\n");
}

/** A zstd cpio archive of a tree: sorted, all files root's, all times the same. */
export async function makeInitrd(
	tree: ToolTree,
	source: string,
	release: Release,
	target: string,
): Promise<void> {
	if (existsSync(target)) {
		return;
	}
	const script = [
		`find . -exec touch --no-dereference --date=@${release.epochSeconds} {} +`,
		"find . -mindepth 1 -printf '%P\\0' | LC_ALL=C sort -z |" +
			" cpio --null --create --format=newc --owner=0:0 --reproducible --quiet |" +
			` zstd -12 -q -o ${target}`,
	].join("\n");
	await tree.run({ argv: ["sh", "-euc", script], cwd: source });
}

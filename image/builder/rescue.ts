import { join } from "node:path";
import type { ToolTree } from "../tools/tree.ts";
import { buildUki } from "./efi.ts";
import { makeCompressedInitrd, makeRescueTree, type Release } from "./trees.ts";
import type { Userland } from "./userland.ts";

/** The command line of rescue. Nothing is quiet: who reads it wants to know. */
const commandLine = [
	"console=tty0 console=ttyS0,115200 gpt panic=5",
	"systemd.crash_action=reboot systemd.show_status=error",
].join(" ");

/** What rescue is made of, besides the base tree. */
interface RescueParts {
	/** Path of the kernel. */
	readonly kernel: string;
	readonly userland: Userland;
	readonly release: Release;
	/** The root metadata of the release repository that rescue trusts first. */
	readonly releaseRoot: string;
}

/**
 * Makes the rescue system, unsigned: the kernel of the release and an initrd that holds everything.
 * @param work a directory for what is made
 */
export async function makeRescue(
	tree: ToolTree,
	base: string,
	{ kernel, ...parts }: RescueParts,
	work: string,
): Promise<string> {
	const source = join(work, "rescue");
	const initrd = join(work, "rescue.zst");
	const uki = join(work, "rescue.efi");
	await makeRescueTree(tree, base, parts, source);
	await makeCompressedInitrd(tree, source, initrd);
	const { version } = parts.release;
	await buildUki(tree, { kernel, initrd, commandLine, version, variant: "rescue" }, uki);
	return uki;
}

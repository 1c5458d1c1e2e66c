import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { microcodeSources } from "../contents/firmware.ts";
import type { ToolTree } from "../tools/tree.ts";
import { surveyTree } from "./listing.ts";
import { contentMissing } from "./pick.ts";
import { makeArchive } from "./trees.ts";

/**
 * A driver that is built in asks for firmware by name (MODULE_FIRMWARE); the build of the kernel
 * collects these names, a line each. All of them must be in the initrd.
 */
export function requireFirmware(names: string, initrd: string): void {
	const missing = names
		.split("\n")
		.filter((name) => name !== "" && !existsSync(join(initrd, "usr", "lib", "firmware", name)));
	if (missing.length > 0) {
		throw contentMissing(missing);
	}
}

/**
 * One file of several, in their order. Vendors ship one blob for many processors under the name of
 * each, so what was there already is left out.
 */
export function joinDistinct(files: readonly Uint8Array[]): Uint8Array {
	const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
	const distinct = new Map(files.map((bytes) => [sha256(bytes), bytes]));
	return Buffer.concat([...distinct.values()]);
}

/**
 * Makes the archive of CPU microcode that the kernel reads before anything else: a cpio that is not
 * compressed (Documentation/arch/x86/microcode.rst), which systemd's stub puts before the initrd.
 * @param work a directory for what is made
 */
export async function makeMicrocode(tree: ToolTree, base: string, work: string): Promise<string> {
	const source = join(work, "microcode");
	const target = join(work, "microcode.cpio");
	rmSync(source, { recursive: true, force: true });
	const { listing } = await surveyTree(tree, base);
	for (const { files, archivePath } of microcodeSources) {
		const paths = [...listing.keys()].filter((path) => files.test(path)).sort();
		if (paths.length === 0) {
			throw contentMissing([String(files)]);
		}
		const path = join(source, archivePath);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, joinDistinct(paths.map((name) => readFileSync(join(base, name)))));
	}
	await makeArchive(tree, source, target);
	return target;
}

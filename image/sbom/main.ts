import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Kernel } from "../builder/kernel.ts";
import type { Release } from "../builder/trees.ts";
import { pathInBase } from "../contents/provision.ts";
import { repositoryRoot, type ToolTree } from "../tools/tree.ts";
import {
	debianComponents,
	kernelComponent,
	ownComponent,
	stubComponent,
	userlandComponents,
} from "./components.ts";
import { formatBill } from "./document.ts";
import { accountFor } from "./origins.ts";
import { type Programs, programFiles } from "./programs.ts";
import { hashesIn, readOwners, surveyFiles } from "./survey.ts";

/** What an image was made of: paths. */
interface Made extends Omit<Programs, "bzImage"> {
	readonly kernel: Kernel;
	readonly release: Release;
	/** The base tree. */
	readonly base: string;
	readonly rootHash: string;
}

const samePath = (path: string): string => path;

/** Folders of the work directory, their prefix in the bill, and our own files that went in. */
const trees = [
	{ folder: "node", prefix: "", own: "node", inBase: pathInBase },
	{ folder: "initrd", prefix: "initrd/", own: "initrd", inBase: samePath },
	{ folder: "live", prefix: "live/", own: "live", inBase: samePath },
	{ folder: "rescue", prefix: "rescue/", own: "rescue", inBase: samePath },
	{ folder: "microcode", prefix: "microcode/", own: undefined, inBase: samePath },
] as const;

/**
 * Writes the bill of materials of an image (SPDX 2.3): every file of /usr, both initrds, microcode,
 * boot image, EFI system partition and the program of network boot, each with its origin.
 * @param work the directory in which the image was built
 * @throws SomaError `sbom-unaccounted` for a file that nobody accounts for
 */
export function writeBill(tree: ToolTree, made: Made, work: string): string {
	const { kernel, release, base, rootHash } = made;
	const owners = readOwners(base);
	const files = trees.flatMap(({ folder, prefix, own, inBase }) => {
		const found = surveyFiles(join(work, folder), prefix);
		const ownFolder = own === undefined ? undefined : join(repositoryRoot, "image", "mkosi", own);
		return accountFor({
			prefix,
			files: found,
			own: ownFolder === undefined ? new Map() : hashesIn(ownFolder, found.keys()),
			inBase,
			base: hashesIn(base, [...found.keys()].map(inBase)),
			owners,
		});
	});
	const components = [
		ownComponent(release.version),
		kernelComponent(kernel.directory),
		stubComponent(tree.path),
		...userlandComponents(),
		...debianComponents(base),
	];
	const programs = programFiles({ ...made, bzImage: kernel.bzImage });
	const bill = { ...release, rootHash, components, files: [...files, ...programs] };
	const target = join(work, "sbom.spdx.json");
	writeFileSync(target, formatBill(bill));
	return target;
}

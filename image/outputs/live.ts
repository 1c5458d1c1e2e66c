import {
	appendFileSync,
	copyFileSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { manifestInInitrd } from "../../userland/core/live/places.ts";
import { concatBytes } from "../../userland/lib/bytes.ts";
import { buildUki, signProgram, type UkiParts } from "../builder/efi.ts";
import { makeArchive } from "../builder/trees.ts";
import { carryProgram } from "../network-boot/build.ts";
import type { ToolTree } from "../tools/tree.ts";
import type { ReleaseFiles } from "./plan.ts";

/**
 * Makes the initrd of the live system: that of a slot, what a live system has besides, and the
 * manifest of the release, each an archive of its own
 * (Documentation/driver-api/early-userspace/buffer-format.rst). So whoever signs it vouches for
 * every part of the release.
 */
export async function appendLiveInitrd(
	tree: ToolTree,
	release: ReleaseFiles,
	manifest: string,
	work: string,
	target: string,
): Promise<void> {
	rmSync(work, { recursive: true, force: true });
	const place = join(work, "tree", manifestInInitrd);
	mkdirSync(dirname(place), { recursive: true });
	copyFileSync(manifest, place);
	const archive = join(work, "manifest.cpio");
	await makeArchive(tree, join(work, "tree"), archive);
	const parts = [release.networkInitrd, release.live, archive].map((path) => readFileSync(path));
	writeFileSync(target, "");
	for (const bytes of parts) {
		appendFileSync(target, padded(bytes));
	}
}

/** Archives begin at multiples of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
	return concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}

/**
 * Makes the live system as one program: kernel and initrd, signed, in the program that tells them
 * where they came from, signed too; both with the key of the release.
 * @param work a directory for what is made
 */
export async function buildLiveProgram(
	tree: ToolTree,
	parts: UkiParts,
	{ release, work, target }: { release: ReleaseFiles; work: string; target: string },
): Promise<void> {
	const { signer, epochSeconds, networkBoot } = release;
	mkdirSync(work, { recursive: true });
	const [plain, program] = [join(work, "plain.efi"), join(work, "system.efi")];
	await buildUki(tree, parts, plain);
	await signProgram(tree, plain, program, signer, epochSeconds);
	const carrier = join(work, "carrier.efi");
	await carryProgram(tree, { carrier: networkBoot, program }, carrier);
	await signProgram(tree, carrier, target, signer, epochSeconds);
}

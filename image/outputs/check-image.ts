import { readFileSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { bootHeaderSizeBytes, parseBootHeader } from "../../userland/core/boot/header.ts";
import { diskLayout, layoutBlocks, layoutRow } from "../../userland/core/disk-layout.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import { required } from "../../userland/lib/assert.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { ToolTree } from "../tools/tree.ts";
import { digestOfFile } from "./digest.ts";
import type { ReleaseFiles } from "./plan.ts";

/** Status of a file of the cached image, which must be there. */
export function statOfImageFile(path: string): Stats {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status === undefined) {
		throw damaged(path, "it does not exist");
	}
	return status;
}

function damaged(path: string, what: string): SomaError {
	return new SomaError({
		code: "cache-damaged",
		message: `the cached image is damaged: ${path}: ${what}`,
		hint: `remove ${dirname(path)} and run \`npm run image\` again`,
	});
}

/**
 * What rotted in the cache must not be published: /usr is held against the root hash, the boot
 * image against its header, and the disk against both.
 */
export async function checkImage(tree: ToolTree, release: ReleaseFiles): Promise<void> {
	const { disk, boot, usr, verity, rootHash } = release;
	const argv = ["veritysetup", "verify", usr, verity, rootHash];
	if ((await tree.runUnchecked({ argv })).exitCode !== 0) {
		throw damaged(usr, "it differs from its root hash");
	}
	const bytes = readFileSync(boot);
	const header =
		bytes.length > bootHeaderSizeBytes
			? parseBootHeader(bytes.subarray(0, bootHeaderSizeBytes), layoutRow("boot", "A").sizeBytes)
			: { problem: "length" };
	const payload = { offsetBytes: bootHeaderSizeBytes, sizeBytes: bytes.length };
	const { sha256 } = await digestOfFile(boot, payload);
	if ("problem" in header || header.sha256 !== sha256 || header.rootHash !== rootHash) {
		throw damaged(boot, "it differs from its header");
	}
	for (const part of slotParts) {
		const file = await digestOfFile(release[part]);
		const piece = { offsetBytes: partitionOffsetBytes(part), sizeBytes: file.sizeBytes };
		if ((await digestOfFile(disk, piece)).sha256 !== file.sha256) {
			throw damaged(disk, `its partition ${part} differs from what was written`);
		}
	}
}

const blockSizeBytes = 512;

/** Where a part of slot A lies in the disk image. */
function partitionOffsetBytes(part: SlotPart): number {
	const at = diskLayout.findIndex(({ role, slot }) => role === part && slot === "A");
	const { firstLba } = required(layoutBlocks(blockSizeBytes)[at], `partition ${part}`);
	return firstLba * blockSizeBytes;
}

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SigningKey } from "../../image/builder/efi.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { type SlotPart, slotParts } from "../../userland/core/release/manifest.ts";
import type { SlotFiles, UpdateBytes } from "./update-bytes.ts";

/** RAUC hashes blocks of this size; a slot is a whole number of them. */
const blockBytes = 4096;

/**
 * The blocks of the bundle's squashfs that RAUC reads over HTTP: 64 KiB, which its manual advises
 * for adaptive updates instead of 128, by zstd at the level that mksquashfs takes by itself.
 */
const squashedBytes = 65_536;
const squashedLevel = 15;

/** A bundle of a release: its images, and the index of each, as `rauc bundle` made it. */
export interface RaucBundle {
	readonly images: SlotFiles;
	readonly indexes: Readonly<Record<SlotPart, Uint8Array>>;
}

/** Lets RAUC make a bundle for adaptive updates, whose indexes are read. */
export async function makeRaucBundle(
	files: SlotFiles,
	signer: SigningKey,
	work: string,
): Promise<RaucBundle> {
	const tree = openToolTree();
	const content = join(work, "content");
	mkdirSync(content, { recursive: true });
	const image = (part: SlotPart): string => join(content, `${part}.img`);
	for (const part of slotParts) {
		cpSync(files[part], image(part));
		truncateSync(image(part), Math.ceil(statSync(image(part)).size / blockBytes) * blockBytes);
	}
	const rows = slotParts.map(
		(part) => `[image.${part}]\nfilename=${part}.img\nadaptive=block-hash-index\n`,
	);
	const head = "[update]\ncompatible=soma\nversion=1\n\n[bundle]\nformat=verity\n\n";
	writeFileSync(join(content, "manifest.raucm"), head + rows.join("\n"));
	const keys = [`--cert=${signer.certificate}`, `--key=${signer.key}`];
	const bundle = join(work, "release.raucb");
	// Not compressed, which would take minutes: what is read of it is compressed below.
	const plain = "--mksquashfs-args=-no-compression";
	await tree.run({ argv: ["rauc", "bundle", ...keys, plain, content, bundle] });
	const unpacked = join(work, "unpacked");
	const names = slotParts.map((part) => `${part}.img.block-hash-index`);
	await tree.run({ argv: ["unsquashfs", "-quiet", "-dest", unpacked, bundle, ...names] });
	const index = (part: SlotPart): Uint8Array =>
		readFileSync(join(unpacked, `${part}.img.block-hash-index`));
	return {
		images: { boot: image("boot"), usr: image("usr"), verity: image("verity") },
		indexes: { boot: index("boot"), usr: index("usr"), verity: index("verity") },
	};
}

/** What RAUC fetches of a bundle when one slot holds the release before. */
export function raucBytes(before: SlotFiles, bundle: RaucBundle): UpdateBytes {
	let indexBytes = 0;
	let imageBytes = 0;
	for (const part of slotParts) {
		const known = blockHashes(readFileSync(before[part]));
		const image = readFileSync(bundle.images[part]);
		const index = bundle.indexes[part];
		indexBytes += index.length;
		for (let at = 0; at < image.length; at += squashedBytes) {
			const squashed = image.subarray(at, at + squashedBytes);
			if (hashesOf(index, at, squashed.length).some((hash) => !known.has(hash))) {
				const packed = Bun.zstdCompressSync(squashed, { level: squashedLevel }).length;
				imageBytes += Math.min(packed, squashed.length);
			}
		}
	}
	return { bytes: indexBytes + imageBytes, indexBytes };
}

/** The hashes that an index has for the blocks of a range. */
function hashesOf(index: Uint8Array, offsetBytes: number, lengthBytes: number): string[] {
	const first = offsetBytes / blockBytes;
	const rows = Buffer.from(index.buffer, index.byteOffset, index.byteLength);
	return Array.from({ length: lengthBytes / blockBytes }, (_, at) =>
		rows.toString("hex", 32 * (first + at), 32 * (first + at + 1)),
	);
}

function blockHashes(bytes: Uint8Array): ReadonlySet<string> {
	const hashes = new Set<string>();
	for (let at = 0; at < bytes.length; at += blockBytes) {
		const block = bytes.subarray(at, at + blockBytes);
		hashes.add(createHash("sha256").update(block).digest("hex"));
	}
	return hashes;
}

import type { Digest } from "./digest.ts";
import { partPath, type SlotPart, slotParts } from "./plan.ts";

/** A part of an update: raw as it lies in its partition, and compressed as it is fetched. */
export interface ManifestPart {
	readonly raw: Digest;
	readonly compressed: Digest;
}

/** What an update applies to a slot (docs/on-disk-formats.md). */
export interface Manifest {
	readonly version: string;
	readonly rootHash: string;
	readonly parts: Readonly<Record<SlotPart, ManifestPart>>;
}

/** The text of `release/manifest.json`: the same values give the same bytes. */
export function formatManifest({ version, rootHash, parts }: Manifest): string {
	const rows = slotParts.map((part) => ({
		part,
		file: partPath(part).replace("release/", ""),
		sizeBytes: parts[part].raw.sizeBytes,
		sha256: parts[part].raw.sha256,
		compressedSizeBytes: parts[part].compressed.sizeBytes,
		compressedSha256: parts[part].compressed.sha256,
	}));
	return `${JSON.stringify({ format: 1, version, rootHash, parts: rows }, null, "\t")}\n`;
}

import { sign } from "node:crypto";
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SigningKey } from "../../image/builder/efi.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { vouchers } from "../../image/outputs/plan.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChecksums } from "../../userland/core/release/checksums.ts";
import {
	type EspProgram,
	espPrograms,
	formatManifest,
	manifestPath,
	type ReleasePart,
	releaseFolder,
	type SlotPart,
} from "../../userland/core/release/manifest.ts";
import { cached } from "./cached.ts";

/** What a release is made of: values, and a file for each part. */
export interface ReleaseContents {
	readonly version: string;
	readonly rootHash: string;
	readonly epochSeconds: number;
	readonly files: Readonly<Record<SlotPart | EspProgram, string>>;
	/** Signs what vouches for all of it. */
	readonly signer: SigningKey;
}

/**
 * Writes a release as it is published, below a folder: its parts, the manifest that names them, and
 * the signature of that. What is compressed is kept for the next release with the same part.
 */
export async function writeReleaseFolder(
	folder: string,
	{ version, rootHash, epochSeconds, files, signer }: ReleaseContents,
): Promise<void> {
	mkdirSync(join(folder, releaseFolder), { recursive: true });
	const part = (name: SlotPart | EspProgram): Promise<ReleasePart> =>
		packInto(folder, name, files[name]);
	const packed = {
		selector: await part("selector"),
		rescue: await part("rescue"),
		pk: await part("pk"),
		kek: await part("kek"),
		db: await part("db"),
	};
	const manifest = formatManifest({
		version,
		rootHash,
		epochSeconds,
		parts: { boot: await part("boot"), usr: await part("usr"), verity: await part("verity") },
		esp: espPrograms.map(({ path, program }) => ({ path, ...packed[program] })),
	});
	writeFileSync(join(folder, manifestPath), manifest);
	await vouchFor(folder, signer);
}

async function packInto(folder: string, name: string, source: string): Promise<ReleasePart> {
	const file = `${name}.zst`;
	const raw = await digestOfFile(source);
	const packed = await cached("packed", contentKey([raw.sha256]), async (path) => {
		await openToolTree().run({ argv: ["zstd", "-q", source, "-o", path] });
	});
	const target = join(folder, releaseFolder, file);
	linkSync(packed, target);
	const { sizeBytes, sha256 } = await digestOfFile(target);
	return { file, ...raw, compressedSizeBytes: sizeBytes, compressedSha256: sha256 };
}

/** Signs what is checked first: the manifest names everything else. */
async function vouchFor(folder: string, { key, certificate }: SigningKey): Promise<void> {
	const { sha256 } = await digestOfFile(join(folder, manifestPath));
	const sums = formatChecksums({ [manifestPath]: sha256 });
	writeFileSync(join(folder, vouchers.sums), sums);
	const signature = sign("sha256", new TextEncoder().encode(sums), readFileSync(key));
	writeFileSync(join(folder, vouchers.signature), signature);
	copyFileSync(certificate, join(folder, "certificate.pem"));
}

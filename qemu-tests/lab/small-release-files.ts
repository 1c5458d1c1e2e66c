import { sign } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSelector } from "../../image/boot-selector/build.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { vouchers } from "../../image/outputs/plan.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { formatChecksums } from "../../userland/core/release/checksums.ts";
import {
	espPrograms,
	formatManifest,
	manifestPath,
	type ReleasePart,
	releaseFolder,
} from "../../userland/core/release/manifest.ts";
import { cached } from "./cached.ts";
import { ensureLabKey } from "./efi-signing.ts";
import { ensureVariant, releaseKey } from "./release-variant.ts";
import {
	makeSmallPrograms,
	smallEpochSeconds,
	smallReleaseParts,
	smallVersions,
} from "./small-release.ts";

/** A small release as it is published: a folder, and the certificate of the key that signed it. */
export interface SmallReleaseFiles {
	readonly folder: string;
	readonly certificate: string;
}

/** Makes the files of the small release, once for each content, for an installation. */
export async function ensureSmallReleaseFiles(): Promise<SmallReleaseFiles> {
	const parts = await smallReleaseParts();
	const selector = await ensureSelector(openToolTree());
	const key = contentKey([selector.key, releaseKey(parts), readFileSync(import.meta.filename)]);
	const folder = await cached("small-files", key, async (path) => {
		mkdirSync(join(path, releaseFolder), { recursive: true });
		const variant = await ensureVariant(parts, { kind: "good", version: smallVersions.A });
		const programs = await makeSmallPrograms(parts, selector.efi, `${path}.esp`);
		const part = (name: string, source: string) => packInto(path, name, source);
		const packed = {
			selector: await part("selector", programs.selector),
			rescue: await part("rescue", programs.rescue),
			pk: await part("pk", programs.pk),
			kek: await part("kek", programs.kek),
			db: await part("db", programs.db),
		};
		const manifest = formatManifest({
			version: variant.version,
			rootHash: variant.rootHash,
			epochSeconds: smallEpochSeconds,
			parts: {
				boot: await part("boot", variant.boot),
				usr: await part("usr", variant.usr),
				verity: await part("verity", variant.verity),
			},
			esp: espPrograms.map(({ path: place, program }) => ({ path: place, ...packed[program] })),
		});
		writeFileSync(join(path, manifestPath), manifest);
		await vouchFor(path);
		for (const leftover of Object.values(programs)) {
			rmSync(leftover);
		}
		rmSync(`${path}.esp.keys`, { recursive: true });
	});
	return { folder, certificate: join(folder, "certificate.pem") };
}

async function packInto(folder: string, name: string, source: string): Promise<ReleasePart> {
	const file = `${name}.zst`;
	const target = join(folder, releaseFolder, file);
	await openToolTree().run({ argv: ["zstd", "-q", source, "-o", target] });
	const { sizeBytes, sha256 } = await digestOfFile(target);
	const raw = await digestOfFile(source);
	return { file, ...raw, compressedSizeBytes: sizeBytes, compressedSha256: sha256 };
}

/** Signs what is checked first: the manifest names everything else. */
async function vouchFor(folder: string): Promise<void> {
	const { key, certificate } = await ensureLabKey("trusted");
	const { sha256 } = await digestOfFile(join(folder, manifestPath));
	const sums = formatChecksums({ [manifestPath]: sha256 });
	writeFileSync(join(folder, vouchers.sums), sums);
	const signature = sign("sha256", new TextEncoder().encode(sums), readFileSync(key));
	writeFileSync(join(folder, vouchers.signature), signature);
	copyFileSync(certificate, join(folder, "certificate.pem"));
}

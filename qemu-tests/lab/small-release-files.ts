import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureSelector } from "../../image/boot-selector/build.ts";
import { contentKey } from "../../image/tools/cache.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import { ensureLabKey } from "./efi-signing.ts";
import { writeReleaseFolder } from "./release-folder.ts";
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
	const folderSource = join(import.meta.dirname, "release-folder.ts");
	const made = [import.meta.filename, folderSource].map((path) => readFileSync(path));
	const key = contentKey([selector.key, releaseKey(parts), ...made]);
	const folder = await cached("small-files", key, async (path) => {
		const variant = await ensureVariant(parts, { kind: "good", version: smallVersions.A });
		const programs = await makeSmallPrograms(parts, selector.efi, `${path}.esp`);
		const { version, rootHash, boot, usr, verity } = variant;
		await writeReleaseFolder(path, {
			version,
			rootHash,
			epochSeconds: smallEpochSeconds,
			files: { boot, usr, verity, ...programs },
			signer: await ensureLabKey("trusted"),
		});
		for (const leftover of Object.values(programs)) {
			rmSync(leftover);
		}
		rmSync(`${path}.esp.keys`, { recursive: true });
	});
	return { folder, certificate: join(folder, "certificate.pem") };
}

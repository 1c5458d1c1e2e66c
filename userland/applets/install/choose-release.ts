import { type Manifest, manifestPath, parseManifest } from "../../core/release/manifest.ts";
import { SomaError } from "../../lib/errors.ts";
import type { SystemPaths } from "../../system/paths.ts";
import { openReleaseSource, type ReleaseSource } from "../../system/release-source.ts";
import { openSignedRelease, type Release } from "../../system/signed-release.ts";
import { readText } from "../../system/text-file.ts";

/** What the command line says about the release. */
export interface ReleaseWish {
	readonly source: string | undefined;
	readonly certificate: string | undefined;
}

/**
 * The release to install: the one that is named, else that of the live system. For the latter the
 * manifest of its signed initrd vouches; for any other the signature of its publisher, whose
 * certificate is named too, or is that of the system that runs, in its verified `/usr`.
 */
export async function chooseRelease(paths: SystemPaths, wish: ReleaseWish): Promise<Release> {
	const manifest = wish.source === undefined ? liveManifest(paths) : undefined;
	const source = await withFolder(openReleaseSource(wish.source ?? livePlace(paths)));
	if (manifest !== undefined) {
		return { source, manifest };
	}
	return openSignedRelease(source, readCertificate(paths, wish.certificate));
}

/** The place where the live system found its own release. */
function livePlace(paths: SystemPaths): string {
	const text = readText(paths.liveRecord);
	const baseUrl = text === undefined ? undefined : baseUrlOf(text);
	if (baseUrl === undefined) {
		throw new SomaError({
			code: "source-unknown",
			message: "this is no live system that knows where its release came from",
			hint: "name the release: --source DIRECTORY or --source URL",
		});
	}
	return baseUrl;
}

function baseUrlOf(text: string): string | undefined {
	try {
		const value: unknown = JSON.parse(text);
		const url = typeof value === "object" && value !== null ? Reflect.get(value, "baseUrl") : "";
		return typeof url === "string" && url !== "" ? url : undefined;
	} catch {
		return undefined;
	}
}

function liveManifest(paths: SystemPaths): Manifest | undefined {
	const text = readText(paths.releaseManifest);
	return text === undefined ? undefined : parseManifest(text);
}

/** A medium such as the ISO has the files of a release beside each other, without its folders. */
async function withFolder(source: ReleaseSource): Promise<ReleaseSource> {
	const isThere = (path: string): Promise<boolean> =>
		source.sizeOf(path).then(
			() => true,
			() => false,
		);
	const flat = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
	if ((await isThere(manifestPath)) || !(await isThere(flat(manifestPath)))) {
		return source;
	}
	return {
		...source,
		read: (path, limitBytes) => source.read(flat(path), limitBytes),
		sizeOf: (path) => source.sizeOf(flat(path)),
		open: (path) => source.open(flat(path)),
	};
}

function readCertificate(paths: SystemPaths, path: string | undefined): string {
	const text = readText(path ?? paths.releaseCertificate);
	if (text === undefined) {
		throw new SomaError({
			code: "certificate-missing",
			message: `${path ?? paths.releaseCertificate} cannot be read`,
			hint: "name the certificate of the publisher of the release: --certificate FILE",
		});
	}
	return text;
}

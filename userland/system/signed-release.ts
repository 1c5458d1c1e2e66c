import { createHash, createPublicKey, verify } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import { parseChecksums } from "../core/release/checksums.ts";
import {
	type Manifest,
	manifestPath,
	parseManifest,
	type ReleasePart,
	releaseFolder,
	slotParts,
} from "../core/release/manifest.ts";
import { SomaError } from "../lib/errors.ts";
import type { ReleaseSource } from "./release-source.ts";

const textLimitBytes = 1024 * 1024;

/** A release whose manifest somebody vouches for, and where its files come from. */
export interface Release {
	readonly source: ReleaseSource;
	readonly manifest: Manifest;
}

/** A release whose checksums are signed by the key of a certificate (PEM). */
export async function openSignedRelease(
	source: ReleaseSource,
	certificate: string,
): Promise<Release> {
	const sums = await source.read("SHA256SUMS", textLimitBytes);
	const signature = await source.read("SHA256SUMS.sig", textLimitBytes);
	if (!isSigned(sums, signature, certificate)) {
		throw new SomaError({
			code: "release-signature",
			message: `the checksums in ${source.place} are not signed by the key of the certificate`,
			hint: "take the release again from its publisher, and the certificate from elsewhere",
		});
	}
	const text = await source.read(manifestPath, textLimitBytes);
	const digests = parseChecksums(new TextDecoder().decode(sums)) ?? {};
	// On a medium all files are in one folder, and its checksums say so.
	const wanted = digests[manifestPath] ?? digests["manifest.json"];
	if (wanted !== sha256Of(text)) {
		throw new SomaError({
			code: "release-damaged",
			message: `${manifestPath} in ${source.place} differs from the signed checksums`,
			hint: "copy the release again, all files of one version",
		});
	}
	return { source, manifest: parseManifest(new TextDecoder().decode(text)) };
}

/** The files of a release, each once. */
export function partsOf(manifest: Manifest): readonly ReleasePart[] {
	const all = [...slotParts.map((name) => manifest.parts[name]), ...manifest.esp];
	return all.filter(({ file }, at) => all.findIndex((part) => part.file === file) === at);
}

/**
 * Makes sure that every file is there before anything on a disk is lost: a folder is read once as a
 * whole, a server is asked for the sizes.
 */
export async function checkRelease(
	{ source, manifest }: Release,
	onBytes: (count: number) => void,
): Promise<void> {
	for (const part of partsOf(manifest)) {
		const path = pathOf(part);
		const sizeBytes = await source.sizeOf(path);
		if (sizeBytes !== undefined && sizeBytes !== part.compressedSizeBytes) {
			throw damaged(source, path, `it has ${sizeBytes} bytes, not ${part.compressedSizeBytes}`);
		}
		if (source.isLocal) {
			const hash = createHash("sha256");
			for await (const piece of source.open(path)) {
				hash.update(piece);
				onBytes(piece.length);
			}
			if (hash.digest("hex") !== part.compressedSha256) {
				throw damaged(source, path, "its SHA-256 is another one");
			}
		}
	}
}

/**
 * The unpacked bytes of a part, in pieces of any length. The last one comes only when size and
 * SHA-256 of all are as the manifest says; nothing that is too long comes at all.
 */
export async function* unpack(source: ReleaseSource, part: ReleasePart): AsyncIterable<Uint8Array> {
	const path = pathOf(part);
	const stream = createZstdDecompress();
	const fed = pipeline(source.open(path), stream);
	fed.catch(() => {}); // the loop below sees it
	const hash = createHash("sha256");
	let doneBytes = 0;
	let held: Uint8Array | undefined;
	try {
		for await (const chunk of stream) {
			const piece = chunk as Uint8Array;
			doneBytes += piece.length;
			if (doneBytes > part.sizeBytes) {
				throw damaged(source, path, `it unpacks to more than ${part.sizeBytes} bytes`);
			}
			hash.update(piece);
			if (held !== undefined) {
				yield held;
			}
			held = piece;
		}
		await fed;
	} catch (cause) {
		throw cause instanceof SomaError ? cause : damaged(source, path, "it does not unpack", cause);
	} finally {
		stream.destroy();
	}
	if (doneBytes !== part.sizeBytes || hash.digest("hex") !== part.sha256) {
		throw damaged(source, path, "what is in it differs from the manifest");
	}
	if (held !== undefined) {
		yield held;
	}
}

function pathOf({ file }: ReleasePart): string {
	return `${releaseFolder}/${file}`;
}

function isSigned(bytes: Uint8Array, signature: Uint8Array, certificate: string): boolean {
	try {
		return verify("sha256", bytes, createPublicKey(certificate), signature);
	} catch (cause) {
		throw new SomaError({
			code: "certificate-invalid",
			message: "the certificate of the release cannot be read",
			hint: "it is a PEM file: certificate.pem among the files of a release is one",
			cause,
		});
	}
}

function sha256Of(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

function damaged(source: ReleaseSource, path: string, what: string, cause?: unknown): SomaError {
	return new SomaError({
		code: "release-damaged",
		message: `${path} from ${source.place} is damaged: ${what}`,
		hint: "copy the release again, all files of one version",
		cause,
	});
}

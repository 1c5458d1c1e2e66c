import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { bootHeaderSizeBytes, formatBootHeader } from "../core/boot/header.ts";
import { formatChecksums } from "../core/release/checksums.ts";
import {
	espPrograms,
	formatManifest,
	type Manifest,
	manifestPath,
	type ReleasePart,
	releaseFolder,
} from "../core/release/manifest.ts";
import { concatBytes } from "../lib/bytes.ts";

/** A small release that has everything but a system in it. */
export interface FakeRelease {
	readonly manifest: Manifest;
	/** The unpacked bytes of each part, by the name of its file. */
	readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Bytes that no two releases share, of any length. */
function noise(name: string, sizeBytes: number): Uint8Array {
	const pieces: Uint8Array[] = [];
	for (let at = 0; at < sizeBytes; at += 32) {
		pieces.push(createHash("sha256").update(`${name} ${at}`).digest());
	}
	return concatBytes(pieces).subarray(0, sizeBytes);
}

function sha256Of(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Makes a release: the same version gives the same bytes.
 * @param sharedBytes how much of /usr all versions have
 */
export function makeFakeRelease(version = "4800", sharedBytes = 0): FakeRelease {
	const rootHash = sha256Of(new TextEncoder().encode(version));
	const program = noise(`program ${version}`, 30_001);
	const header = formatBootHeader({
		payloadBytes: program.length,
		sha256: sha256Of(program),
		version,
		rootHash,
	});
	const usr = [noise(version, 50_000), new Uint8Array(31_920), noise("all", sharedBytes)];
	const contents = new Map([
		["boot.zst", concatBytes([header, program])],
		["usr.zst", concatBytes(usr)],
		["verity.zst", noise(`verity ${version}`, 2 * bootHeaderSizeBytes)],
		["selector.zst", noise(`selector ${version}`, 20_480)],
		["rescue.zst", noise(`rescue ${version}`, 40_001)],
		["pk.zst", noise(`pk ${version}`, 2108)],
		["kek.zst", noise(`kek ${version}`, 2107)],
		["db.zst", noise(`db ${version}`, 2106)],
	]);
	const part = (file: string): ReleasePart => {
		const bytes = contents.get(file) ?? new Uint8Array();
		const packed = zstdCompressSync(bytes);
		return {
			file,
			sizeBytes: bytes.length,
			sha256: sha256Of(bytes),
			compressedSizeBytes: packed.length,
			compressedSha256: sha256Of(packed),
		};
	};
	const manifest: Manifest = {
		version,
		rootHash,
		epochSeconds: 1_795_000_000,
		parts: { boot: part("boot.zst"), usr: part("usr.zst"), verity: part("verity.zst") },
		esp: espPrograms.map(({ path, program: name }) => ({ path, ...part(`${name}.zst`) })),
	};
	return { manifest, contents };
}

/**
 * Writes a release as it is published, signed by a fresh key.
 * @returns the path of the public key, which stands in for a certificate
 */
export function writeFakeRelease(directory: string, release: FakeRelease): string {
	mkdirSync(join(directory, releaseFolder), { recursive: true });
	return writeSigned(directory, release, (path) => path);
}

/** The same as it lies on a medium: without folders. */
export function writeFakeMedium(directory: string, release: FakeRelease): string {
	mkdirSync(directory, { recursive: true });
	return writeSigned(directory, release, basename);
}

function writeSigned(
	directory: string,
	release: FakeRelease,
	nameThere: (path: string) => string,
): string {
	const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const sums: Record<string, string> = {};
	const put = (path: string, bytes: Uint8Array): void => {
		writeFileSync(join(directory, nameThere(path)), bytes);
		sums[nameThere(path)] = sha256Of(bytes);
	};
	for (const [file, bytes] of release.contents) {
		put(`${releaseFolder}/${file}`, zstdCompressSync(bytes));
	}
	put(manifestPath, new TextEncoder().encode(formatManifest(release.manifest)));
	const text = new TextEncoder().encode(formatChecksums(sums));
	writeFileSync(join(directory, "SHA256SUMS"), text);
	writeFileSync(join(directory, "SHA256SUMS.sig"), sign("sha256", text, privateKey));
	const key = join(directory, "certificate.pem");
	writeFileSync(key, publicKey.export({ type: "spki", format: "pem" }));
	return key;
}

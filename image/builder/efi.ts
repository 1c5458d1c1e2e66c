import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bootHeaderSizeBytes, formatBootHeader } from "../../userland/core/boot/header.ts";
import { assert } from "../../userland/lib/assert.ts";
import { concatBytes } from "../../userland/lib/bytes.ts";
import { cacheDirectory } from "../tools/cache.ts";
import type { ToolTree } from "../tools/tree.ts";
import { osRelease } from "./os-release.ts";

/** Paths of a private key and its certificate, both PEM. */
export interface SigningKey {
	readonly key: string;
	readonly certificate: string;
}

/** Paths of the key pair that signs what a TPM will find in PCR 11, both PEM. */
export interface MeasurementKey {
	readonly key: string;
	readonly publicKey: string;
}

/** What a unified kernel image is made of: paths, and the command line. */
export interface UkiParts {
	readonly kernel: string;
	readonly initrd: string;
	/** An archive that the kernel reads before the initrd. */
	readonly microcode?: string;
	readonly commandLine: string;
	readonly version: string;
	/** A system that is no node, such as `rescue`. */
	readonly variant?: string;
	/** The oldest version that may start once this one is proven, if not that of the build. */
	readonly minimum?: string;
	/**
	 * Signs what the image will measure, so that a TPM unseals STATE for it; or a signature that was
	 * made before, with its public key, both as files.
	 */
	readonly measured?: MeasurementKey | { readonly signature: string; readonly publicKey: string };
}

/** A key pair of this machine for images that nobody else shall trust; made once, in the cache. */
export async function ensureDevelopmentKey(tree: ToolTree): Promise<SigningKey> {
	const directory = join(cacheDirectory(), "keys", "db");
	if (!existsSync(directory)) {
		const staging = `${directory}.${process.pid}`;
		await makeSigningKey(tree, "Soma OS development key", staging);
		renameSync(staging, directory);
	}
	return signingKeyIn(directory);
}

/** The key pair of this machine that signs measurements; made once, in the cache. */
export async function ensureMeasurementKey(tree: ToolTree): Promise<MeasurementKey> {
	const directory = join(cacheDirectory(), "keys", "measurement");
	const inside = (name: string) => ({
		key: join(name, "key.pem"),
		publicKey: join(name, "public-key.pem"),
	});
	if (!existsSync(directory)) {
		const staging = `${directory}.${process.pid}`;
		mkdirSync(staging, { recursive: true, mode: 0o700 });
		const { key, publicKey } = inside(staging);
		const options = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
		await tree.run({ argv: ["openssl", "genpkey", ...options, "-out", key] });
		await tree.run({ argv: ["openssl", "pkey", "-in", key, "-pubout", "-out", publicKey] });
		renameSync(staging, directory);
	}
	return inside(directory);
}

/** Makes a key pair with a certificate of that name, in a directory that does not exist yet. */
export async function makeSigningKey(
	tree: ToolTree,
	commonName: string,
	directory: string,
): Promise<void> {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const { key, certificate } = signingKeyIn(directory);
	await tree.run({
		argv: [
			...["openssl", "req", "-new", "-x509", "-newkey", "rsa:2048", "-nodes"],
			...["-days", "36500", "-subj", `/CN=${commonName}/`],
			...["-keyout", key, "-out", certificate],
		],
	});
}

/** Where {@link makeSigningKey} puts its files. */
export function signingKeyIn(directory: string): SigningKey {
	return { key: join(directory, "key.pem"), certificate: join(directory, "certificate.pem") };
}

/** Signs an EFI program; the time is given, so the same input gives the same bits. */
export async function signProgram(
	tree: ToolTree,
	input: string,
	output: string,
	signer: SigningKey,
	epochSeconds: number,
): Promise<void> {
	rmSync(output, { force: true }); // osslsigncode does not overwrite
	await tree.run({
		argv: [
			...["osslsigncode", "sign", "-h", "sha256", "-time", String(epochSeconds)],
			...["-key", signer.key, "-certs", signer.certificate, "-in", input, "-out", output],
		],
	});
}

/** systemd's stub, in the tool tree. */
export const stubPath = "/usr/lib/systemd/boot/efi/linuxx64.efi.stub";

/** Makes an unsigned unified kernel image with systemd's stub. */
export async function buildUki(tree: ToolTree, parts: UkiParts, output: string): Promise<void> {
	await tree.run({
		argv: [
			...["ukify", "build", `--linux=${parts.kernel}`, `--initrd=${parts.initrd}`],
			...(parts.microcode === undefined ? [] : [`--microcode=${parts.microcode}`]),
			...[`--cmdline=${parts.commandLine}`, `--uname=${parts.version}`],
			`--os-release=${osRelease(parts.version, parts.variant, parts.minimum)}`,
			`--stub=${stubPath}`,
			...measurementWords(parts.measured),
			`--output=${output}`,
		],
	});
}

/**
 * The policy holds in the phase `enter-initrd` alone: the initrd unseals, then ends the phase, and
 * nothing that runs later can (systemd-measure(1), systemd-pcrphase.service(8)).
 */
function measurementWords(measured: UkiParts["measured"]): string[] {
	if (measured === undefined) {
		return [];
	}
	const publicKey = measured.publicKey;
	if ("signature" in measured) {
		const { signature } = measured;
		return ["--section", `.pcrsig:@${signature}`, "--section", `.pcrpkey:@${publicKey}`];
	}
	return [
		...[`--pcr-private-key=${measured.key}`, `--pcr-public-key=${publicKey}`],
		...["--phases=enter-initrd", "--pcr-banks=sha256"],
	];
}

/** A boot image as the selector reads it from a raw partition: header, then the program. */
export function bootImage(program: Uint8Array, version: string, rootHash: string): Uint8Array {
	const header = formatBootHeader({
		payloadBytes: program.length,
		sha256: createHash("sha256").update(program).digest("hex"),
		version,
		rootHash,
	});
	assert(header.length === bootHeaderSizeBytes, "the header has a fixed size");
	return concatBytes([header, program]);
}

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import type { SecureBootKeys } from "./machine-spec.ts";

/** Paths of a private key and its certificate, both PEM. */
export interface SigningKey {
	readonly key: string;
	readonly certificate: string;
}

/**
 * A key of the lab by name, made once and kept in the cache. The keys of the lab sign what must be
 * refused (a foreign signature) and what only the lab itself boots; a release is signed with the
 * keys of the build.
 */
export async function ensureLabKey(name: string): Promise<SigningKey> {
	const directory = await cached("key", name, async (path) => {
		mkdirSync(path);
		await openToolTree().run({
			argv: [
				...["openssl", "req", "-new", "-x509", "-newkey", "rsa:2048", "-nodes"],
				...["-days", "36500", "-subj", `/CN=Soma lab ${name}/`],
				...["-keyout", join(path, "key.pem"), "-out", join(path, "certificate.pem")],
			],
		});
	});
	return { key: join(directory, "key.pem"), certificate: join(directory, "certificate.pem") };
}

/** The certificates of a firmware that trusts one key for everything. */
export function trustOnly(trusted: SigningKey): SecureBootKeys {
	return {
		platformKey: trusted.certificate,
		keyExchangeKey: trusted.certificate,
		signatureDatabase: [trusted.certificate],
	};
}

/** Signs an EFI program; the time is fixed, so the same input gives the same bits. */
export async function signEfi(input: string, output: string, signer: SigningKey): Promise<void> {
	rmSync(output, { force: true }); // osslsigncode does not overwrite
	await openToolTree().run({
		argv: [
			...["osslsigncode", "sign", "-h", "sha256", "-time", "1767225600"],
			...["-key", signer.key, "-certs", signer.certificate, "-in", input, "-out", output],
		],
	});
}

/** What a unified kernel image is made of: paths, and the command line. */
export interface UkiParts {
	readonly kernel: string;
	readonly initrd: string;
	readonly commandLine: string;
	readonly version: string;
}

/** Makes an unsigned unified kernel image with the stub of the tool tree. */
export async function buildUki(parts: UkiParts, output: string): Promise<void> {
	await openToolTree().run({
		argv: [
			...["ukify", "build", `--linux=${parts.kernel}`, `--initrd=${parts.initrd}`],
			...[`--cmdline=${parts.commandLine}`, `--uname=${parts.version}`],
			...[
				"--os-release=ID=soma\nNAME=Soma\n",
				"--stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub",
			],
			`--output=${output}`,
		],
	});
}

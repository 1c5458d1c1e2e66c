import {
	makeSigningKey,
	type SigningKey,
	signingKeyIn,
	signProgram,
} from "../../image/builder/efi.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { cached } from "./cached.ts";
import type { SecureBootKeys } from "./machine-spec.ts";

/** A fixed time, so that the same input gives the same bits. */
const signedAtSeconds = 1767225600;

/**
 * A key of the lab by name, made once and kept in the cache. The keys of the lab sign what must be
 * refused (a foreign signature) and what only the lab itself boots; a release is signed with the
 * keys of the build.
 */
export async function ensureLabKey(name: string): Promise<SigningKey> {
	return signingKeyIn(
		await cached("key", name, (path) => makeSigningKey(openToolTree(), `Soma lab ${name}`, path)),
	);
}

/** The certificates of a firmware that trusts one key for everything. */
export function trustOnly(trusted: SigningKey): SecureBootKeys {
	return {
		platformKey: trusted.certificate,
		keyExchangeKey: trusted.certificate,
		signatureDatabase: [trusted.certificate],
	};
}

/** Signs an EFI program of the lab. */
export async function signEfi(input: string, output: string, signer: SigningKey): Promise<void> {
	await signProgram(openToolTree(), input, output, signer, signedAtSeconds);
}

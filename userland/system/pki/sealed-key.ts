import { createCipheriv, createDecipheriv, createPrivateKey, scrypt } from "node:crypto";
import {
	derElement,
	derInteger,
	derObjectIdentifier,
	derTags,
	readDer,
} from "../../core/pki/der.ts";
import { equalBytes } from "../../lib/bytes.ts";
import { SomaError } from "../../lib/errors.ts";
import { exportPrivateKey, formatPem, importKey, type KeyPair, parsePem } from "./keys.ts";

/**
 * How hard a passphrase is to try: 16 MiB of memory, five times over. OWASP counts this as equal to
 * 128 MiB once, and openssl reads it with its usual limit of memory.
 */
const cost = { N: 2 ** 14, r: 8, p: 5 } as const;
const saltBytes = 16;
const blockBytes = 16;
const keyBytes = 32;
const label = "ENCRYPTED PRIVATE KEY";

const ids = {
	pbes2: derObjectIdentifier("1.2.840.113549.1.5.13"),
	scrypt: derObjectIdentifier("1.3.6.1.4.1.11591.4.11"),
	aes256Cbc: derObjectIdentifier("2.16.840.1.101.3.4.1.42"),
} as const;

/** True for a PEM text of a private key that a passphrase protects. */
export function isSealed(pem: string): boolean {
	return pem.includes(`-----BEGIN ${label}-----`);
}

/**
 * The private key as encrypted PKCS#8 (RFC 5958) with PBES2, scrypt (RFC 7914) and AES-256 in
 * CBC mode. `openssl pkey` reads it too.
 */
export async function sealKey(
	keys: KeyPair,
	passphrase: string,
	randomBytes: (count: number) => Uint8Array,
): Promise<string> {
	const salt = randomBytes(saltBytes);
	const vector = randomBytes(blockBytes);
	const key = await deriveKey(passphrase, salt, cost);
	const cipher = createCipheriv("aes-256-cbc", key, vector);
	const plain = await exportPrivateKey(keys);
	const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
	return formatPem(
		label,
		sequence(
			sequence(ids.pbes2, sequence(derivation(salt), sequence(ids.aes256Cbc, octets(vector)))),
			octets(sealed),
		),
	);
}

/** Reads what {@link sealKey} wrote. A wrong passphrase and a damaged file look the same. */
export async function openKey(pem: string, passphrase: string, where: string): Promise<KeyPair> {
	const parts = readSealed(pem);
	if (parts === undefined) {
		throw new SomaError({
			code: "key-unreadable",
			message: `${where} is not a key that this program has encrypted`,
			hint: "`openssl pkey -in FILE` may read it, and writes it without a passphrase",
		});
	}
	const key = await deriveKey(passphrase, parts.salt, cost);
	let plain: Buffer;
	try {
		const decipher = createDecipheriv("aes-256-cbc", key, parts.vector);
		plain = Buffer.concat([decipher.update(parts.sealed), decipher.final()]);
		return await importKey(createPrivateKey({ key: plain, format: "der", type: "pkcs8" }), where);
	} catch {
		throw new SomaError({
			code: "passphrase-wrong",
			message: `the passphrase does not open ${where}`,
			hint: "try again; nobody can recover a lost passphrase",
		});
	}
}

interface SealedParts {
	readonly salt: Uint8Array;
	readonly vector: Uint8Array;
	readonly sealed: Uint8Array;
}

/** The parts of exactly our own form: other costs could be a trap for the memory of a reader. */
function readSealed(pem: string): SealedParts | undefined {
	const der = parsePem(label, pem);
	const [info] = readDer(der ?? new Uint8Array()) ?? [];
	const [algorithm, sealed] = readDer(info?.contents ?? new Uint8Array()) ?? [];
	const [, parameters] = readDer(algorithm?.contents ?? new Uint8Array()) ?? [];
	const [kdf, cipher] = readDer(parameters?.contents ?? new Uint8Array()) ?? [];
	const [, kdfParameters] = readDer(kdf?.contents ?? new Uint8Array()) ?? [];
	const [salt] = readDer(kdfParameters?.contents ?? new Uint8Array()) ?? [];
	const [, vector] = readDer(cipher?.contents ?? new Uint8Array()) ?? [];
	if (der === undefined || salt === undefined || vector === undefined || sealed === undefined) {
		return undefined;
	}
	const expected = sequence(
		sequence(
			ids.pbes2,
			sequence(derivation(salt.contents), sequence(ids.aes256Cbc, octets(vector.contents))),
		),
		octets(sealed.contents),
	);
	return equalBytes(expected, der) && vector.contents.length === blockBytes
		? { salt: salt.contents, vector: vector.contents, sealed: sealed.contents }
		: undefined;
}

function derivation(salt: Uint8Array): Uint8Array {
	const numbers = [cost.N, cost.r, cost.p, keyBytes].map(derInteger);
	return sequence(ids.scrypt, sequence(octets(salt), ...numbers));
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
	return derElement(derTags.sequence, ...parts);
}

function octets(bytes: Uint8Array): Uint8Array {
	return derElement(derTags.octetString, bytes);
}

function deriveKey(passphrase: string, salt: Uint8Array, options: typeof cost): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const maxmem = 64 * 1024 * 1024;
		scrypt(passphrase.normalize("NFC"), salt, keyBytes, { ...options, maxmem }, (error, key) =>
			error instanceof Error ? reject(error) : resolve(key),
		);
	});
}

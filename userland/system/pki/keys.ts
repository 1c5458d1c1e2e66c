import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { errorOfInput } from "./faults.ts";

/** Both halves of a key, for WebCrypto. */
export interface KeyPair {
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
}

/** Every key here is for ECDSA on P-256 with SHA-256. */
const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" } as const;
export const signatureAlgorithm = { name: "ECDSA", hash: "SHA-256" } as const;

/** Makes a key. */
export async function makeKeys(): Promise<KeyPair> {
	return await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
}

/** The private key as PKCS#8 in PEM (RFC 7468), which is what TLS servers and clients take. */
export async function formatKey(keys: KeyPair): Promise<string> {
	return formatPem("PRIVATE KEY", await exportPrivateKey(keys));
}

/** The private key as PKCS#8 in DER. */
export async function exportPrivateKey(keys: KeyPair): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
}

/** Reads a private key that is not encrypted. No error says anything of what it holds. */
export async function readKey(pem: string, where: string): Promise<KeyPair> {
	let key: KeyObject;
	try {
		key = createPrivateKey(pem);
	} catch {
		throw errorOfInput("key-unreadable", `${where} is not a private key in PEM`);
	}
	return await importKey(key, where);
}

/** The pair that a private key of node:crypto belongs to. */
export async function importKey(key: KeyObject, where: string): Promise<KeyPair> {
	if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1") {
		throw errorOfInput("key-unsuitable", `${where} is not a key for ECDSA on P-256`);
	}
	const privateDer = Uint8Array.from(key.export({ format: "der", type: "pkcs8" }));
	const publicDer = createPublicKey(key).export({ format: "der", type: "spki" });
	const { subtle } = crypto;
	return {
		privateKey: await subtle.importKey("pkcs8", privateDer, keyAlgorithm, true, ["sign"]),
		publicKey: await importPublicKey(Uint8Array.from(publicDer)),
	};
}

/** A public key from its SubjectPublicKeyInfo. */
export function importPublicKey(spki: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return crypto.subtle.importKey("spki", spki, keyAlgorithm, true, ["verify"]);
}

/** The SubjectPublicKeyInfo of a public key. */
export async function exportPublicKey(key: CryptoKey): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.exportKey("spki", key));
}

/** The id of a node: the first 16 hexadecimal digits of SHA-256 over the key's information. */
export function keyIdOf(spki: Uint8Array): string {
	return createHash("sha256").update(spki).digest("hex").slice(0, 16);
}

/** A PEM block (RFC 7468) that ends with a newline. */
export function formatPem(label: string, der: Uint8Array): string {
	const lines =
		Buffer.from(der)
			.toString("base64")
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The contents of a PEM block that is alone in its text, or undefined. */
export function parsePem(label: string, pem: string): Uint8Array | undefined {
	const pattern = new RegExp(
		`^-----BEGIN ${label}-----\\s([A-Za-z0-9+/=\\s]+)-----END ${label}-----$`,
	);
	const base64 = pattern.exec(pem.trim())?.[1];
	return base64 === undefined ? undefined : new Uint8Array(Buffer.from(base64, "base64"));
}

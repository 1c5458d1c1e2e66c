import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign,
} from "node:crypto";
import { keyText, type Signer } from "../../core/repository/keys.ts";

/** Makes a key; `pem` is the file that keeps it (PKCS #8). */
export function makeSigner(): { readonly signer: Signer; readonly pem: string } {
	const { privateKey } = generateKeyPairSync("ed25519");
	const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
	return { signer: signerOf(privateKey), pem };
}

/** The signer of a key in a PEM file; undefined when it is no Ed25519 key. */
export function readSigner(pem: string): Signer | undefined {
	try {
		const key = createPrivateKey(pem);
		return key.asymmetricKeyType === "ed25519" ? signerOf(key) : undefined;
	} catch {
		return undefined;
	}
}

/** SHA-256 in hexadecimal digits. */
export function digestOf(content: string | Uint8Array): string {
	return createHash("sha256").update(content).digest("hex");
}

function signerOf(privateKey: KeyObject): Signer {
	const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
	const publicKey = Buffer.from(x, "base64url").toString("hex");
	return {
		publicKey,
		keyId: digestOf(keyText(publicKey)),
		sign: (bytes) => sign(null, bytes, privateKey).toString("hex"),
	};
}

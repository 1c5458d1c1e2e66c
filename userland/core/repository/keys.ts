/** The roles of TUF that we use. */
export const roleNames = ["root", "targets", "snapshot", "timestamp"] as const;

export type RoleName = (typeof roleNames)[number];

/** Who holds keys: snapshot and timestamp share one, which is online. */
export const keyRoles = ["root", "targets", "online"] as const;

/** An Ed25519 key that signs for a role. */
export interface PublicKey {
	/** SHA-256 of what {@link keyText} gives; 64 hexadecimal digits. */
	readonly keyId: string;
	/** 64 hexadecimal digits. */
	readonly publicKey: string;
}

/** A key that can sign here and now. */
export interface Signer extends PublicKey {
	/** The signature of these bytes, in hexadecimal digits. */
	readonly sign: (bytes: Uint8Array) => string;
}

/** Whose signatures a role needs, and of how many of them. */
export interface RoleKeys {
	readonly keys: readonly PublicKey[];
	readonly threshold: number;
}

/** The canonical JSON of a key, whose digest is the id of the key. */
export function keyText(publicKey: string): string {
	return `{"keytype":"ed25519","keyval":{"public":"${publicKey}"},"scheme":"ed25519"}`;
}

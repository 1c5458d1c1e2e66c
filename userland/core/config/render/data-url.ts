/** Compresses as gzip(1) does; a port, since core knows no library of the platform. */
export type Gzip = (bytes: Uint8Array) => Uint8Array;

/** Contents as Ignition takes them. */
export interface EncodedContents {
	readonly source: string;
	/** Empty for none: said aloud, so that a configuration that is merged inherits nothing. */
	readonly compression: "gzip" | "";
}

/**
 * Bytes as a data URL (RFC 2397) in the shortest of three forms, as Butane chooses: escaped text,
 * base64, or base64 of what gzip makes of it.
 * @param isCompressed the bytes are gzip's already
 */
export function encodeContents(
	bytes: Uint8Array,
	gzip: Gzip,
	isCompressed = false,
): EncodedContents {
	const plain = shorter(`data:,${escapeBytes(bytes)}`, base64Url(bytes));
	if (isCompressed) {
		return { source: plain, compression: "gzip" };
	}
	const packed = base64Url(gzip(bytes));
	return packed.length < plain.length
		? { source: packed, compression: "gzip" }
		: { source: plain, compression: "" };
}

function shorter(left: string, right: string): string {
	return right.length < left.length ? right : left;
}

function base64Url(bytes: Uint8Array): string {
	return `data:;base64,${bytes.toBase64()}`;
}

/** Everything but unreserved characters (RFC 3986 section 2.3) as `%XX`. */
function escapeBytes(bytes: Uint8Array): string {
	const escapes = Array.from(bytes, (byte) => {
		const character = String.fromCharCode(byte);
		return /[A-Za-z0-9._~-]/.test(character)
			? character
			: `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
	});
	return escapes.join("");
}

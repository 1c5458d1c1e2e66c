/** Bytes as base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
	return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The bytes of such text, or undefined when it is not exactly that. */
export function fromBase64url(text: string): Uint8Array | undefined {
	if (!/^[A-Za-z0-9_-]*$/.test(text)) {
		return undefined;
	}
	try {
		return Uint8Array.fromBase64(text, { alphabet: "base64url" });
	} catch {
		return undefined;
	}
}

/** Text as base64url of its UTF-8. */
export function textToBase64url(text: string): string {
	return toBase64url(new TextEncoder().encode(text));
}

/** The JSON value in base64url, or undefined when either is broken. */
export function jsonFromBase64url(text: string): unknown {
	const bytes = fromBase64url(text);
	return bytes === undefined ? undefined : jsonFromBytes(bytes);
}

/** The JSON value in UTF-8, or undefined when either is broken. */
export function jsonFromBytes(bytes: Uint8Array): unknown {
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

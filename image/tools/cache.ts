import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything lives that can be made again: `${XDG_CACHE_HOME:-~/.cache}/soma`. */
export function cacheDirectory(): string {
	const base = process.env["XDG_CACHE_HOME"];
	return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "soma");
}

/** A short content key: 16 hex digits of the SHA-256 over the parts, each with its length. */
export function contentKey(parts: readonly (string | Uint8Array)[]): string {
	const hash = createHash("sha256");
	for (const part of parts) {
		hash.update(`${part.length}:`);
		hash.update(part);
	}
	return hash.digest("hex").slice(0, 16);
}

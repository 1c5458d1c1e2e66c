import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** The text of a small file, or undefined when it cannot be read. */
export function readText(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}

/**
 * Replaces a file at once: a reader sees the old or the new text, and a power cut leaves one of
 * them.
 */
export function replaceText(path: string, text: string): void {
	const staging = `${path}.new`;
	const descriptor = openSync(staging, "w", 0o644);
	try {
		writeSync(descriptor, text);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	renameSync(staging, path);
}

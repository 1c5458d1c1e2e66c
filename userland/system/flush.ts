import { closeSync, existsSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { SomaError } from "../lib/errors.ts";
import { flushDirectory, modes, replaceFile } from "./durable-file.ts";
import { syncFileSystem } from "./libc.ts";

/** Writes a text so that it is there after any power cut once this returns; makes its folder. */
export function writeDurably(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	replaceFile(path, text, modes.open);
	flushDirectory(dirname(dirname(path)));
}

/** Removes a file, or does nothing when there is none; it stays gone after any power cut. */
export function removeDurably(path: string): void {
	if (existsSync(path)) {
		rmSync(path);
		flushDirectory(dirname(path));
	}
}

/**
 * Writes everything that a file system still holds in memory to its disk (syncfs(2)).
 * @throws SomaError `file-system-not-flushed`
 */
export function flushFileSystem(path: string): void {
	const descriptor = openSync(path, "r");
	try {
		const failed = syncFileSystem(descriptor);
		if (failed !== undefined) {
			throw new SomaError({
				code: "file-system-not-flushed",
				message: `the file system at ${path} could not be flushed: ${failed.message}`,
				hint: "the disk fails: look at the kernel's log, and replace it",
			});
		}
	} finally {
		closeSync(descriptor);
	}
}

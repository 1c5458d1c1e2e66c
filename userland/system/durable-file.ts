import {
	closeSync,
	fsyncSync,
	ftruncateSync,
	linkSync,
	openSync,
	readFileSync,
	renameSync,
	unlinkSync,
	writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { errnoOf, SomaError } from "../lib/errors.ts";

/** Who may read: secrets are the owner's alone. */
export const modes = { secret: 0o600, open: 0o644 } as const;

/** What a file is for, which says who may read it. */
export type FileMode = (typeof modes)[keyof typeof modes];

/**
 * Writes a file that must not exist yet: after a power cut it is there whole, or not at all. Never
 * touches a file that is there.
 */
export function createFile(path: string, text: string, mode: FileMode): void {
	const staging = writeStaging(path, text, mode);
	try {
		linkSync(staging, path); // unlike a rename, this fails when the name is taken
	} catch (cause) {
		if (errnoOf(cause) === "EEXIST") {
			throw new SomaError({
				code: "file-exists",
				message: `${path} exists, and is never overwritten`,
				hint: "move it away if it is not needed, or choose another name",
			});
		}
		throw cause;
	} finally {
		unlinkSync(staging);
	}
	flushDirectory(dirname(path));
}

/** Replaces a file at once: after a power cut the old or the new content is there. */
export function replaceFile(path: string, content: string | Uint8Array, mode: FileMode): void {
	renameSync(writeStaging(path, content, mode), path);
	flushDirectory(dirname(path));
}

/**
 * Adds a line to a file that only grows. The piece of a line that a power cut left at the end goes:
 * nobody was told that it was written.
 */
export function appendLine(path: string, line: string, mode: FileMode): void {
	const descriptor = openSync(path, "a+", mode);
	try {
		const before = readFileSync(descriptor);
		ftruncateSync(descriptor, before.lastIndexOf(0x0a) + 1);
		writeSync(descriptor, `${line}\n`);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	flushDirectory(dirname(path));
}

/** Makes the names in a directory survive a power cut. */
export function flushDirectory(path: string): void {
	const descriptor = openSync(path, "r");
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function writeStaging(path: string, content: string | Uint8Array, mode: FileMode): string {
	const staging = `${path}.${process.pid}.new`;
	const descriptor = openSync(staging, "w", mode);
	try {
		const bytes = typeof content === "string" ? Buffer.from(content) : content;
		for (let done = 0; done < bytes.length; ) {
			done += writeSync(descriptor, bytes, done);
		}
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	return staging;
}

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { errnoOf, SomaError } from "../lib/errors.ts";

/**
 * Reads a regular file whose size is bounded; nothing is read of one that is larger.
 * @throws {SomaError} `file-unreadable`, `file-not-regular`, `file-too-large`
 */
export function readBounded(path: string, limitBytes: number): Uint8Array {
	const descriptor = reading(path, () => openSync(path, "r"));
	try {
		const facts = fstatSync(descriptor);
		if (!facts.isFile()) {
			throw new SomaError({ code: "file-not-regular", message: `${path} is no regular file` });
		}
		if (facts.size > limitBytes) {
			throw new SomaError({
				code: "file-too-large",
				message: `${path} has ${facts.size} bytes, more than ${limitBytes}`,
			});
		}
		const bytes = new Uint8Array(facts.size);
		let filled = 0;
		while (filled < bytes.length) {
			const count = reading(path, () =>
				readSync(descriptor, bytes, filled, bytes.length - filled, filled),
			);
			if (count === 0) {
				break; // it shrank meanwhile
			}
			filled += count;
		}
		return bytes.subarray(0, filled);
	} finally {
		closeSync(descriptor);
	}
}

/** A worn medium opens, and then does not give its bytes. */
function reading(path: string, action: () => number): number {
	try {
		return action();
	} catch (cause) {
		throw new SomaError({
			code: "file-unreadable",
			message: `${path} cannot be read (${errnoOf(cause) ?? "unknown reason"})`,
			cause,
		});
	}
}

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Signer } from "../../core/repository/keys.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { createFile, modes } from "../durable-file.ts";
import { makeSigner, readSigner } from "./release-keys.ts";

/** A key in a file. */
export interface KeptKey {
	/** Such as `root-1.pem`. */
	readonly file: string;
	readonly signer: Signer;
}

/**
 * Makes a key in a file that only its owner can read.
 * @throws SomaError `file-exists`: a key is never overwritten
 */
export function createKey(directory: string, file: string): KeptKey {
	const { signer, pem } = makeSigner();
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	createFile(join(directory, file), pem, modes.secret);
	return { file, signer };
}

/**
 * Every key of some directories; the same key in two of them comes once.
 * @throws SomaError `release-keys-unreadable` when a directory has none, or a broken one
 */
export function readKeys(directories: readonly string[]): readonly KeptKey[] {
	const found = new Map<string, KeptKey>();
	for (const directory of directories) {
		const files = filesOf(directory);
		if (files.length === 0) {
			throw unreadable(directory, "no file in it ends in .pem");
		}
		for (const file of files) {
			const path = join(directory, file);
			const signer = readSigner(readFileSync(path, "utf8"));
			if (signer === undefined) {
				throw unreadable(path, "it is no Ed25519 key in PEM");
			}
			found.set(signer.keyId, { file, signer });
		}
	}
	return [...found.values()];
}

function filesOf(directory: string): readonly string[] {
	try {
		return readdirSync(directory)
			.filter((file) => file.endsWith(".pem"))
			.sort();
	} catch (cause) {
		throw unreadable(directory, errnoOf(cause) ?? String(cause), cause);
	}
}

function unreadable(path: string, why: string, cause?: unknown): SomaError {
	return new SomaError({
		code: "release-keys-unreadable",
		message: `${path} gives no keys: ${why}`,
		hint: "name the directory that `soma release init` made: --keys DIR",
		cause,
	});
}

import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
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

/** A key that is to be in a file. */
export interface PlannedKey extends KeptKey {
	/** True when its file is there, as a command that was stopped leaves it. */
	readonly isThere: boolean;
	/** Puts it into its file, which only its owner can read. */
	keep(): void;
}

/**
 * The key of a file, or a new one for it, which is in memory alone until it is kept: what it shall
 * sign can be tried before.
 * @throws SomaError `release-keys-unreadable`
 */
export function planKey(directory: string, file: string): PlannedKey {
	const path = join(directory, file);
	if (existsSync(path)) {
		return { file, signer: readKey(path), isThere: true, keep: () => {} };
	}
	const { signer, pem } = makeSigner();
	const keep = (): void => {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		createFile(path, pem, modes.secret);
	};
	return { file, signer, isThere: false, keep };
}

/**
 * Refuses a directory for keys that web servers would give to anybody.
 * @throws SomaError `release-keys-served`
 */
export function requireOutside(repository: string, directory: string): void {
	const way = relative(realPathOf(repository), realPathOf(directory));
	if (way !== ".." && !way.startsWith(`..${sep}`)) {
		throw new SomaError({
			code: "release-keys-served",
			message: `${directory} lies in the repository ${repository}, all of which anybody may read`,
			hint: "keep keys elsewhere, or name the repository: --repository DIR",
		});
	}
}

/** Where a path leads, links followed as far as it exists. */
function realPathOf(path: string): string {
	const whole = resolve(path);
	if (existsSync(whole)) {
		return realpathSync(whole);
	}
	return whole === dirname(whole) ? whole : join(realPathOf(dirname(whole)), basename(whole));
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
			const signer = readKey(join(directory, file));
			found.set(signer.keyId, { file, signer });
		}
	}
	return [...found.values()];
}

function readKey(path: string): Signer {
	const signer = readSigner(readPem(path));
	if (signer === undefined) {
		throw unreadable(path, "it is no Ed25519 key in PEM");
	}
	return signer;
}

function readPem(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch (cause) {
		throw unreadable(path, errnoOf(cause) ?? String(cause), cause);
	}
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

import {
	chmodSync,
	closeSync,
	fstatSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import {
	type ContextFile,
	contextFileMaximumBytes,
	formatContexts,
	noContexts,
	parseContexts,
} from "../core/context/contexts.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";

/** Where the contexts of this user are: `$SOMA_CONTEXTS`, or in the directory of configuration. */
export function contextsPath(environment: Readonly<Record<string, string | undefined>>): string {
	const { SOMA_CONTEXTS: named, XDG_CONFIG_HOME: configured } = environment;
	if (named !== undefined && named !== "") {
		return named;
	}
	const isAbsolute = configured?.startsWith("/") === true;
	return join(isAbsolute ? configured : join(homedir(), ".config"), "soma", "contexts.yaml");
}

/**
 * Reads the file; a file that does not exist holds no context. It holds private keys, so one that
 * others can read or write is refused with the code `contexts-not-private`.
 */
export function readContextFile(path: string): ContextFile {
	let descriptor: number;
	try {
		descriptor = openSync(path, "r");
	} catch (error) {
		if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") {
			return noContexts;
		}
		throw unreadable(path, error);
	}
	try {
		const { mode, size } = fstatSync(descriptor);
		if ((mode & 0o077) !== 0) {
			throw new SomaError({
				code: "contexts-not-private",
				message: `${path} holds private keys, and others than its owner have access to it`,
				hint: `run \`chmod 600 ${path}\`; if others may have read it, revoke its certificates`,
				facts: { mode: `0${(mode & 0o777).toString(8)}` },
			});
		}
		if (size > contextFileMaximumBytes) {
			throw unreadable(path, new Error(`${size} bytes are too many for a file of contexts`));
		}
		return parseContexts(readFileSync(descriptor, "utf8"), path);
	} catch (error) {
		throw error instanceof SomaError ? error : unreadable(path, error);
	} finally {
		closeSync(descriptor);
	}
}

/**
 * Replaces the file at once, readable for its owner only. What could not be read again is refused
 * before anything is written.
 */
export function writeContextFile(path: string, file: ContextFile): void {
	const staging = `${path}.${process.pid}.new`;
	const text = formatContexts(file);
	parseContexts(text, path);
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		rmSync(staging, { force: true });
		const descriptor = openSync(staging, "wx", 0o600);
		try {
			writeSync(descriptor, text);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		chmodSync(staging, 0o600);
		renameSync(staging, path);
	} catch (error) {
		throw new SomaError({
			code: "contexts-unwritable",
			message: `${path} cannot be written`,
			hint: "make its directory writable, or name another file by SOMA_CONTEXTS",
			cause: error,
		});
	}
}

function unreadable(path: string, cause: unknown): SomaError {
	return new SomaError({
		code: "contexts-unreadable",
		message: `${path} cannot be read`,
		hint: "give it to your user, or name another file by SOMA_CONTEXTS",
		cause,
	});
}

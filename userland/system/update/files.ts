import {
	closeSync,
	constants,
	existsSync,
	fstatSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	rmSync,
	statfsSync,
	writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { flushDirectory, modes, replaceFile } from "../durable-file.ts";
import { flushFileSystem } from "../flush.ts";
import { takeLock, type Unlock } from "../lock-file.ts";
import type { LooseFile, UpdateFiles } from "./ports.ts";

/** What power cuts may leave: the staging file of a replacement. */
const leftover = /\.\d+\.new$/;

/** Whoever reads and replaces a file holds the lock of this one meanwhile: milliseconds. */
const lockName = "lock";
const lockPollMs = 5;
const longestWaitMs = 10_000;

/** The files of the update agent below a directory, which is made when something is written. */
export function updateFiles(directory: string): UpdateFiles {
	const pathOf = (name: string): string => join(directory, name);
	const prepare = (name: string): string => {
		const path = pathOf(name);
		const folder = dirname(path);
		if (!existsSync(folder)) {
			mkdirSync(folder, { recursive: true, mode: 0o755 });
			flushDirectory(dirname(folder));
		}
		return path;
	};
	return {
		read: (name) => {
			try {
				return readFileSync(pathOf(name));
			} catch (cause) {
				if (errnoOf(cause) === "ENOENT") {
					return;
				}
				throw failure(pathOf(name), "read", cause);
			}
		},
		replace: (name, bytes) =>
			attempt(pathOf(name), "written", () => replaceFile(prepare(name), bytes, modes.open)),
		openLoose: (name) => openLoose(pathOf(name), () => prepare(name)),
		flush: () => {
			if (existsSync(directory)) {
				flushFileSystem(directory);
			}
		},
		list: (folder) => {
			const path = pathOf(folder);
			return existsSync(path) ? readdirSync(path).filter((name) => !leftover.test(name)) : [];
		},
		remove: (name) => attempt(pathOf(name), "written", () => rmSync(pathOf(name), { force: true })),
		exclusively: (work) => {
			const unlock = waitForLock(prepare(lockName));
			try {
				return work();
			} finally {
				unlock();
			}
		},
		freeBytes: () => {
			const { bavail, bsize } = statfsSync(existsSync(directory) ? directory : "/");
			return bavail * bsize;
		},
	};
}

/**
 * Removes what power cuts left of replacements that were not finished. Nobody else writes: the
 * caller holds the lock of the agent, and operators' wishes wait for the one of the files.
 */
export function removeLeftovers(directory: string): void {
	if (!existsSync(directory)) {
		return;
	}
	updateFiles(directory).exclusively(() => {
		for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
			if (leftover.test(name)) {
				rmSync(join(directory, name), { force: true });
			}
		}
	});
}

function waitForLock(path: string): Unlock {
	for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lockPollMs) {
		const unlock = attempt(path, "written", () => takeLock(path));
		if (unlock !== undefined) {
			return unlock;
		}
		Bun.sleepSync(lockPollMs);
	}
	throw new SomaError({
		code: "update-busy",
		message: `${path} has been locked for ${longestWaitMs / 1000} s`,
		hint: "`fuser` on that file names the process; what it keeps ends with it",
		retryable: true,
	});
}

/** Whoever only reads needs no right to write: the file is opened for that when it is written. */
function openLoose(path: string, prepare: () => void): LooseFile {
	let reading: number | undefined;
	let writing: number | undefined;
	const openedForReading = (): number | undefined => {
		try {
			reading ??= writing ?? openSync(path, "r");
		} catch (cause) {
			if (errnoOf(cause) !== "ENOENT") {
				throw cause;
			}
		}
		return reading;
	};
	const openedForWriting = (): number => {
		if (writing === undefined) {
			prepare();
			writing = openSync(path, constants.O_RDWR | constants.O_CREAT, modes.open);
		}
		return writing;
	};
	return {
		sizeBytes: () =>
			attempt(path, "read", () => {
				const descriptor = openedForReading();
				return descriptor === undefined ? 0 : fstatSync(descriptor).size;
			}),
		readInto: (offsetBytes, target) =>
			attempt(path, "read", () => {
				const descriptor = openedForReading();
				let done = 0;
				for (let count = 1; descriptor !== undefined && count > 0 && done < target.length; ) {
					count = readSync(descriptor, target, done, target.length - done, offsetBytes + done);
					done += count;
				}
				return done === target.length;
			}),
		write: (offsetBytes, bytes) =>
			attempt(path, "written", () => {
				const descriptor = openedForWriting();
				for (let done = 0; done < bytes.length; ) {
					done += writeSync(descriptor, bytes, done, bytes.length - done, offsetBytes + done);
				}
			}),
		truncate: (sizeBytes) =>
			attempt(path, "written", () => ftruncateSync(openedForWriting(), sizeBytes)),
		close: () => {
			for (const descriptor of new Set([reading, writing])) {
				if (descriptor !== undefined) {
					closeSync(descriptor);
				}
			}
		},
	};
}

function attempt<T>(path: string, doing: "read" | "written", action: () => T): T {
	try {
		return action();
	} catch (cause) {
		throw failure(path, doing, cause);
	}
}

function failure(path: string, doing: "read" | "written", cause: unknown): SomaError {
	const hints: Readonly<Record<string, string>> = {
		ENOSPC: "free some space below /var",
		EDQUOT: "free some space below /var",
		EACCES: "run it as root",
		EPERM: "run it as root",
		EROFS: "STATE is read-only: look at the kernel's log",
		EIO: "the disk is failing: look at the kernel's log, and replace it",
	};
	const hint = hints[errnoOf(cause) ?? ""];
	return new SomaError({
		code: "update-files",
		message: `${path} cannot be ${doing}: ${errnoOf(cause) ?? String(cause)}`,
		...(hint === undefined ? {} : { hint }),
		cause,
	});
}

import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { flushDirectory, modes, replaceFile } from "../durable-file.ts";
import { flushFileSystem } from "../flush.ts";
import type { UpdateFiles } from "./ports.ts";

/** What power cuts may leave: the staging file of a replacement. */
const leftover = /\.\d+\.new$/;

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
			attempt(pathOf(name), () => replaceFile(prepare(name), bytes, modes.open)),
		writeLoose: (name, bytes) =>
			attempt(pathOf(name), () => writeFileSync(prepare(name), bytes, { mode: modes.open })),
		flush: () => {
			if (existsSync(directory)) {
				flushFileSystem(directory);
			}
		},
		list: (folder) => {
			const path = pathOf(folder);
			return existsSync(path) ? readdirSync(path).filter((name) => !leftover.test(name)) : [];
		},
		remove: (name) => attempt(pathOf(name), () => rmSync(pathOf(name), { force: true })),
		freeBytes: () => {
			const { bavail, bsize } = statfsSync(existsSync(directory) ? directory : "/");
			return bavail * bsize;
		},
	};
}

function attempt(path: string, action: () => void): void {
	try {
		action();
	} catch (cause) {
		throw failure(path, "written", cause);
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

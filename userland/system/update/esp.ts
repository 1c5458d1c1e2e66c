import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readSync,
	renameSync,
	rmSync,
	statfsSync,
	writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { layoutRow } from "../../core/disk-layout.ts";
import { errnoOf, SomaError } from "../../lib/errors.ts";
import { partitionNode } from "../boot-disk.ts";
import { flushDirectory } from "../durable-file.ts";
import { flushFileSystem } from "../flush.ts";
import { dropCachedPages } from "../libc.ts";
import type { SystemPaths } from "../paths.ts";
import { run, runUnchecked } from "../process.ts";

/** Files of the EFI system partition. Names are from its root, with slashes. */
export interface EspFiles {
	/**
	 * The bytes from the disk; undefined when there is no such file. A piece is valid until the next
	 * one is asked for.
	 */
	read(name: string): Iterable<Uint8Array> | undefined;
	readAt(name: string, offsetBytes: number, lengthBytes: number): Uint8Array;
	/** Writes a file anew; all of it is safe when this returns, but not its name. */
	write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
	/** A file that has the other name already goes. */
	rename(from: string, to: string): void;
	/** Nothing when there is no such file. */
	remove(name: string): void;
	/** Names and content are safe when this returns. */
	flush(): void;
	freeBytes(): number;
}

/** The EFI system partition of the boot disk, which is mounted only as long as it is needed. */
export interface EspVolume {
	look<T>(use: (files: EspFiles) => Promise<T>): Promise<T>;
	change<T>(use: (files: EspFiles) => Promise<T>): Promise<T>;
}

const pieceBytes = 1024 * 1024;
const mountTimeoutMs = 60_000;

/** The EFI system partition of a disk, mounted below a directory in memory. */
export function openEspVolume(paths: SystemPaths, diskPath: string): EspVolume {
	const at = join(paths.updateScratch, "esp");
	const withMount = async <T>(
		access: "ro" | "rw",
		use: (files: EspFiles) => Promise<T>,
	): Promise<T> => {
		const device = partitionNode(paths, diskPath, layoutRow("esp").index);
		if (device === undefined) {
			throw new SomaError({
				code: "esp-missing",
				message: `${diskPath} has no EFI system partition that the kernel knows`,
				hint: "look at the kernel's log: the disk or its table is damaged",
			});
		}
		mkdirSync(at, { recursive: true, mode: 0o700 });
		// Whoever was killed here left it mounted.
		await runUnchecked({ argv: ["umount", "-q", at], timeoutMs: mountTimeoutMs });
		const options = `${access},nosuid,nodev,noexec,umask=0077`;
		await run({
			argv: ["mount", "-t", "vfat", "-o", options, device, at],
			timeoutMs: mountTimeoutMs,
		});
		try {
			return await use(espFiles(at));
		} finally {
			await run({ argv: ["umount", at], timeoutMs: mountTimeoutMs });
		}
	};
	return {
		look: (use) => withMount("ro", use),
		change: (use) => withMount("rw", use),
	};
}

/** The files below a directory, as the EFI system partition has them. */
export function espFiles(root: string): EspFiles {
	const pathOf = (name: string): string => join(root, name);
	return {
		read: (name) => (existsSync(pathOf(name)) ? piecesOf(pathOf(name)) : undefined),
		readAt: (name, offsetBytes, lengthBytes) =>
			attempt(pathOf(name), "read", () => readPart(pathOf(name), offsetBytes, lengthBytes)),
		write: async (name, pieces) => {
			const path = pathOf(name);
			try {
				await writeFlushed(path, pieces);
			} catch (cause) {
				throw failure(path, "written", cause);
			}
		},
		rename: (from, to) =>
			attempt(pathOf(to), "written", () => {
				renameSync(pathOf(from), pathOf(to));
				flushDirectory(dirname(pathOf(to)));
			}),
		remove: (name) => attempt(pathOf(name), "removed", () => rmSync(pathOf(name), { force: true })),
		flush: () => flushFileSystem(root),
		freeBytes: () => {
			const { bavail, bsize } = statfsSync(root);
			return bavail * bsize;
		},
	};
}

/** FAT has no journal: a name whose first cluster is safe is one that can be removed later. */
async function writeFlushed(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
	mkdirSync(dirname(path), { recursive: true });
	const descriptor = openSync(path, "w");
	try {
		let isNamed = false;
		for await (const piece of pieces) {
			for (let done = 0; done < piece.length; ) {
				done += writeSync(descriptor, piece, done);
			}
			if (!isNamed) {
				fsyncSync(descriptor);
				flushDirectory(dirname(path));
				isNamed = true;
			}
		}
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	flushDirectory(dirname(path));
}

/** Reads past what the kernel remembers of a file that was written. */
function* piecesOf(path: string): Iterable<Uint8Array> {
	const descriptor = attempt(path, "read", () => openSync(path, "r"));
	try {
		dropCachedPages(descriptor);
		const piece = new Uint8Array(pieceBytes);
		for (let at = 0; ; ) {
			const offsetBytes = at;
			const count = attempt(path, "read", () => readFully(descriptor, piece, offsetBytes));
			if (count === 0) {
				return;
			}
			at += count;
			yield piece.subarray(0, count);
		}
	} finally {
		closeSync(descriptor);
	}
}

function readFully(descriptor: number, bytes: Uint8Array, offsetBytes: number): number {
	let done = 0;
	while (done < bytes.length) {
		const count = readSync(descriptor, bytes, done, bytes.length - done, offsetBytes + done);
		if (count === 0) {
			break;
		}
		done += count;
	}
	return done;
}

function readPart(path: string, offsetBytes: number, lengthBytes: number): Uint8Array {
	const descriptor = openSync(path, "r");
	try {
		const bytes = new Uint8Array(lengthBytes);
		return bytes.subarray(0, readFully(descriptor, bytes, offsetBytes));
	} finally {
		closeSync(descriptor);
	}
}

function attempt<T>(path: string, doing: "read" | "written" | "removed", action: () => T): T {
	try {
		return action();
	} catch (cause) {
		throw failure(path, doing, cause);
	}
}

/** What came from elsewhere, such as the source of the bytes, stays what it is. */
function failure(path: string, doing: string, cause: unknown): unknown {
	if (cause instanceof SomaError) {
		return cause;
	}
	return new SomaError({
		code: "esp-failed",
		message: `${path} cannot be ${doing}: ${errnoOf(cause) ?? String(cause)}`,
		hint: "look at the kernel's log: the EFI system partition is full, or the disk fails",
		cause,
	});
}

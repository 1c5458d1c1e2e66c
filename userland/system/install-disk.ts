import { closeSync, constants, fstatSync, fsync, openSync, read, write } from "node:fs";
import { promisify } from "node:util";
import type { Geometry } from "../core/gpt/geometry.ts";
import { assert } from "../lib/assert.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";
import {
	blockDeviceGeometry,
	dropCachedPages,
	forgetDeviceBuffers,
	hasForeignRecordLock,
	readPartitionsAgain,
	tryLock,
} from "./libc.ts";

/** A whole disk, or the file of an image, on which anything may be written anywhere. */
export interface InstallDisk extends Geometry {
	/** Exactly these bytes. */
	read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array>;
	/** Fills a buffer: who reads much keeps one. */
	readInto(offsetBytes: number, target: Uint8Array): Promise<void>;
	write(offsetBytes: number, bytes: Uint8Array): Promise<void>;
	/** What was written is safe when this resolves, also from a power cut. */
	flush(): Promise<void>;
	/** Forgets what the kernel has in memory: after a flush the next reads come from the disk. */
	forgetCache(): void;
	/** Has the kernel look at the new table. */
	tellKernel(): void;
	close(): void;
}

/** How a disk is opened. */
export interface InstallDiskOptions {
	/** Nobody else may have it, and it may be written. */
	readonly writable: boolean;
	/** It is the boot disk of this system: partitions of it are in use, and stay so. */
	readonly inUse?: boolean;
	/** The logical blocks that a file shall have; a device knows its own. */
	readonly fileBlockBytes: number;
}

const readNow = promisify(read);
const writeNow = promisify(write);
const fsyncNow = promisify(fsync);

/** udev looks at a device for a moment whenever somebody has closed it. */
const lockTimeoutMs = 5000;
const lockPollMs = 50;

/** Opens a place to install to. It was judged before; this is where a race ends. */
export function openInstallDisk(path: string, options: InstallDiskOptions): InstallDisk {
	const { writable, inUse = false } = options;
	// On a block device O_EXCL fails while any part of it is mounted or held (open(2)).
	const exclusive = inUse ? 0 : constants.O_EXCL;
	const flags = writable ? constants.O_RDWR | exclusive : constants.O_RDONLY;
	const descriptor = openPath(path, flags);
	try {
		const isDevice = fstatSync(descriptor).isBlockDevice();
		if (writable && !inUse) {
			lock(descriptor, path, isDevice);
		}
		return makeDisk(descriptor, path, isDevice, geometryOf(descriptor, path, isDevice, options));
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

function makeDisk(
	descriptor: number,
	path: string,
	isDevice: boolean,
	geometry: Geometry,
): InstallDisk {
	const readInto = async (offsetBytes: number, target: Uint8Array): Promise<void> => {
		for (let done = 0; done < target.length; ) {
			const at = offsetBytes + done;
			const { bytesRead } = await attempt("disk-read", path, `reading at byte ${at}`, () =>
				readNow(descriptor, target, done, target.length - done, at),
			);
			if (bytesRead === 0) {
				throw failure("disk-read", path, `it ends at byte ${at}`, undefined);
			}
			done += bytesRead;
		}
	};
	return {
		...geometry,
		readInto,
		read: async (offsetBytes, lengthBytes) => {
			const bytes = new Uint8Array(lengthBytes);
			await readInto(offsetBytes, bytes);
			return bytes;
		},
		write: async (offsetBytes, bytes) => {
			for (let done = 0; done < bytes.length; ) {
				const at = offsetBytes + done;
				const { bytesWritten } = await attempt("disk-write", path, `writing at byte ${at}`, () =>
					writeNow(descriptor, bytes, done, bytes.length - done, at),
				);
				assert(bytesWritten > 0, "a write of some bytes never writes none without an error");
				done += bytesWritten;
			}
		},
		flush: () => attempt("disk-write", path, "flushing", () => fsyncNow(descriptor)),
		forgetCache: () => {
			// Without the right to do it the pages of a file can still be dropped.
			if (isDevice) {
				forgetDeviceBuffers(descriptor);
			}
			dropCachedPages(descriptor);
		},
		tellKernel: () => {
			if (isDevice) {
				readPartitionsAgain(descriptor); // a kernel that does not know better after a boot does
			}
		},
		close: () => closeSync(descriptor),
	};
}

function openPath(path: string, flags: number): number {
	try {
		return openSync(path, flags);
	} catch (cause) {
		const hints: Readonly<Record<string, string>> = {
			EACCES: "run it as root",
			EPERM: "run it as root",
			EBUSY: "something uses it: `soma install` names it when it is run again",
			EROFS: "the disk or its file system is write-protected",
			ENOMEDIUM: "put a medium into the drive",
		};
		const hint = hints[errnoOf(cause) ?? ""];
		throw new SomaError({
			code: "disk-open",
			message: `${path} cannot be opened`,
			...(hint === undefined ? {} : { hint }),
			cause,
		});
	}
}

function lock(descriptor: number, path: string, isDevice: boolean): void {
	let failed = tryLock(descriptor, true);
	for (let waitedMs = 0; failed !== undefined && isDevice && waitedMs < lockTimeoutMs; ) {
		Bun.sleepSync(lockPollMs);
		waitedMs += lockPollMs;
		failed = tryLock(descriptor, true);
	}
	if (failed !== undefined || hasForeignRecordLock(descriptor)) {
		throw new SomaError({
			code: "disk-busy",
			message: `${failed === undefined ? "a virtual machine" : "another soma"} is using ${path}`,
			hint: "wait until it has finished, then try again",
			retryable: true,
		});
	}
}

function geometryOf(
	descriptor: number,
	path: string,
	isDevice: boolean,
	options: InstallDiskOptions,
): Geometry {
	if (!isDevice) {
		const { size } = fstatSync(descriptor);
		return { diskSizeBytes: size, blockSizeBytes: options.fileBlockBytes };
	}
	const geometry = blockDeviceGeometry(descriptor);
	if ("errno" in geometry) {
		throw failure("disk-read", path, `its size cannot be read: ${geometry.message}`, undefined);
	}
	return geometry;
}

async function attempt<T>(
	code: string,
	path: string,
	doing: string,
	action: () => Promise<T>,
): Promise<T> {
	try {
		return await action();
	} catch (cause) {
		throw failure(code, path, `${doing} failed`, cause);
	}
}

function failure(code: string, path: string, what: string, cause: unknown): SomaError {
	const hints: Readonly<Record<string, string>> = {
		ENOSPC: "the file system of the image is full: free some space and run the command again",
		EDQUOT: "the quota is used up: free some space and run the command again",
		EIO: "the disk is failing: look at the kernel log, then replace it",
	};
	const hint = hints[errnoOf(cause) ?? ""];
	return new SomaError({
		code,
		message: `${path}: ${what}`,
		...(hint === undefined ? {} : { hint }),
		cause,
	});
}

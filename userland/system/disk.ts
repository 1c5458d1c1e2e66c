import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { guessBlockSize, guessSizeBytes } from "../core/gpt/block-size.ts";
import type { Geometry } from "../core/gpt/geometry.ts";
import { placesOf } from "../core/gpt/geometry.ts";
import { type DiskEnds, findFormerSize } from "../core/gpt/load.ts";
import type { DiskStep } from "../core/gpt/plan.ts";
import { assert } from "../lib/assert.ts";
import { equalBytes } from "../lib/bytes.ts";
import { errnoOf, SomaError } from "../lib/errors.ts";
import {
	blockDeviceGeometry,
	dropCachedPages,
	type Failure,
	hasForeignRecordLock,
	resizePartition,
	tryLock,
} from "./libc.ts";

/** A whole disk: a block device, or an image file on any host. */
export interface Disk extends Geometry {
	readonly path: string;
	readonly isDevice: boolean;
	/** Exactly these bytes; fails with `disk-read` when the disk cannot give them. */
	read(offsetBytes: number, lengthBytes: number): Uint8Array;
	/**
	 * Does the steps in their order, every flush a real one, then reads back every byte that was
	 * written.
	 */
	perform(steps: readonly DiskStep[]): void;
	/** Tells the kernel the new size of a partition in use; nothing to do for an image file. */
	resizePartition(partition: PartitionExtent): void;
	close(): void;
}

/** A partition as the kernel counts: in bytes, whatever the block size. */
export interface PartitionExtent {
	readonly index: number;
	readonly startBytes: number;
	readonly lengthBytes: number;
}

/** How a disk is opened. A writer keeps every other `soma` away until it closes the disk. */
export interface DiskOptions {
	readonly writable: boolean;
}

/** udev holds a lock for a moment while it looks at a device (systemd.io/BLOCK_DEVICE_LOCKING). */
const deviceLockTimeoutMs = 5000;
const lockPollMs = 50;

const noSuchDevice = 6; // ENXIO

/**
 * Opens a disk. Errors name the path and the cure: no such file, no permission, read-only, in use,
 * odd size.
 */
export function openDisk(path: string, options: DiskOptions): Disk {
	const descriptor = openPath(path, options.writable);
	try {
		const isDevice = fstatSync(descriptor).isBlockDevice();
		lock(descriptor, path, options.writable, isDevice ? deviceLockTimeoutMs : 0);
		const geometry = isDevice ? deviceGeometry(descriptor, path) : imageGeometry(descriptor, path);
		return makeDisk(descriptor, path, isDevice, geometry);
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

/** The parts of a disk that `loadTable` wants. */
export function readDiskEnds(disk: Disk): DiskEnds {
	const { diskSizeBytes, blockSizeBytes } = disk;
	const { headSizeBytes, tailSizeBytes } = placesOf(disk);
	const head = disk.read(0, headSizeBytes);
	const formerSizeBytes = findFormerSize(head, disk);
	return {
		diskSizeBytes,
		blockSizeBytes,
		head,
		tail: disk.read(diskSizeBytes - tailSizeBytes, tailSizeBytes),
		formerTail:
			formerSizeBytes === undefined
				? undefined
				: disk.read(formerSizeBytes - tailSizeBytes, tailSizeBytes),
	};
}

function makeDisk(descriptor: number, path: string, isDevice: boolean, geometry: Geometry): Disk {
	const read = (offsetBytes: number, lengthBytes: number): Uint8Array =>
		readExactly(descriptor, path, offsetBytes, lengthBytes);
	return {
		path,
		isDevice,
		diskSizeBytes: geometry.diskSizeBytes,
		blockSizeBytes: geometry.blockSizeBytes,
		read,
		perform: (steps) => {
			for (const step of steps) {
				performStep(descriptor, path, step);
			}
			dropCachedPages(descriptor);
			verify(read, path, steps);
		},
		resizePartition: (partition) => {
			const failure = isDevice ? resizePartition(descriptor, partition) : undefined;
			// A kernel that does not know the partition has nothing to be told.
			if (failure !== undefined && failure.errno !== noSuchDevice) {
				throw new SomaError({
					code: "partition-resize",
					message:
						`${path}: the kernel did not take the new size of partition ` +
						`${partition.index}: ${failure.message}`,
					hint: "the table on the disk is right; the new size counts from the next boot on",
				});
			}
		},
		close: () => closeSync(descriptor),
	};
}

function openPath(path: string, writable: boolean): number {
	try {
		return openSync(path, writable ? constants.O_RDWR : constants.O_RDONLY);
	} catch (cause) {
		const hints: Readonly<Record<string, string>> = {
			ENOENT: "check the path; `--disk` names a disk or a disk image",
			EACCES: `run it as root, or get ${writable ? "write" : "read"} permission for the file`,
			EPERM: `run it as root, or get ${writable ? "write" : "read"} permission for the file`,
			EROFS: "the file system is read-only: copy the image to a writable place",
			EISDIR: "`--disk` names a disk or a disk image, not a directory",
		};
		const purpose = writable ? "writing" : "reading";
		const hint = hints[errnoOf(cause) ?? ""];
		throw new SomaError({
			code: "disk-open",
			message: `${path} cannot be opened for ${purpose}`,
			...(hint === undefined ? {} : { hint }),
			cause,
		});
	}
}

function lock(descriptor: number, path: string, writable: boolean, timeoutMs: number): void {
	let failure = tryLock(descriptor, writable);
	for (let waitedMs = 0; failure !== undefined && waitedMs < timeoutMs; waitedMs += lockPollMs) {
		Bun.sleepSync(lockPollMs);
		failure = tryLock(descriptor, writable);
	}
	if (failure !== undefined || (writable && hasForeignRecordLock(descriptor))) {
		const user = failure === undefined ? "a running virtual machine" : "another soma";
		throw new SomaError({
			code: "disk-busy",
			message: `${user} is using ${path}`,
			hint: "wait until it has finished, then try again",
			retryable: true,
		});
	}
}

function deviceGeometry(descriptor: number, path: string): Geometry {
	const geometry = blockDeviceGeometry(descriptor);
	if ("errno" in geometry) {
		throw ioError("disk-read", path, "its size cannot be read", geometry);
	}
	return geometry;
}

function imageGeometry(descriptor: number, path: string): Geometry {
	const stat = fstatSync(descriptor);
	if (!stat.isFile()) {
		throw new SomaError({
			code: "disk-open",
			message: `${path} is neither a block device nor a file`,
			hint: "`--disk` names a disk or a disk image",
		});
	}
	const guessed = Math.min(guessSizeBytes, stat.size);
	const start = readExactly(descriptor, path, 0, guessed);
	const end = readExactly(descriptor, path, stat.size - guessed, guessed);
	const blockSizeBytes = guessBlockSize(start, end);
	if (stat.size % blockSizeBytes !== 0) {
		throw new SomaError({
			code: "disk-size-odd",
			message:
				`${path} has ${stat.size} bytes, which is no multiple of its ` +
				`${blockSizeBytes}-byte blocks`,
			hint:
				"the image is truncated or not a raw disk image: copy it again and compare its " +
				"checksum",
		});
	}
	return { diskSizeBytes: stat.size, blockSizeBytes };
}

function readExactly(
	descriptor: number,
	path: string,
	offsetBytes: number,
	lengthBytes: number,
): Uint8Array {
	const bytes = new Uint8Array(lengthBytes);
	let done = 0;
	while (done < lengthBytes) {
		const count = attempt("disk-read", path, `reading at byte ${offsetBytes + done} failed`, () =>
			readSync(descriptor, bytes, done, lengthBytes - done, offsetBytes + done),
		);
		if (count === 0) {
			throw ioError("disk-read", path, `it ends at byte ${offsetBytes + done}`, undefined);
		}
		done += count;
	}
	return bytes;
}

function performStep(descriptor: number, path: string, step: DiskStep): void {
	if (step.kind === "flush") {
		attempt("disk-write", path, "flushing failed", () => fsyncSync(descriptor));
		return;
	}
	let done = 0;
	while (done < step.bytes.length) {
		const at = step.offsetBytes + done;
		const count = attempt("disk-write", path, `writing ${step.what} at byte ${at} failed`, () =>
			writeSync(descriptor, step.bytes, done, step.bytes.length - done, at),
		);
		assert(count > 0, "a write of some bytes never writes none without an error");
		done += count;
	}
}

function verify(read: Disk["read"], path: string, steps: readonly DiskStep[]): void {
	for (const step of steps) {
		if (
			step.kind === "write" &&
			!equalBytes(read(step.offsetBytes, step.bytes.length), step.bytes)
		) {
			throw new SomaError({
				code: "disk-verify",
				message:
					`${path}: ${step.what} at byte ` +
					`${step.offsetBytes} reads back other than it was written`,
				hint: "the disk is failing: `soma slot repair` may help once, then replace it",
			});
		}
	}
}

function attempt<T>(code: string, path: string, what: string, action: () => T): T {
	try {
		return action();
	} catch (cause) {
		throw ioError(code, path, what, cause);
	}
}

function ioError(code: string, path: string, what: string, cause: unknown): SomaError {
	const hints: Readonly<Record<string, string>> = {
		ENOSPC: "the file system of the image is full: free some space and run the command again",
		EDQUOT: "the quota is used up: free some space and run the command again",
		EROFS: "the disk is read-only",
		EIO: "the disk is failing: look at the kernel log",
	};
	const hint = hints[errnoOf(cause) ?? ""];
	const failure = cause as Failure | undefined;
	return new SomaError({
		code,
		message: `${path}: ${what}${failure?.message === undefined ? "" : `: ${failure.message}`}`,
		...(hint === undefined ? {} : { hint }),
		cause,
	});
}

import { CString, dlopen, type Pointer, ptr, read } from "bun:ffi";
import { required } from "../lib/assert.ts";
import { viewOf } from "../lib/bytes.ts";

/** The only file that calls C: what Bun and Node have no function for. */
const symbols = {
	__errno_location: { args: [], returns: "ptr" },
	strerror: { args: ["i32"], returns: "ptr" },
	flock: { args: ["i32", "i32"], returns: "i32" },
	fcntl: { args: ["i32", "i32", "ptr"], returns: "i32" },
	ioctl: { args: ["i32", "u64", "ptr"], returns: "i32" },
	syncfs: { args: ["i32"], returns: "i32" },
	posix_fadvise: { args: ["i32", "i64", "i64", "i32"], returns: "i32" },
	socket: { args: ["i32", "i32", "i32"], returns: "i32" },
	sendto: { args: ["i32", "ptr", "u64", "i32", "ptr", "u32"], returns: "i64" },
	close: { args: ["i32"], returns: "i32" },
	tcgetattr: { args: ["i32", "ptr"], returns: "i32" },
	tcsetattr: { args: ["i32", "i32", "ptr"], returns: "i32" },
	cfmakeraw: { args: ["ptr"], returns: "void" },
} as const;

let library: ReturnType<typeof load> | undefined;

function load(): ReturnType<typeof dlopen<typeof symbols>> {
	return dlopen("libc.so.6", symbols);
}

/** Opened on first use: most commands never need it. */
function libc(): ReturnType<typeof load>["symbols"] {
	library ??= load();
	return library.symbols;
}

/** A failed call: its errno and the message of libc. */
export interface Failure {
	readonly errno: number;
	readonly message: string;
}

const lockExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
const lockSharedNow = 1 | 4; // LOCK_SH | LOCK_NB

/** flock(2) without waiting; undefined on success. */
export function tryLock(fileDescriptor: number, exclusive: boolean): Failure | undefined {
	const operation = exclusive ? lockExclusiveNow : lockSharedNow;
	return failureOf(libc().flock(fileDescriptor, operation));
}

const ofdGetLock = 36; // F_OFD_GETLK
const writeLock = 1; // F_WRLCK
const noLock = 2; // F_UNLCK

/**
 * True when another program holds a record lock on any byte of the file, as QEMU does on its
 * images.
 */
export function hasForeignRecordLock(fileDescriptor: number): boolean {
	const request = new Uint8Array(32); // struct flock: type, whence, start, length, pid
	viewOf(request).setInt16(0, writeLock, true);
	const failed = failureOf(libc().fcntl(fileDescriptor, ofdGetLock, ptr(request)));
	return failed === undefined && viewOf(request).getInt16(0, true) !== noLock;
}

/** BLKSSZGET and BLKGETSIZE64 of a block device, in bytes. */
export function blockDeviceGeometry(
	fileDescriptor: number,
): { diskSizeBytes: number; blockSizeBytes: number } | Failure {
	const block = new Uint8Array(4);
	const size = new Uint8Array(8);
	const failed =
		failureOf(libc().ioctl(fileDescriptor, 0x1268n, ptr(block))) ??
		failureOf(libc().ioctl(fileDescriptor, 0x80081272n, ptr(size)));
	return (
		failed ?? {
			blockSizeBytes: viewOf(block).getUint32(0, true),
			diskSizeBytes: Number(viewOf(size).getBigUint64(0, true)),
		}
	);
}

/**
 * BLKPG_RESIZE_PARTITION (linux/blkpg.h): tells the kernel the new size of a partition that may be
 * in use, which re-reading the whole table (BLKRRPART) refuses.
 */
export function resizePartition(
	fileDescriptor: number,
	partition: { readonly index: number; readonly startBytes: number; readonly lengthBytes: number },
): Failure | undefined {
	const data = new Uint8Array(152);
	viewOf(data).setBigInt64(0, BigInt(partition.startBytes), true);
	viewOf(data).setBigInt64(8, BigInt(partition.lengthBytes), true);
	viewOf(data).setInt32(16, partition.index, true);
	const request = new Uint8Array(24);
	viewOf(request).setInt32(0, 3, true);
	viewOf(request).setInt32(8, data.length, true);
	viewOf(request).setBigUint64(16, BigInt(ptr(data)), true);
	return failureOf(libc().ioctl(fileDescriptor, 0x1269n, ptr(request)));
}

/** BLKFLSBUF: forgets what the kernel has of a block device in memory, so that reads are real. */
export function forgetDeviceBuffers(fileDescriptor: number): Failure | undefined {
	return failureOf(libc().ioctl(fileDescriptor, 0x1261n, null));
}

/** BLKRRPART: has the kernel read the partition table of a whole disk again. */
export function readPartitionsAgain(fileDescriptor: number): Failure | undefined {
	return failureOf(libc().ioctl(fileDescriptor, 0x125fn, null));
}

/**
 * Makes `/dev/loopINDEX` when it is not there (LOOP_CTL_ADD, linux/loop.h).
 * @param control an open `/dev/loop-control`
 */
export function addLoopDevice(control: number, index: number): Failure | undefined {
	const failed = failureOf(libc().ioctl(control, 0x4c80n, index as Pointer));
	return failed?.errno === 17 ? undefined : failed; // EEXIST
}

/**
 * Puts a file under a loop device, to be read only (LOOP_CONFIGURE, linux/loop.h). The device shows
 * the size of the file at this moment.
 */
export function attachLoopDevice(device: number, backing: number): Failure | undefined {
	const config = new Uint8Array(304); // struct loop_config
	viewOf(config).setUint32(0, backing, true);
	viewOf(config).setUint32(4, 4096, true); // the blocks of erofs and dm-verity
	viewOf(config).setUint32(8 + 52, 1, true); // info.lo_flags: LO_FLAGS_READ_ONLY
	return failureOf(libc().ioctl(device, 0x4c0an, ptr(config)));
}

/** Forgets cached pages, so that the next read comes from the disk. Best effort. */
export function dropCachedPages(fileDescriptor: number): void {
	libc().posix_fadvise(fileDescriptor, 0, 0, 4); // POSIX_FADV_DONTNEED
}

/** syncfs(2): everything of the file system that the file is on; undefined on success. */
export function syncFileSystem(fileDescriptor: number): Failure | undefined {
	return failureOf(libc().syncfs(fileDescriptor));
}

/** Lets a terminal give every key as it is pressed, unchanged, without echo (cfmakeraw(3)). */
export function makeTerminalRaw(fileDescriptor: number): Failure | undefined {
	const settings = new Uint8Array(64); // struct termios has 60 bytes
	const failed = failureOf(libc().tcgetattr(fileDescriptor, ptr(settings)));
	if (failed !== undefined) {
		return failed;
	}
	libc().cfmakeraw(ptr(settings));
	return failureOf(libc().tcsetattr(fileDescriptor, 0, ptr(settings))); // TCSANOW
}

/** The number of the terminal behind a master of /dev/ptmx, which is unlocked (ioctl_tty(2)). */
export function unlockTerminal(master: number): number | Failure {
	const number = new Uint8Array(4);
	const failed =
		failureOf(libc().ioctl(master, 0x40045431n, ptr(new Uint8Array(4)))) ?? // TIOCSPTLCK
		failureOf(libc().ioctl(master, 0x80045430n, ptr(number))); // TIOCGPTN
	return failed ?? viewOf(number).getUint32(0, true);
}

/** Tells the programs on a terminal how big it is (TIOCSWINSZ). */
export function setTerminalSize(fileDescriptor: number, columns: number, rows: number): void {
	const size = new Uint8Array(8); // struct winsize
	viewOf(size).setUint16(0, rows, true);
	viewOf(size).setUint16(2, columns, true);
	libc().ioctl(fileDescriptor, 0x5414n, ptr(size));
}

/** Sends one datagram to an AF_UNIX socket; a leading `@` means the abstract namespace. */
export function sendUnixDatagram(path: string, text: string): Failure | undefined {
	const address = new Uint8Array(2 + Buffer.byteLength(path) + 1);
	viewOf(address).setUint16(0, 1, true); // AF_UNIX
	address.set(new TextEncoder().encode(path), 2);
	const abstract = path.startsWith("@");
	if (abstract) {
		address[2] = 0;
	}
	const addressLength = abstract ? address.length - 1 : address.length;
	const socket = libc().socket(1, 2 | 0o2000000, 0); // SOCK_DGRAM | SOCK_CLOEXEC
	const failed = failureOf(socket);
	if (failed !== undefined) {
		return failed;
	}
	const message = new TextEncoder().encode(text);
	const sent = libc().sendto(socket, ptr(message), message.length, 0, ptr(address), addressLength);
	const result = failureOf(Number(sent));
	libc().close(socket);
	return result;
}

function failureOf(result: number): Failure | undefined {
	if (result >= 0) {
		return undefined;
	}
	const location = required(libc().__errno_location(), "errno") as Pointer;
	const errno = read.i32(location, 0);
	const text = required(libc().strerror(errno), "strerror") as Pointer;
	return { errno, message: new CString(text).toString() };
}

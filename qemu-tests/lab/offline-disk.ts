import { createReadStream, createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openToolTree } from "../../image/tools/tree.ts";
import { assert } from "../../userland/lib/assert.ts";
import type { DiskFormat } from "./machine-spec.ts";
import { makeWorkDirectory, removeWorkDirectory } from "./work-directory.ts";

/** A disk image of a machine whose power is off, raw or qcow2, as plain bytes. */
export interface OfflineDisk {
	readonly path: string;
	readonly format: DiskFormat;
	readonly sizeBytes: number;
	read(offsetBytes: number, lengthBytes: number): Promise<Uint8Array>;
	write(offsetBytes: number, bytes: Uint8Array): Promise<void>;
	/** Writes a whole file from an offset on. */
	writeFile(offsetBytes: number, source: string): Promise<void>;
}

/**
 * Opens the image of a disk. QEMU's lock on the file makes every access fail while a machine uses
 * it.
 */
export async function openOfflineDisk(file: {
	readonly path: string;
	readonly format: DiskFormat;
}): Promise<OfflineDisk> {
	const { path, format } = file;
	return format === "raw" ? openRaw(path) : openQcow2(path);
}

async function openRaw(path: string): Promise<OfflineDisk> {
	const { size } = await stat(path);
	return {
		path,
		format: "raw",
		sizeBytes: size,
		read: async (offsetBytes, lengthBytes) => {
			const handle = await open(path, "r");
			try {
				const bytes = new Uint8Array(lengthBytes);
				const { bytesRead } = await handle.read(bytes, 0, lengthBytes, offsetBytes);
				assert(bytesRead === lengthBytes, `${path} ends before ${offsetBytes + lengthBytes}`);
				return bytes;
			} finally {
				await handle.close();
			}
		},
		write: async (offsetBytes, bytes) => {
			assert(offsetBytes + bytes.length <= size, `write beyond the end of ${path}`);
			const handle = await open(path, "r+");
			try {
				await handle.write(bytes, 0, bytes.length, offsetBytes);
			} finally {
				await handle.close();
			}
		},
		writeFile: async (offsetBytes, source) => {
			const target = createWriteStream(path, { flags: "r+", start: offsetBytes });
			await pipeline(createReadStream(source), target);
		},
	};
}

/**
 * The block size of `qemu-img dd` below; offsets and lengths are rounded to it and cut afterwards.
 */
const pieceBytes = 512;

async function openQcow2(path: string): Promise<OfflineDisk> {
	const tree = openToolTree();
	const sizeBytes = await virtualSizeBytes(path);
	return {
		path,
		format: "qcow2",
		sizeBytes,
		read: (offsetBytes, lengthBytes) =>
			inScratch(async (scratch) => {
				const first = Math.floor(offsetBytes / pieceBytes);
				const end = Math.ceil((offsetBytes + lengthBytes) / pieceBytes);
				// In qemu-img dd, unlike dd(1), count is where reading ends, not how much is read.
				await tree.run({
					argv: [
						...["qemu-img", "dd", "-f", "qcow2", "-O", "raw", `bs=${pieceBytes}`],
						...[`skip=${first}`, `count=${end}`, `if=${path}`, `of=${scratch}`],
					],
				});
				const bytes = new Uint8Array(readFileSync(scratch));
				const start = offsetBytes - first * pieceBytes;
				assert(bytes.length === (end - first) * pieceBytes, `qemu-img dd of ${path} fell short`);
				return bytes.slice(start, start + lengthBytes);
			}),
		write: (offsetBytes, bytes) =>
			inScratch(async (scratch) => {
				assert(offsetBytes + bytes.length <= sizeBytes, `write beyond the end of ${path}`);
				writeFileSync(scratch, bytes);
				await writeQcow2(path, offsetBytes, scratch, bytes.length);
			}),
		writeFile: async (offsetBytes, source) =>
			writeQcow2(path, offsetBytes, source, (await stat(source)).size),
	};
}

async function writeQcow2(
	path: string,
	offsetBytes: number,
	source: string,
	lengthBytes: number,
): Promise<void> {
	const command = `write -s ${source} ${offsetBytes} ${lengthBytes}`;
	await openToolTree().run({
		argv: ["qemu-io", "-f", "qcow2", "-c", command, "-c", "flush", path],
	});
}

async function inScratch<T>(body: (file: string) => Promise<T>): Promise<T> {
	const directory = makeWorkDirectory();
	try {
		return await body(join(directory, "piece"));
	} finally {
		removeWorkDirectory(directory);
	}
}

/** The size of the disk that an image describes, in bytes. */
export async function virtualSizeBytes(path: string): Promise<number> {
	const { stdout } = await openToolTree().run({
		argv: ["qemu-img", "info", "--output=json", path],
	});
	const info: unknown = JSON.parse(stdout);
	assert(typeof info === "object" && info !== null && "virtual-size" in info, stdout);
	return Number(info["virtual-size"]);
}

/** Makes an image greater; the new part reads as zeros and no table knows of it. */
export async function growDisk(
	file: { readonly path: string; readonly format: DiskFormat },
	sizeBytes: number,
): Promise<void> {
	await openToolTree().run({
		argv: ["qemu-img", "resize", "-q", "-f", file.format, file.path, String(sizeBytes)],
	});
}

/** A whole copy of an image, in the format given, that depends on no other file. */
export async function cloneDisk(
	source: { readonly path: string; readonly format: DiskFormat },
	target: { readonly path: string; readonly format: DiskFormat },
): Promise<void> {
	await openToolTree().run({
		argv: [
			...["qemu-img", "convert", "-q", "-f", source.format, "-O", target.format],
			...[source.path, target.path],
		],
	});
}

import { mkdirSync } from "node:fs";
import { required } from "../../lib/assert.ts";
import type { SystemPaths } from "../paths.ts";
import { run } from "../process.ts";
import { readText } from "../text-file.ts";

const mountTimeoutMs = 60_000;

/** A file system to look into for a moment. */
export interface BriefMount {
	readonly device: string;
	readonly type: "vfat" | "iso9660";
	readonly at: string;
}

/** Mounts a file system read-only, lets `use` look into it, and unmounts it in any case. */
export async function withMounted<T>(
	{ device, type, at }: BriefMount,
	use: (folder: string) => T,
): Promise<T> {
	mkdirSync(at, { recursive: true });
	const options = "ro,nosuid,nodev,noexec";
	await run({ argv: ["mount", "-t", type, "-o", options, device, at], timeoutMs: mountTimeoutMs });
	try {
		return use(at);
	} finally {
		await run({ argv: ["umount", at], timeoutMs: mountTimeoutMs });
	}
}

/** Where something is mounted below a folder, the deepest and latest first. */
export function mountsBelow(paths: SystemPaths, folder: string): string[] {
	return (readText(paths.mounts) ?? "")
		.split("\n")
		.map((line) => decodePoint(line.split(" ")[4] ?? ""))
		.filter((point) => point.startsWith(`${folder}/`))
		.reverse();
}

/** The device number of what is mounted at a folder, `major:minor`; the last one covers. */
export function deviceMountedAt(paths: SystemPaths, folder: string): string | undefined {
	const lines = (readText(paths.mounts) ?? "").split("\n").map((line) => line.split(" "));
	return lines.findLast((fields) => fields[4] === folder)?.[2];
}

/** proc_pid_mountinfo(5) writes white space as octal digits. */
function decodePoint(text: string): string {
	return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
		String.fromCharCode(Number.parseInt(digits, 8)),
	);
}

/** A line of /proc/self/mountinfo, as far as it takes to mount the same again. */
interface MountLine {
	readonly source: string;
	readonly type: string;
	readonly options: string;
}

/**
 * Unmounts what is at a folder, lets `use` work on what lies below it, and mounts the same again,
 * even when `use` failed. PID 1 follows: its mount unit is gone for a moment, and nothing that
 * requires it is stopped, as a job of its own would do.
 */
export async function mountAgain(
	paths: SystemPaths,
	folder: string,
	use: () => void,
): Promise<void> {
	const line = required(findLine(paths, folder) ?? lastSeen.get(folder), `mount at ${folder}`);
	lastSeen.set(folder, line);
	if (findLine(paths, folder) !== undefined) {
		await run({ argv: ["umount", folder], timeoutMs: mountTimeoutMs });
	}
	try {
		use();
	} finally {
		const { source, type, options } = line;
		const argv = ["mount", "-t", type, "-o", options, source, folder];
		await run({ argv, timeoutMs: mountTimeoutMs });
	}
}

/** What was mounted before an attempt to mount it again failed. */
const lastSeen = new Map<string, MountLine>();

/** Options of the mount and of its file system, as proc_pid_mountinfo(5) has them. */
function findLine(paths: SystemPaths, folder: string): MountLine | undefined {
	const lines = (readText(paths.mounts) ?? "").split("\n");
	const line = lines.findLast((text) => text.split(" ")[4] === folder);
	const [left = "", right = ""] = (line ?? "").split(" - ");
	const [type = "", source = "", ofFileSystem = ""] = right.split(" ");
	return type === ""
		? undefined
		: { type, source, options: `${left.split(" ")[5]},${ofFileSystem}` };
}

/** Unmounts everything below the root but what the initrd itself has mounted there. */
export async function unmountForeign(
	paths: SystemPaths,
	root: string,
	own: readonly string[],
): Promise<void> {
	const isOwn = (at: string): boolean =>
		own.some((folder) => at === folder || at.startsWith(`${folder}/`));
	for (const point of mountsBelow(paths, root).filter((at) => !isOwn(at))) {
		await run({ argv: ["umount", point], timeoutMs: mountTimeoutMs });
	}
}

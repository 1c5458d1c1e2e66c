import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errnoOf, SomaError } from "../../userland/lib/errors.ts";
import { cacheDirectory } from "./cache.ts";

const pollMs = 500;

/** Why a directory of the cache cannot be used, and what to do about it. */
export function cacheError(path: string, cause: unknown): SomaError {
	const errno = errnoOf(cause) ?? "unknown error";
	const cures: Readonly<Record<string, string>> = {
		EACCES: `make ${path} yours (chown), or set XDG_CACHE_HOME to a directory of yours`,
		EPERM: `make ${path} yours (chown), or set XDG_CACHE_HOME to a directory of yours`,
		EROFS: "set XDG_CACHE_HOME to a directory on a writable file system",
		ENOSPC: `free space on the file system of ${path}, or set XDG_CACHE_HOME to another one`,
		ENOTDIR: `remove the file that stands in the way of ${path}`,
		EEXIST: `remove the file that stands in the way of ${path}`,
	};
	return new SomaError({
		code: "cache-unusable",
		message: `the cache ${path} cannot be used: ${errno}`,
		hint: cures[errno] ?? `look at ${path}, or set XDG_CACHE_HOME to another directory`,
		cause,
	});
}

/** Makes the cache directory, or says why it cannot be one. */
export function ensureCacheDirectory(): string {
	const path = cacheDirectory();
	try {
		mkdirSync(path, { recursive: true });
		const probe = join(path, `.writable.${process.pid}`);
		writeFileSync(probe, "");
		rmSync(probe);
	} catch (cause) {
		throw cacheError(path, cause);
	}
	return path;
}

/**
 * Does `work` while this process holds the lock `name` of the cache. Waits for another process that
 * holds it, and says which one. A lock whose process is gone counts for nothing.
 */
export async function withLock<T>(
	name: string,
	onLine: (line: string) => void,
	work: () => Promise<T>,
): Promise<T> {
	const path = join(ensureCacheDirectory(), `${name}.lock`);
	let told = "";
	for (let holder = tryLock(path); holder !== undefined; holder = tryLock(path)) {
		if (told !== holder) {
			told = holder;
			onLine(`waiting for process ${holder.split(" ")[0]}, which works on ${name}`);
		}
		await Bun.sleep(pollMs);
	}
	try {
		return await work();
	} finally {
		rmSync(path, { force: true });
	}
}

/** Takes the lock, or names its living holder as `pid start`. */
function tryLock(path: string): string | undefined {
	const mine = `${path}.${process.pid}`;
	writeFileSync(mine, identityOf(process.pid) ?? "");
	try {
		linkSync(mine, path);
		return undefined;
	} catch (cause) {
		if (errnoOf(cause) !== "EEXIST") {
			throw cacheError(path, cause);
		}
	} finally {
		rmSync(mine, { force: true });
	}
	return livingHolder(path);
}

function livingHolder(path: string): string | undefined {
	const holder = readIfThere(path);
	if (holder === undefined) {
		return tryLock(path);
	}
	if (holder !== "" && identityOf(Number(holder.split(" ")[0])) === holder) {
		return holder;
	}
	const stale = `${path}.stale.${process.pid}`;
	try {
		renameSync(path, stale);
	} catch {
		return livingHolder(path); // another process was faster
	}
	if (readIfThere(stale) !== holder) {
		linkSync(stale, path); // that was a new, living one
	}
	rmSync(stale, { force: true });
	return tryLock(path);
}

function readIfThere(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return;
	}
}

/**
 * The pid and the start time of a process (proc_pid_stat(5), field 22), or undefined when it is
 * gone.
 */
function identityOf(pid: number): string | undefined {
	const stat = readIfThere(`/proc/${pid}/stat`);
	const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
	return fields === undefined ? undefined : `${pid} ${fields[19]}`;
}

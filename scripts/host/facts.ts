import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { hostSources, sourceLines } from "../../image/tools/apt-sources.ts";
import { cacheDirectory } from "../../image/tools/cache.ts";
import { ensureCacheDirectory } from "../../image/tools/lock.ts";
import { asMappedRoot, isPrivileged } from "../../image/tools/make-tree.ts";
import { debianRelease } from "../../image/tools/packages.ts";
import { freeBytes } from "../../image/tools/space.ts";
import { openToolTree, repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import { runUnchecked } from "../../userland/system/process.ts";

/** Everything about this machine that a build depends on; read once, judged elsewhere. */
export interface HostFacts {
	readonly platform: string;
	readonly architecture: string;
	readonly user: string;
	readonly isRoot: boolean;
	/** The ID of os-release(5): `debian`, `ubuntu`, ... */
	readonly distribution: string;
	readonly hasApt: boolean;
	readonly hasArchiveKeys: boolean;
	/** Programs that a build needs and that are not on this machine. */
	readonly missingPrograms: readonly string[];
	/** How many subordinate user and group ids the user has (subuid(5)). */
	readonly subordinateIds: { readonly users: number; readonly groups: number };
	/** Standard error of a real attempt to make the namespaces, or undefined when it worked. */
	readonly namespaceFailure: string | undefined;
	/** kernel.apparmor_restrict_unprivileged_userns, or undefined where it does not exist. */
	readonly apparmorRestricts: boolean | undefined;
	readonly cachePath: string;
	/** Why the cache cannot be used, with its cure, or undefined when it can. */
	readonly cacheFailure: { readonly message: string; readonly hint: string } | undefined;
	readonly cacheFreeBytes: number;
	readonly checkoutFreeBytes: number;
	readonly memoryTotalBytes: number;
	readonly memoryAvailableBytes: number;
	/** True when the tool tree exists, so that nothing big must be fetched. */
	readonly hasToolTree: boolean;
	/** What apt's own downloader said about the archive; undefined when it was not asked. */
	readonly archiveFailure: string | undefined;
}

const programs: Readonly<Record<"all" | "user", readonly string[]>> = {
	all: ["mmdebstrap", "unshare", "mount", "pivot_root", "tar"],
	user: ["newuidmap", "newgidmap"],
};

/** Looks at this machine. Takes well under a second when nothing must be fetched. */
export async function gatherFacts(): Promise<HostFacts> {
	const isRoot = isPrivileged();
	const user = await userName();
	const wanted = [...programs.all, ...(isRoot ? [] : programs.user)];
	const hasToolTree = toolTreeExists();
	const cacheFailure = cacheProblem();
	return {
		platform: process.platform,
		architecture: process.arch,
		user,
		isRoot,
		distribution: distributionOf(readIfThere("/etc/os-release")),
		hasApt: hasProgram("apt-get"),
		hasArchiveKeys: existsSync("/usr/share/keyrings/debian-archive-keyring.gpg"),
		missingPrograms: wanted.filter((name) => !hasProgram(name)),
		subordinateIds: {
			users: countSubordinateIds(readIfThere("/etc/subuid"), user, process.getuid?.() ?? 0),
			groups: countSubordinateIds(readIfThere("/etc/subgid"), user, process.getuid?.() ?? 0),
		},
		namespaceFailure: await tryNamespaces(isRoot),
		apparmorRestricts: restrictionOf(
			readIfThere("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
		),
		cachePath: cacheDirectory(),
		cacheFailure,
		cacheFreeBytes: freeBytes(cacheDirectory()),
		checkoutFreeBytes: freeBytes(repositoryRoot),
		memoryTotalBytes: totalmem(),
		memoryAvailableBytes: availableMemoryBytes(),
		hasToolTree,
		archiveFailure: hasToolTree ? undefined : await tryArchive(),
	};
}

/** The ID of an os-release(5) text, or `unknown`. */
export function distributionOf(text: string): string {
	return /^ID="?([a-z0-9._-]+)"?$/m.exec(text)?.[1] ?? "unknown";
}

/**
 * Who runs this, as the user database has it. Bun's `userInfo` takes the environment's word, and
 * calls a user without `USER` "unknown".
 */
export async function userName(): Promise<string> {
	return (await runUnchecked({ argv: ["id", "-un"] })).stdout.trim();
}

/** How many ids a subuid(5) text gives to a user, who may be named or numbered. */
export function countSubordinateIds(text: string, user: string, uid: number): number {
	return text
		.split("\n")
		.map((line) => line.split(":"))
		.filter(([name]) => name === user || name === String(uid))
		.reduce((sum, [, , count]) => sum + (Number(count) || 0), 0);
}

/** MemAvailable of a proc_meminfo(5) text in bytes. */
export function availableMemory(text: string): number | undefined {
	const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
	return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** Memory that new programs can have without swapping. */
export function availableMemoryBytes(): number {
	return availableMemory(readIfThere("/proc/meminfo")) ?? freemem();
}

function restrictionOf(text: string): boolean | undefined {
	return text === "" ? undefined : text.trim() === "1";
}

function readIfThere(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

function hasProgram(name: string): boolean {
	const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
	return Bun.which(name, { PATH: path }) !== null;
}

function toolTreeExists(): boolean {
	try {
		openToolTree();
		return true;
	} catch {
		return false;
	}
}

function cacheProblem(): HostFacts["cacheFailure"] {
	try {
		ensureCacheDirectory();
		return undefined;
	} catch (error) {
		const hint = error instanceof SomaError ? error.hint : undefined;
		return { message: error instanceof Error ? error.message : String(error), hint: hint ?? "" };
	}
}

async function tryNamespaces(isRoot: boolean): Promise<string | undefined> {
	const prefix = isRoot ? ["unshare"] : asMappedRoot;
	try {
		const argv = [...prefix, "--mount", "true"];
		const tried = await runUnchecked({ argv, timeoutMs: 10_000 });
		return tried.exitCode === 0 ? undefined : tried.stderr.trim();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** Fetches the release file of the archive with apt's own downloader, which knows about proxies. */
async function tryArchive(): Promise<string | undefined> {
	const helper = "/usr/lib/apt/apt-helper";
	const uri = sourceLines(hostSources(), debianRelease)[0]?.split(" ")[1];
	if (uri === undefined || !existsSync(helper)) {
		return undefined;
	}
	const folder = `/tmp/soma-archive-${process.pid}`;
	mkdirSync(folder, { recursive: true });
	const target = `${folder}/InRelease`;
	const url = `${uri.replace(/\/$/, "")}/dists/${debianRelease}/InRelease`;
	const argv = [helper, "download-file", url, target];
	const tried = await runUnchecked({ argv, timeoutMs: 30_000 });
	await runUnchecked({ argv: ["rm", "-rf", folder] });
	return tried.exitCode === 0 ? undefined : tried.stderr.trim().split("\n").slice(-1)[0];
}

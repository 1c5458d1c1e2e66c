import { existsSync, renameSync, rmSync } from "node:fs";
import { SomaError } from "../../userland/lib/errors.ts";
import { run, runUnchecked } from "../../userland/system/process.ts";
import { hostSources, sourceLines } from "./apt-sources.ts";
import { debianRelease, toolPackages } from "./packages.ts";

type OnLine = (line: string) => void;

/** Becomes root of a user namespace that also has the caller's subordinate ids (unshare(1)). */
export const asMappedRoot: readonly string[] = [
	"unshare",
	"--user",
	"--map-root-user",
	"--map-auto",
];

/** True when this process may do everything by itself. */
export function isPrivileged(): boolean {
	return process.getuid?.() === 0;
}

/**
 * Makes the tree at `path`. An interrupted attempt leaves only `path.partial`, which the next one
 * removes.
 */
export async function makeTree(path: string, onLine: OnLine): Promise<void> {
	const staging = `${path}.partial`;
	const archive = `${staging}.tar`;
	await removeTree(staging);
	rmSync(archive, { force: true });
	try {
		await (isPrivileged() ? bootstrap(staging, onLine) : bootstrapAsUser(staging, archive, onLine));
	} catch (error) {
		await removeTree(staging);
		throw explained(error);
	} finally {
		rmSync(archive, { force: true });
	}
	renameSync(staging, path);
}

/** Removes a tree, whose files belong to subordinate ids when an ordinary user made it. */
export async function removeTree(path: string): Promise<void> {
	if (existsSync(path)) {
		await run({ argv: [...(isPrivileged() ? [] : asMappedRoot), "rm", "-rf", "--", path] });
	}
}

async function bootstrap(target: string, onLine: OnLine): Promise<void> {
	await run({ argv: await bootstrapArgv("root", target), onLine });
}

/**
 * mmdebstrap(1) maps root of its namespace to the first subordinate id and we map it to the caller,
 * so the tree travels as an archive, whose ids are those that the tree sees.
 */
async function bootstrapAsUser(target: string, archive: string, onLine: OnLine): Promise<void> {
	await run({ argv: await bootstrapArgv("unshare", archive), onLine, cwd: "/" });
	onLine("unpacking the tool tree");
	const unpack = ["tar", "--directory", target, "--extract", "--file", archive];
	await run({ argv: [...asMappedRoot, "mkdir", "--parents", target] });
	await run({ argv: [...asMappedRoot, ...unpack, "--numeric-owner", "--exclude=./dev/*"], onLine });
}

async function bootstrapArgv(mode: "root" | "unshare", target: string): Promise<string[]> {
	const excluded = ["doc", "man", "locale", "info"].map(
		(name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
	);
	return [
		"mmdebstrap",
		`--mode=${mode}`,
		"--variant=apt",
		`--include=${Object.keys(toolPackages).sort().join(",")}`,
		'--aptopt=Apt::Install-Recommends "false"',
		...(await proxyOptions()),
		...excluded,
		"--customize-hook=touch $1/.complete",
		debianRelease,
		target,
		...sourceLines(hostSources(), debianRelease),
	];
}

/** The proxies of this machine's apt, which mmdebstrap does not look at. */
async function proxyOptions(): Promise<string[]> {
	const keys = [
		"Acquire::http::Proxy",
		"Acquire::https::Proxy",
		"Acquire::http::Proxy-Auto-Detect",
	];
	try {
		const argv = ["apt-config", "dump", "--no-empty", "--format", '%f "%v"%n', ...keys];
		const dumped = await runUnchecked({ argv });
		return dumped.stdout
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => `--aptopt=${line}`);
	} catch {
		return []; // a machine without apt has no apt proxy
	}
}

/** The same failure with what to do about it, for the usual causes. */
function explained(error: unknown): unknown {
	if (!(error instanceof SomaError)) {
		return error;
	}
	const causes: readonly (readonly [RegExp, string, string])[] = [
		[/No space left on device/, "no-space", "free space there, or set XDG_CACHE_HOME elsewhere"],
		[
			/failure resolving|Could not (?:resolve|connect)|Connection timed out|unreachable/,
			"no-network",
			"check that `apt-get update` works on this machine, then run again",
		],
		[
			/newuidmap|uid_map|user namespace|unshare.*Operation not permitted/i,
			"no-user-namespace",
			"`npm run doctor` prints what to change",
		],
	];
	const found = causes.find(([pattern]) => pattern.test(error.message));
	if (found === undefined) {
		return error;
	}
	return new SomaError({
		code: found[1],
		message: error.message,
		hint: found[2],
		cause: error.cause,
	});
}

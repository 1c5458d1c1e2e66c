import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SomaError } from "../../userland/lib/errors.ts";
import {
	type Command,
	type ProcessResult,
	run,
	runUnchecked,
} from "../../userland/system/process.ts";
import { cacheDirectory, contentKey } from "./cache.ts";
import { enterArgv } from "./enter.ts";
import { withLock } from "./lock.ts";
import { isPrivileged, makeTree } from "./make-tree.ts";
import { debianRelease, toolPackages } from "./packages.ts";

/** The root of the repository's checkout. */
export const repositoryRoot: string = join(import.meta.dirname, "..", "..");

/** The tool tree: a Debian root that holds every external tool, made once and kept in the cache. */
export interface ToolTree {
	readonly path: string;
	/** The argument vector that runs `argv` inside; for programs that somebody else starts. */
	argv(argv: readonly string[], options?: EnterOptions): string[];
	/** Runs a program inside and fails when it fails. */
	run(command: Command): Promise<ProcessResult>;
	/** Runs a program inside and reports its exit code. */
	runUnchecked(command: Command): Promise<ProcessResult>;
}

interface EnterOptions {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** The cache path of the tool tree for the present package list. */
export function toolTreePath(): string {
	const key = contentKey([debianRelease, ...Object.keys(toolPackages).sort()]);
	return join(cacheDirectory(), `tools-${key}`);
}

/** The tool tree, which must have been made (`npm run setup`). */
export function openToolTree(): ToolTree {
	const path = toolTreePath();
	if (!existsSync(join(path, ".complete"))) {
		throw new SomaError({
			code: "tool-tree-missing",
			message: `the tool tree ${path} does not exist`,
			hint: "run `npm run setup`",
		});
	}
	return toolTreeAt(path);
}

/**
 * Makes the tool tree unless it exists. An interrupted attempt leaves nothing behind that counts.
 */
export async function ensureToolTree(onLine: (line: string) => void): Promise<ToolTree> {
	const path = toolTreePath();
	const isComplete = (): boolean => existsSync(join(path, ".complete"));
	if (!isComplete()) {
		await withLock("tool-tree", onLine, async () => {
			if (!isComplete()) {
				await makeTree(path, onLine);
			}
		});
	}
	return openToolTree();
}

/** What a caller inside the tool tree may see of the host besides /dev, /proc, /sys and /tmp. */
function bindsOf(): string[] {
	const certificates = "/etc/ssl/certs";
	return [repositoryRoot, cacheDirectory(), ...(existsSync(certificates) ? [certificates] : [])];
}

function toolTreeAt(path: string): ToolTree {
	const argvOf = (argv: readonly string[], options: EnterOptions = {}): string[] =>
		enterArgv(
			{
				tree: path,
				binds: bindsOf(),
				privileged: isPrivileged(),
				cwd: options.cwd ?? repositoryRoot,
				env: options.env ?? {},
			},
			argv,
		);
	const inside = (command: Command): Command => {
		const { cwd, env, ...rest } = command;
		return {
			...rest,
			argv: argvOf(command.argv, {
				...(cwd === undefined ? {} : { cwd }),
				...(env === undefined ? {} : { env }),
			}),
		};
	};
	return {
		path,
		argv: argvOf,
		run: (command) => run(inside(command)),
		runUnchecked: (command) => runUnchecked(inside(command)),
	};
}

/** The apt sources of the host's own Debian archive, without naming a mirror in this repository. */
export function archiveSources(tree: ToolTree): string {
	return readFileSync(join(tree.path, "etc", "apt", "sources.list"), "utf8");
}

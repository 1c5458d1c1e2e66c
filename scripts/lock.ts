import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { diffLocks, formatLock, parseLock } from "../image/packages/lock.ts";
import { lockPath, resolveLock } from "../image/packages/store.ts";
import { type CommandSpec, formatHelp, parseFlags } from "../userland/lib/flags.ts";
import { withProgress } from "./lib/progress.ts";
import { prepareTools } from "./setup.ts";

const spec = {
	name: "npm run lock --",
	summary: "Locks the image to the Debian packages that the archives hold today.",
	details:
		"Prints what changes: `+` came, `-` went, `->` another version, `!` same version, other\n" +
		"content. Review that diff before you commit image/packages.lock.json.",
	flags: {
		check: { kind: "switch", help: "Write nothing; exit code 1 when the lock is not the newest." },
	},
} as const satisfies CommandSpec;

/** `npm run lock`: resolves the packages of mkosi.conf and writes the lock of the image. */
export async function lock(args: readonly string[]): Promise<number> {
	const { flags, help } = parseFlags(spec, args);
	if (help) {
		process.stdout.write(`${formatHelp(spec)}\n`);
		return 0;
	}
	const tree = await prepareTools();
	const fresh = await withProgress("package lock", (report) => resolveLock(tree, report));
	const before = existsSync(lockPath) ? parseLock(readFileSync(lockPath, "utf8"), lockPath) : [];
	const lines = diffLocks(before, fresh);
	const count = `${fresh.length} packages, ${lines.length} of them changed`;
	process.stdout.write(`${[...lines, count].join("\n")}\n`);
	if (flags.check) {
		return lines.length === 0 ? 0 : 1;
	}
	writeFileSync(`${lockPath}.new`, formatLock(fresh));
	renameSync(`${lockPath}.new`, lockPath);
	return 0;
}

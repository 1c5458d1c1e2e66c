import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runUnchecked } from "../../userland/system/process.ts";
import type { SourceFile } from "./source-file.ts";

/** Nobody writes in these, `generated` too: a test of its own compares it with its source. */
const notOurs = new Set(["node_modules", "generated", "out", ".git", ".claims"]);

/** The tracked files of a checkout; every file of a tree that is not one. */
export async function repositoryFiles(root: string): Promise<SourceFile[]> {
	const paths = (await trackedPaths(root)) ?? walk(root, "");
	return paths
		.filter((path) => !path.split("/").some((part) => notOurs.has(part)))
		.filter((path) => existsSync(join(root, path)) && lstatSync(join(root, path)).isFile())
		.map((path) => {
			const bytes = readFileSync(join(root, path));
			const text = bytes.includes(0) ? "" : bytes.toString("utf8");
			return { path, text, sizeBytes: bytes.length };
		});
}

async function trackedPaths(root: string): Promise<string[] | undefined> {
	const argv = ["git", "-c", "safe.directory=*", "ls-files", "-z"];
	try {
		const listed = await runUnchecked({ argv, cwd: root });
		return listed.exitCode === 0
			? listed.stdout.split("\0").filter((path) => path !== "")
			: undefined;
	} catch {
		return; // no git on this machine
	}
}

function walk(root: string, folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (notOurs.has(entry.name) || entry.name.endsWith(".log")) {
			return [];
		}
		return entry.isDirectory() ? walk(root, path) : [path];
	});
}

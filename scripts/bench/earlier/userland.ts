import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Userland } from "../../../image/builder/userland.ts";
import { cacheDirectory, contentKey } from "../../../image/tools/cache.ts";
import { repositoryRoot } from "../../../image/tools/tree.ts";
import { run } from "../../../userland/system/process.ts";
import { type Replacement, replaceOnce } from "./replace-once.ts";

/** What is compiled and what compiles it; links to packages would be other paths. */
const inputs = ["userland", "image", "node_modules", "package.json", "tsconfig.json", "bun.lock"];

/** What is changed: a line of one command, or one that all of them have. */
export const codeChanges = {
	code: {
		path: "userland/applets/crash/judge-boot.ts",
		from: 'if (verdict.kind === "keep") {',
		to: 'if (verdict.kind === "keep" && verdict !== undefined) {',
	},
	"shared-code": {
		path: "userland/lib/errors.ts",
		from: "const lines = [`error: ",
		to: "const lines = [`problem: ",
	},
} as const satisfies Record<string, Replacement>;

/** The userland of this checkout with one line changed, compiled as ever in a copy of it. */
export async function earlierUserland(
	present: Userland,
	change: keyof typeof codeChanges,
): Promise<Userland> {
	const changed = codeChanges[change];
	const key = contentKey([present.binary, JSON.stringify(changed)]);
	const directory = join(cacheDirectory(), `bench-userland-${key}`);
	const binary = join(directory, "soma");
	if (!existsSync(binary)) {
		const copy = mkdtempSync(join(cacheDirectory(), "bench-checkout-"));
		try {
			for (const name of inputs) {
				const options = { recursive: true, verbatimSymlinks: true };
				cpSync(join(repositoryRoot, name), join(copy, name), options);
			}
			const path = join(copy, changed.path);
			writeFileSync(path, replaceOnce(readFileSync(path, "utf8"), changed));
			const ask = [
				'import { ensureUserland } from "./image/builder/userland.ts";',
				"process.stdout.write((await ensureUserland()).binary);",
			];
			const argv = [process.execPath, "-e", ask.join("\n")];
			const { stdout: made } = await run({ argv, cwd: copy });
			const staging = `${directory}.partial`;
			rmSync(staging, { recursive: true, force: true });
			mkdirSync(staging);
			cpSync(made, join(staging, "soma"));
			renameSync(staging, directory);
		} finally {
			rmSync(copy, { recursive: true });
		}
	}
	return { ...present, binary };
}

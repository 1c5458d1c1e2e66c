import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Kernel, kernelInputs } from "../../../image/builder/kernel.ts";
import { buildKernel } from "../../../image/builder/kernel-build.ts";
import { sourceTarball } from "../../../image/builder/kernel-plan.ts";
import { cacheDirectory, contentKey } from "../../../image/tools/cache.ts";
import { withLock } from "../../../image/tools/lock.ts";
import type { ToolTree } from "../../../image/tools/tree.ts";
import { assert } from "../../../userland/lib/assert.ts";
import { equalBytes } from "../../../userland/lib/bytes.ts";
import type { Report } from "../../lib/progress.ts";
import { replaceOnce } from "./replace-once.ts";

/** A limit, which no compiler can make the same program of. */
const changed = {
	path: "fs/pipe.c",
	from: "static unsigned int pipe_max_size = 1048576;",
	to: "static unsigned int pipe_max_size = 1048577;",
};

/** The kernel of this checkout with one line changed: ten minutes of two processors, once. */
export async function earlierKernel(
	tree: ToolTree,
	present: Kernel,
	report: Report,
): Promise<Kernel> {
	const key = contentKey([present.key, JSON.stringify(changed)]);
	const directory = join(cacheDirectory(), `bench-kernel-${key}`);
	if (!existsSync(directory)) {
		await withLock(`bench-kernel-${key}`, report, async () => {
			if (!existsSync(directory)) {
				await unpackChanged(tree, `${directory}.partial`, report);
				await buildKernel(tree, await kernelInputs(tree), directory, report);
			}
		});
	}
	const bzImage = join(directory, "bzImage");
	assert(
		!equalBytes(readFileSync(bzImage), readFileSync(present.bzImage)),
		`${changed.path} was changed without any effect`,
	);
	return { ...present, directory, key, bzImage };
}

/** Leaves the source where the build looks for that of an interrupted one. */
async function unpackChanged(tree: ToolTree, partial: string, report: Report): Promise<void> {
	const source = join(partial, "source");
	if (existsSync(source)) {
		return;
	}
	report("unpacking the source");
	const staging = join(partial, "changing");
	rmSync(staging, { recursive: true, force: true });
	mkdirSync(staging, { recursive: true });
	const words = ["--extract", "--no-same-owner", "--strip-components=1"];
	await tree.run({ argv: ["tar", ...words, "--file", `/${sourceTarball}`], cwd: staging });
	const path = join(staging, changed.path);
	const { atime, mtime } = statSync(path);
	writeFileSync(path, replaceOnce(readFileSync(path, "utf8"), changed));
	utimesSync(path, atime, mtime);
	renameSync(staging, source);
}

import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildSelector } from "../../image/boot-selector/build.ts";
import { buildImage } from "../../image/builder/assemble.ts";
import { ensureBase, rebuildBase } from "../../image/builder/base.ts";
import { ensureKernel } from "../../image/builder/kernel.ts";
import { ensureDevelopmentRepository } from "../../image/builder/release-repository.ts";
import { ensureUserland } from "../../image/builder/userland.ts";
import { digestOfFile } from "../../image/outputs/digest.ts";
import { openToolTree } from "../../image/tools/tree.ts";
import { recordFigure } from "../../userland/testing/figure.ts";
import { readBuild } from "../lab/build.ts";
import { makeWorkDirectory, removeWorkDirectory } from "../lab/work-directory.ts";

const tree = openToolTree();
const work = makeWorkDirectory();
const silent = (): void => {};

afterAll(() => removeWorkDirectory(work));

/** What a build left, by name: parts, signed and unsigned, disk and bill of materials. */
function filesOf(directory: string): string[] {
	return readdirSync(directory, { withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name !== "build.json") // it holds paths
		.map(({ name }) => name)
		.sort();
}

test("a second build from the packages on, somewhere else, gives the same bits", async () => {
	const build = readBuild();
	const first = dirname(build.disk);
	const second = join(work, "image");
	mkdirSync(join(work, "selector"));
	const base = await ensureBase(tree, "fresh-lock", silent);
	const userland = await ensureUserland();
	const inputs = {
		kernel: await ensureKernel(tree, silent),
		userland,
		repository: await ensureDevelopmentRepository(userland.binary),
		base: await rebuildBase(tree, base, join(work, "base"), silent),
		selector: await buildSelector(tree, join(work, "selector")),
		release: { version: build.version, epochSeconds: build.epochSeconds },
		work: second,
	};
	await buildImage(tree, inputs, silent);
	expect(readFileSync(join(second, "build.json"), "utf8").replaceAll(second, first)).toBe(
		readFileSync(join(first, "build.json"), "utf8"),
	);
	expect(filesOf(second)).toEqual(filesOf(first));
	const signed = filesOf(first).filter((name) => name.includes(".signed."));
	expect(signed).toHaveLength(3);
	let comparedBytes = 0;
	for (const name of filesOf(first)) {
		const digest = await digestOfFile(join(second, name));
		expect(digest, name).toEqual(await digestOfFile(join(first, name)));
		comparedBytes += statSync(join(first, name)).size;
	}
	const mebibytes = Math.round(comparedBytes / 1024 ** 2);
	recordFigure(`rebuilt-bit-identical ${filesOf(first).length} files, ${mebibytes} MiB`);
});

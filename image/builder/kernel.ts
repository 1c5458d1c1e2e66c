import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkedOptions } from "../../kernel-config/check.ts";
import type { Fragment } from "../../kernel-config/fragments.ts";
import { cacheDirectory, contentKey } from "../tools/cache.ts";
import { withLock } from "../tools/lock.ts";
import { repositoryRoot, type ToolTree } from "../tools/tree.ts";
import { buildKernel } from "./kernel-build.ts";
import { type KernelInputs, kernelKeyParts, sourceVersionOf } from "./kernel-plan.ts";

/** A finished kernel in the cache. */
export interface Kernel {
	readonly bzImage: string;
	/** The complete `.config`. */
	readonly config: string;
	/** As `uname -r` shows it: `6.12.117-soma`. */
	readonly version: string;
	/** Holds System.map, COPYING, LICENSES/, facts.json and firmware (names, one a line) too. */
	readonly directory: string;
	readonly key: string;
}

type Report = (line: string) => void;

/**
 * The kernel for the present fragments, from the cache or built (ten minutes on two processors).
 * An interrupted build goes on where it stopped. A fault of a fragment, an option that did not
 * take or a failed compilation is a SomaError that names the place.
 */
export async function ensureKernel(tree: ToolTree, report: Report): Promise<Kernel> {
	const inputs = await kernelInputs(tree);
	const key = contentKey(kernelKeyParts(inputs));
	const directory = join(cacheDirectory(), `kernel-${key}`);
	if (!existsSync(directory)) {
		await withLock(`kernel-${key}`, report, async () => {
			if (!existsSync(directory)) {
				await buildKernel(tree, inputs, directory, report);
			}
		});
	}
	return {
		bzImage: join(directory, "bzImage"),
		config: join(directory, "config"),
		version: readFileSync(join(directory, "release"), "utf8").trim(),
		directory,
		key,
	};
}

/** The fragments of this checkout, in the order of their names. */
function readFragments(): readonly Fragment[] {
	const directory = join(repositoryRoot, "kernel-config");
	return readdirSync(directory)
		.filter((name) => name.endsWith(".config"))
		.sort()
		.map((name) => ({ name, text: readFileSync(join(directory, name), "utf8") }));
}

/** Everything that decides the bits of this checkout's kernel. */
export async function kernelInputs(tree: ToolTree): Promise<KernelInputs> {
	const options = checkedOptions(readFragments());
	const status = readFileSync(join(tree.path, "var", "lib", "dpkg", "status"), "utf8");
	const versions = await tree.run({ argv: ["sh", "-c", "gcc --version; ld --version"] });
	const compiler = versions.stdout
		.split("\n")
		.filter((line) => /^(?:gcc|GNU ld)\b/.test(line))
		.join(", ");
	return { sourceVersion: sourceVersionOf(status), compiler, options };
}

import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildSlot, type ImageInputs } from "../../../image/builder/assemble.ts";
import { ensureBase } from "../../../image/builder/base.ts";
import { sourceParts } from "../../../image/builder/image-key.ts";
import { ensureKernel } from "../../../image/builder/kernel.ts";
import { ensureDevelopmentRepository } from "../../../image/builder/release-repository.ts";
import { ensureUserland } from "../../../image/builder/userland.ts";
import { driftPolicy } from "../../../image/packages/store.ts";
import { cacheDirectory, contentKey } from "../../../image/tools/cache.ts";
import { withLock } from "../../../image/tools/lock.ts";
import { openToolTree, type ToolTree } from "../../../image/tools/tree.ts";
import type { Build } from "../../../qemu-tests/lab/build.ts";
import { type SlotPart, slotParts } from "../../../userland/core/release/manifest.ts";
import type { Report } from "../../lib/progress.ts";
import { earlierBase } from "./base.ts";
import { earlierKernel } from "./kernel.ts";
import { codeChanges, earlierUserland } from "./userland.ts";

/** In what the release before differs from the present one, besides its version. */
export const changes = ["code", "shared-code", "package", "point-release", "kernel"] as const;

export type Change = (typeof changes)[number];

/** What the slot holds that a node runs before the update. */
export interface EarlierSlot {
	/** What differs, for people. */
	readonly about: string;
	/** Paths, raw as on the disk. */
	readonly parts: Readonly<Record<SlotPart, string>>;
}

/** The release of the day before with one change, built by the pipeline and kept in the cache. */
export async function ensureEarlier(
	change: Change,
	build: Build,
	report: Report,
): Promise<EarlierSlot> {
	const tree = openToolTree();
	const kernel = await ensureKernel(tree, report);
	const userland = await ensureUserland();
	const base = await ensureBase(tree, driftPolicy(false), report);
	const repository = await ensureDevelopmentRepository(userland.binary);
	const made = [tree.path, kernel.key, userland.binary, base.key, build.version];
	const recipe = "2"; // raised when a change of these is another one
	const parts = [change, recipe, ...made, readFileSync(repository.root), ...sourceParts()];
	const key = contentKey(parts);
	const directory = join(cacheDirectory(), `bench-slot-${key}`);
	if (!existsSync(directory)) {
		await withLock(`bench-slot-${key}`, report, async () => {
			const release = {
				version: String(Number.parseInt(build.version, 10) - 1),
				epochSeconds: build.epochSeconds - 86_400,
			};
			const present = { kernel, userland, base: base.path, repository, release };
			const work = `${directory}.work`;
			rmSync(work, { recursive: true, force: true });
			mkdirSync(work, { recursive: true });
			const { about, ...inputs } = await changed(tree, change, present, report);
			await buildSlot(tree, { ...inputs, work }, report);
			keep(work, directory, about);
		});
	}
	const files = {
		boot: join(directory, "boot"),
		usr: join(directory, "usr"),
		verity: join(directory, "verity"),
	};
	return { about: readFileSync(join(directory, "about"), "utf8"), parts: files };
}

type Inputs = Omit<ImageInputs, "selector" | "work">;

async function changed(
	tree: ToolTree,
	change: Change,
	present: Inputs,
	report: Report,
): Promise<Inputs & { readonly about: string }> {
	switch (change) {
		case "code":
		case "shared-code": {
			const userland = await earlierUserland(present.userland, change);
			return { ...present, userland, about: codeChanges[change].path };
		}
		case "kernel": {
			const kernel = await earlierKernel(tree, present.kernel, report);
			return { ...present, kernel, about: "one line of the kernel" };
		}
		case "package":
		case "point-release": {
			const base = await ensureBase(tree, driftPolicy(false), report);
			const extent = change === "package" ? "one-source" : "all";
			const earlier = await earlierBase(tree, base, extent, report);
			return { ...present, base: earlier.path, about: earlier.packages.join(", ") };
		}
	}
}

/** Keeps the three parts and forgets what they were made of. */
function keep(work: string, directory: string, about: string): void {
	const staging = `${directory}.partial`;
	rmSync(staging, { recursive: true, force: true });
	mkdirSync(staging);
	const files: Readonly<Record<SlotPart, string>> = {
		boot: "boot",
		usr: "usr.erofs",
		verity: "usr.verity",
	};
	for (const part of slotParts) {
		cpSync(join(work, files[part]), join(staging, part));
	}
	writeFileSync(join(staging, "about"), about);
	renameSync(staging, directory);
	rmSync(work, { recursive: true });
}

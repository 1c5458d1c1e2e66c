import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureKernel } from "../../image/builder/kernel.ts";
import { ensureUserland } from "../../image/builder/userland.ts";
import { openToolTree, repositoryRoot } from "../../image/tools/tree.ts";
import { type Build, readBuild } from "../../qemu-tests/lab/build.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { Report } from "./progress.ts";

interface Builder {
	ensureImage(options: object, report: Report): Promise<unknown>;
}

const builderPath = join(repositoryRoot, "image", "builder", "main.ts");

/** Builds the image, or finds it in the cache, and reads what was made. */
export async function ensureImage(report: Report): Promise<Build> {
	if (!existsSync(builderPath)) {
		throw new SomaError({ code: "no-builder", message: "the image pipeline is not here yet" });
	}
	const builder = (await import(builderPath)) as Builder;
	await builder.ensureImage({}, report);
	return readBuild();
}

/** True once the pipeline that joins the parts into an image exists. */
export function hasImagePipeline(): boolean {
	return existsSync(builderPath);
}

/** Builds what an image is made of: the kernel and the compiled userland. */
export async function ensureParts(report: Report): Promise<void> {
	await ensureKernel(openToolTree(), report);
	await ensureUserland();
}

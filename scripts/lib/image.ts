import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../image/tools/tree.ts";
import { SomaError } from "../../userland/lib/errors.ts";
import type { Report } from "./progress.ts";

/** What the image pipeline made, as far as the scripts use it. */
export interface BuiltImage {
	readonly version: string;
	/** The whole disk, raw. */
	readonly rawPath: string;
}

interface Builder {
	ensureImage(options: object, report: Report): Promise<BuiltImage>;
}

const builderPath = join(repositoryRoot, "image", "builder", "main.ts");

/** The image pipeline, loaded only when it is used. */
export async function ensureImage(report: Report): Promise<BuiltImage> {
	if (!existsSync(builderPath)) {
		throw new SomaError({ code: "no-builder", message: "the image pipeline is not here yet" });
	}
	const builder = (await import(builderPath)) as Builder;
	return await builder.ensureImage({}, report);
}

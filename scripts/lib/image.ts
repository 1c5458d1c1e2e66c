import { ensureImage as ensurePipeline } from "../../image/builder/main.ts";
import { type Build, readBuild } from "../../qemu-tests/lab/build.ts";
import type { Report } from "./progress.ts";

/** Builds the image, or finds it in the cache, and reads what was made. */
export async function ensureImage(report: Report): Promise<Build> {
	await ensurePipeline({}, report);
	return readBuild();
}

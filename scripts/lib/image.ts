import { ensureImage as ensurePipeline, type ImageOptions } from "../../image/builder/main.ts";
import { type Build, readBuild } from "../../qemu-tests/lab/build.ts";
import type { Report } from "./progress.ts";

/** Builds the image, or finds it in the cache, and reads what was made. */
export async function ensureImage(
	report: Report,
	options: ImageOptions = { isRelease: false },
): Promise<Build> {
	const drift = await ensurePipeline(options, report);
	if (drift.length > 0) {
		const lines = ["package lock: the archives moved on; built from a fresh lock", ...drift];
		process.stderr.write(`${lines.join("\n    ")}\n`);
	}
	return readBuild();
}

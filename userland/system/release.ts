import { type Fact, factOf } from "../lib/fact.ts";
import type { SystemPaths } from "./paths.ts";
import { readText } from "./text-file.ts";

/** What runs: the release of /usr (os-release(5), IMAGE_VERSION) and the kernel. */
export function readRelease(paths: SystemPaths): { version: Fact<string>; kernel: Fact<string> } {
	const text = readText(paths.osRelease) ?? readText(paths.osReleaseElsewhere);
	const version = /^IMAGE_VERSION="?([^"\n]+)"?$/m.exec(text ?? "")?.[1];
	const kernel = readText(paths.kernelRelease)?.trim();
	return {
		version: factOf(version, `${paths.osRelease} has no IMAGE_VERSION: this is not a Soma node`),
		kernel: factOf(kernel, `${paths.kernelRelease} cannot be read`),
	};
}
